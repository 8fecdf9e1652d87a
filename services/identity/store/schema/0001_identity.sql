-- The union tree, the accounts and what is private of people. Every aggregate ends with its version and its last effect.
CREATE TABLE organization (
  id BIGINT NOT NULL PRIMARY KEY,
  kind INT NOT NULL,
  parent_id BIGINT NOT NULL,
  county CHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  division_code CHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  title VARCHAR(100) NOT NULL,
  union_credit_code VARCHAR(18) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  employer_title VARCHAR(100) NOT NULL,
  employer_code VARCHAR(18) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at DATETIME(6) NOT NULL,
  version BIGINT NOT NULL,
  effect_sequence BIGINT NOT NULL,
  effect_index INT NOT NULL,
  KEY (parent_id, id),
  KEY (county, id)
) ENGINE=InnoDB;
CREATE TABLE employer_code (
  credit_code VARCHAR(18) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  organization BIGINT NOT NULL,
  version BIGINT NOT NULL,
  effect_sequence BIGINT NOT NULL,
  effect_index INT NOT NULL
) ENGINE=InnoDB;
CREATE TABLE account (
  id BIGINT NOT NULL PRIMARY KEY,
  organization BIGINT NOT NULL,
  county CHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  person_key VARBINARY(33) NOT NULL,
  roles INT UNSIGNED NOT NULL,
  created_at DATETIME(6) NOT NULL,
  version BIGINT NOT NULL,
  effect_sequence BIGINT NOT NULL,
  effect_index INT NOT NULL,
  KEY (organization, id),
  KEY (county, id),
  KEY (person_key, id)
) ENGINE=InnoDB;
CREATE TABLE login (
  login BINARY(16) NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL,
  password_hash VARCHAR(127) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version BIGINT NOT NULL,
  effect_sequence BIGINT NOT NULL,
  effect_index INT NOT NULL
) ENGINE=InnoDB;
CREATE TABLE person (
  person_key VARBINARY(33) NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL,
  name VARBINARY(400) NOT NULL,
  id_number VARBINARY(100) NOT NULL,
  mobile VARBINARY(100) NOT NULL,
  version BIGINT NOT NULL,
  effect_sequence BIGINT NOT NULL,
  effect_index INT NOT NULL
) ENGINE=InnoDB;
CREATE TABLE data_key (
  person_key VARBINARY(33) NOT NULL PRIMARY KEY,
  wrapped VARBINARY(200) NOT NULL,
  version BIGINT NOT NULL,
  effect_sequence BIGINT NOT NULL,
  effect_index INT NOT NULL
) ENGINE=InnoDB;
