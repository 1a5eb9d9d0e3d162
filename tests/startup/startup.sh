#!/usr/bin/env bash
# startup.sh SLUICE: starts the server in ways that must not work and reads what it says.
set -uo pipefail
sluice=$1
work=$(mktemp -d)
holder=
trap '[ -n "$holder" ] && kill "$holder" 2>/dev/null; rm -rf "$work"' EXIT
failures=0

# expect NAME WORDS...: the last output holds all the words and the program ended with an error.
expect() {
  local name=$1 words
  shift
  for words in "$@"; do
    if ! grep -qF -- "$words" "$work/out"; then
      printf 'startup: %s: "%s" is not in:\n%s\n' "$name" "$words" "$(cat "$work/out")" >&2
      failures=$((failures + 1))
    fi
  done
  if [ "$status" = 0 ] || [ "$status" -ge 124 ]; then
    echo "startup: $name: ended with $status" >&2
    failures=$((failures + 1))
  fi
}
serve() {
  printf '%s\n' "$1" >"$work/sluice.toml"
  shift
  timeout 60 "$sluice" serve --config "$work/sluice.toml" "$@" >"$work/out" 2>&1
  status=$?
}
good="data.dir = \"$work/data\"
keys.source = \"file:$work/master.key\""

serve 'data.dri = "x"'
expect "unknown key" 'unknown key "data.dri"' 'data.dir' 'line 1'
serve 'data.dir = '
expect "broken file" "$work/sluice.toml: line 1"
serve 'server.port = 99999'
expect "impossible port" 'is not a port'
serve "data.dir = \"$work/data\""
expect "no key" 'no master key' 'sluice keys init'
serve "$good"
expect "missing key file" "$work/master.key"

"$sluice" keys init --key-file "$work/master.key" >"$work/out" 2>&1 || { cat "$work/out" >&2; failures=$((failures + 1)); }
chmod 644 "$work/master.key"
serve "$good"
expect "readable by others" 'chmod 600'
chmod 600 "$work/master.key"

serve "$good
server.address = \"0.0.0.0\""
expect "beyond loopback without https" 'server.public_url'

serve "$good
server.proxies = [\"127.0.0.1\", \"localhost\"]"
expect "a proxy by name" '"localhost" is no address' 'line 3'
serve "$good
server.proxy_header = \"x-real-ip\""
expect "an unknown header" 'x-forwarded-for' 'line 3'

printf '{"https://mcp.vendor.example": "http://127.0.0.1:1"}' >"$work/peers.json"
serve "$good
server.public_url = \"https://sluice.example.com\"" --peers "$work/peers.json"
expect "peers under a public name" '--peers is for tests' 'https://sluice.example.com'
serve "$good
server.public_url = \"http://sluice.example.com\"" --peers "$work/peers.json"
expect "peers under a public name in clear" '--peers is for tests' 'http://sluice.example.com'
serve "$good
server.proxies = \"127.0.0.1\"" --peers "$work/peers.json"
expect "peers behind a proxy" '--peers is for tests' 'server.proxies'

# A server that works holds the port; the second one is told so.
printf '%s\nserver.port = 99\n' "$good" >"$work/first.toml"
"$sluice" serve --config "$work/first.toml" --port 0 >"$work/first.log" 2>&1 &
holder=$!
port=
for _ in $(seq 1200); do
  port=$(sed -n 's/.*"event":"listening".*"port":\([0-9]*\).*/\1/p' "$work/first.log")
  [ -n "$port" ] && break
  read -rt 0.05 <> <(:)
done
[ -n "$port" ] || { echo "startup: the good server did not start: $(cat "$work/first.log")" >&2; exit 1; }
serve "data.dir = \"$work/other\"
keys.source = \"file:$work/master.key\"
server.port = $port"
expect "port in use" "$port" 'in use'
kill "$holder"
wait "$holder"
[ $? = 0 ] || { echo "startup: SIGTERM did not end the server in order" >&2; failures=$((failures + 1)); }
holder=

# The doctor of the set-up that just ran, then of the same with a slot where a backup would take it.
"$sluice" doctor --config "$work/first.toml" >"$work/out" 2>&1
status=$?
[ "$status" = 0 ] || { echo "startup: doctor of a good set-up: $status: $(cat "$work/out")" >&2; failures=$((failures + 1)); }
mkdir -m 700 "$work/data/slots"
"$sluice" doctor --config "$work/first.toml" >"$work/out" 2>&1
status=$?
expect "slots in the data" 'key slots' 'backup' "$work/data-slots"
rmdir "$work/data/slots"
printf '%s' "$good" >"$work/rotate.toml"
"$sluice" keys rotate --config "$work/rotate.toml" >"$work/out" 2>&1 && [ "$(grep -c . "$work/master.key")" = 2 ] ||
  { echo "startup: keys rotate by the configuration: $(cat "$work/out")" >&2; failures=$((failures + 1)); }

"$sluice" keys init --key-file "$work/other.key" >/dev/null 2>&1
serve "data.dir = \"$work/data\"
keys.source = \"file:$work/other.key\""
expect "wrong master key" 'key'

sqlite3 "$work/data/control.db" \
  "INSERT INTO schema_migration (version, name, applied_at) VALUES (9999, 'of_a_later_day', 0)"
serve "$good"
expect "newer database" 'newer'

"$sluice" doctr >"$work/out" 2>&1
status=$?
expect "unknown command" 'no command "doctr"' '--help'

env SLUICE_DATA_DRI=x timeout 60 "$sluice" serve --config "$work/sluice.toml" >"$work/out" 2>&1
status=$?
expect "unknown variable" 'SLUICE_DATA_DRI'

[ "$failures" = 0 ] && echo "startup: every case has its sentence"
exit "$failures"
