-- What every service's schema holds for its write path: the journal, the requests that were answered, the jobs.
CREATE TABLE journal_head (
  shard INT NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL,
  hash BINARY(32) NOT NULL,
  security_time DATETIME(6) NOT NULL,
  business_time DATETIME(6) NOT NULL
) ENGINE=InnoDB;
INSERT INTO journal_head VALUES (0, 0, REPEAT(x'00', 32), '2020-01-01', '2020-01-01');
CREATE TABLE journal_entry (
  shard INT NOT NULL,
  sequence BIGINT NOT NULL,
  entry MEDIUMBLOB NOT NULL,
  hash BINARY(32) NOT NULL,
  PRIMARY KEY (shard, sequence)
) ENGINE=InnoDB;
CREATE TABLE request (
  request_id BINARY(16) NOT NULL PRIMARY KEY,
  origin TINYINT NOT NULL,
  caller VARCHAR(64) CHARACTER SET ascii NOT NULL,
  method VARCHAR(120) CHARACTER SET ascii NOT NULL,
  body_hash BINARY(32) NOT NULL,
  code INT NOT NULL,
  reply MEDIUMBLOB NOT NULL,
  expires_at DATETIME(6) NOT NULL,
  KEY (expires_at)
) ENGINE=InnoDB;
CREATE TABLE job (
  id BIGINT NOT NULL PRIMARY KEY,
  kind VARCHAR(40) CHARACTER SET ascii NOT NULL,
  subject BIGINT NOT NULL,
  position BIGINT NOT NULL,
  due_at DATETIME(6) NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii NOT NULL,
  version BIGINT NOT NULL,
  effect_sequence BIGINT NOT NULL,
  effect_index INT NOT NULL,
  KEY (state, due_at)
) ENGINE=InnoDB;
CREATE TABLE node_counter (
  id INT NOT NULL PRIMARY KEY,
  starts BIGINT NOT NULL
) ENGINE=InnoDB;
INSERT INTO node_counter VALUES (0, 0);
