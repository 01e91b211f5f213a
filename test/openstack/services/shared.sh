# shellcheck shell=bash
# Sourced by every part: where the state is, on which ports the services listen, and how one is started.
# OS_STATE: the folder of one instance. PORT_KEYSTONE … PORT_OCTAVIA: its ports, on loopback only.
set -euo pipefail
S=${OS_STATE:?the folder of the services}
HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
PYTHON=/usr/bin/python3 # Debian's, which sees Debian's packages
KEYSTONE=http://127.0.0.1:${PORT_KEYSTONE:?}
GLANCE=http://127.0.0.1:${PORT_GLANCE:?}
NEUTRON=http://127.0.0.1:${PORT_NEUTRON:?}
PLACEMENT=http://127.0.0.1:${PORT_PLACEMENT:?}
NOVA=http://127.0.0.1:${PORT_NOVA:?}
OCTAVIA=http://127.0.0.1:${PORT_OCTAVIA:?}
export S HERE PYTHON KEYSTONE GLANCE NEUTRON PLACEMENT NOVA OCTAVIA
# nothing of the caller's own clouds leaks in
unset "${!OS_@}" 2>/dev/null || true
umask 077
mkdir -p "$S"/{log,run,lock,policy}
export OS_CLIENT_CONFIG_FILE=$S/clouds.yaml
[ -s "$S/secret" ] || head -c 24 /dev/urandom | base64 | tr -d '+/=' >"$S/secret"
SECRET=$(cat "$S/secret")
export SECRET

STARTED=$(date +%s.%N)
step() { printf '%6.1f s  %s\n' "$(echo "$(date +%s.%N) $STARTED" | awk '{print $1-$2}')" "$*"; }

# fail LOG: says the end of a log, and ends.
fail() {
  echo "$1 failed; the end of its log:" >&2
  tail -20 "$S/log/$1.log" >&2
  exit 1
}

# alive NAME: what was started under that name runs, and is ours.
alive() {
  local pid
  pid=$(cat "$S/run/$1.pid" 2>/dev/null) || return 1
  grep -qaF "$S" "/proc/$pid/cmdline" 2>/dev/null
}

# free NAME PORT: ends where another program listens on what is to be a service's port.
free() {
  alive "$1" || ! (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null || {
    echo "$1 cannot start: something else listens on 127.0.0.1:$2; set PORT_${1^^} to a free port" >&2
    exit 1
  }
}

# start NAME COMMAND…: in a session of its own, unless it runs already.
start() {
  local name=$1
  shift
  alive "$name" && return
  setsid "$@" >>"$S/log/$name.log" 2>&1 </dev/null &
  echo $! >"$S/run/$name.pid"
}

# answers NAME URL: waits until a service answers at all.
answers() {
  for _ in $(seq 600); do
    curl -so /dev/null --max-time 5 "$2" && return
    kill -0 "$(cat "$S/run/$1.pid")" 2>/dev/null || break
    sleep 0.1
  done
  fail "$1"
}

# once NAME COMMAND…: done the first time only.
once() {
  local done=$S/.$1-done
  shift
  [ -e "$done" ] && return
  "$@"
  touch "$done"
}

# readers of a file in WAL mode do not block its writer ("database is locked" without it)
wal() { "$PYTHON" -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA journal_mode=WAL")' "$1"; }

# credentials USER: how a service proves who it is.
credentials() {
  cat <<E
auth_url = $KEYSTONE
auth_type = password
username = $1
password = $SECRET
project_name = service
user_domain_name = Default
project_domain_name = Default
region_name = RegionOne
E
}

# registered SERVICE TYPE URL: in Keystone's catalog, with a user of the service's name.
registered() { "$PYTHON" "$HERE/register.py" "$@"; }
