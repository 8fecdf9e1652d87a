# Sourced by up: the keys of a local stack, made once under $local_dir/keys. Nobody else may read them.
# shellcheck shell=bash

# make_secret <file> <command...>: the command's output, unless the file is there already.
make_secret() {
  local file="$local_dir/keys/$1"
  shift
  [ ! -s "$file" ] || return 0
  (umask 077 && "$@" >"$file.new" && mv "$file.new" "$file") || fail "cannot make $file"
}

key_line() { printf 'local-1:%s\n' "$(openssl rand -base64 32)"; }
password() { openssl rand -hex 16; }
signing_key() {
  openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt
}

make_keys() {
  local name
  mkdir -p "$local_dir/keys"
  chmod 700 "$local_dir" "$local_dir/keys"
  for name in person_key blind_index wrapping page_token; do make_secret "$name" key_line; done
  make_secret signing.pem signing_key
  for name in administrator security identity_database medical_database; do make_secret "$name.password" password; done
}

# The demo city's business date is 15 March 2024 when it is first set up; from there its clock runs on, because
# business time never goes back within one database.
business_clock_offset() {
  local noon
  noon=$(date -u -d '2024-03-15T12:00:00+08:00' +%s)
  [ -s "$local_dir/business_clock_offset" ] || echo $((noon - $(date -u +%s))) >"$local_dir/business_clock_offset"
  cat "$local_dir/business_clock_offset"
}
