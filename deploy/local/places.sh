# Sourced by install, build, up, down and tests/run: where everything is, and how progress is told.
# Overridable: UC_CACHE (package and compiler caches), UC_LOCAL (a stack's data, keys, logs), UC_PORT_SHIFT (added to
# every port, so that a second stack can stand beside the first). All paths are relative to the checkout, which is the
# working directory from here on: a unix socket's path may have 107 bytes only.
# shellcheck shell=bash disable=SC2034
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

export LC_ALL=C.UTF-8
cache=${UC_CACHE:-.cache}
local_dir=${UC_LOCAL:-.local}
shift_by=${UC_PORT_SHIFT:-0}
database_port=$((33306 + shift_by))
identity_port=$((7101 + shift_by))
medical_port=$((7102 + shift_by))
gateway_port=$((8080 + shift_by))

say() { printf '%s\n' "$*"; }
step() { printf '== %s (%ds)\n' "$*" "$SECONDS"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# A pid file holds "pid start-time" (and a zombie has none), so that a number the system gave to somebody else is not taken for ours.
started_at() { awk '$3 != "Z" {print $22}' "/proc/$1/stat" 2>/dev/null || true; }
write_pid() { printf '%s %s\n' "$2" "$(started_at "$2")" >"$local_dir/run/$1.pid"; }
pid_of() {
  local pid start
  [ -f "$local_dir/run/$1.pid" ] || return 1
  read -r pid start <"$local_dir/run/$1.pid" || return 1
  [ -n "$start" ] && [ "$(started_at "$pid")" = "$start" ] || return 1
  printf '%s' "$pid"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# wait_for <seconds> <command...>: true as soon as the command is.
wait_for() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 0.1
  done
}

# stop <name>: asks, waits for at most 30 seconds, then insists.
stop() {
  local pid
  pid=$(pid_of "$1") || {
    rm -f "$local_dir/run/$1.pid"
    return 0
  }
  kill -TERM "$pid"
  wait_for 30 gone "$1" || {
    say "$1 did not stop within 30 seconds and is killed"
    kill -KILL "$pid"
    wait_for 5 gone "$1" || fail "$1 (process $pid) cannot be killed"
  }
  rm -f "$local_dir/run/$1.pid"
  say "stopped $1"
}
gone() { ! pid_of "$1" >/dev/null; }
