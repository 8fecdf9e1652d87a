# Sourced by up: a private MariaDB under $local_dir/mariadb, reached by its unix socket and by 127.0.0.1.
# shellcheck shell=bash

database_dir="$local_dir/mariadb"
data_dir=$(realpath -m "$database_dir/data")

# The socket's path is relative to the checkout, so its length does not depend on where the checkout is.
sql() { mariadb --no-defaults --socket="$database_dir/socket" --user="$(id -un)" --batch --skip-column-names "$@"; }

install_database() {
  [ ! -d "$data_dir/mysql" ] || return 0
  step "MariaDB: a new data directory in $database_dir"
  rm -rf "$data_dir.new"
  mkdir -p "$database_dir"
  mariadb-install-db --no-defaults --datadir="$data_dir.new" --user="$(id -un)" --skip-test-db \
    --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \
    >"$local_dir/log/mariadb-install.log" 2>&1 || fail "mariadb-install-db failed; see $local_dir/log/mariadb-install.log"
  mv "$data_dir.new" "$data_dir"
}

start_database() {
  if pid_of mariadb >/dev/null; then
    say "mariadb is running"
    return 0
  fi
  install_database
  step "MariaDB on $database_dir/socket and 127.0.0.1:$database_port"
  # The server changes into its data directory, so its own paths are written from there.
  setsid /usr/sbin/mariadbd --no-defaults --user="$(id -un)" --datadir="$data_dir" \
    --socket=../socket --pid-file=../server.pid --bind-address=127.0.0.1 --port="$database_port" \
    --skip-name-resolve --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci \
    --transaction-isolation=READ-COMMITTED --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=256M \
    --innodb-lock-wait-timeout=2 --max-connections=200 --max-allowed-packet=64M \
    >>"$local_dir/log/mariadb.log" 2>&1 </dev/null &
  write_pid mariadb $!
  wait_for 60 database_ready || fail "MariaDB is not ready; see $local_dir/log/mariadb.log"
}
database_ready() {
  pid_of mariadb >/dev/null || fail "MariaDB stopped: $(tail -n 1 "$local_dir/log/mariadb.log")"
  sql -e 'SELECT 1' >/dev/null 2>&1
}

# create_schema <service>: its schema, and a user who reaches nothing else.
create_schema() {
  local name="unioncare_$1" password
  password=$(cat "$local_dir/keys/$1_database.password")
  sql <<SQL
CREATE DATABASE IF NOT EXISTS $name CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS '$name'@'localhost' IDENTIFIED BY '$password';
CREATE USER IF NOT EXISTS '$name'@'127.0.0.1' IDENTIFIED BY '$password';
ALTER USER '$name'@'localhost' IDENTIFIED BY '$password';
ALTER USER '$name'@'127.0.0.1' IDENTIFIED BY '$password';
GRANT ALL PRIVILEGES ON $name.* TO '$name'@'localhost';
GRANT ALL PRIVILEGES ON $name.* TO '$name'@'127.0.0.1';
SQL
}
