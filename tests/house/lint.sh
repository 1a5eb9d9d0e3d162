#!/usr/bin/env bash
# Formatting and static analysis: lint.sh BUILD_DIRECTORY quick|full [--record] [FILE...]. Without
# files, every C++ file. `full` is .clang-tidy as it stands, about 20 CPU seconds a file; `quick` is the
# part of it in `quick_checks` (docs/adr/0003-lint-in-two-depths.md).
# tests/house/analysed.txt holds the content hash of each file that passed, and how deep: such a file is
# not analysed again. --record writes what passed now into it.
# The fuzz targets are compiled by another preset: lint.sh build/fuzz quick tests/fuzz/*.cpp.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1
depth=$2
shift 2
record=
if [ "${1:-}" = --record ]; then record=1; shift; fi
mapfile -t files < <(if [ $# -gt 0 ]; then printf '%s\n' "$@"; else
  git ls-files 'src/*.cpp' 'src/*.h' 'tests/*.cpp' 'tests/*.h' ':!tests/must_not_compile/*' \
  ':!tests/fuzz/*'; fi)

"$(dirname "$0")"/format.sh

quick_checks='-*,bugprone-use-after-move,bugprone-dangling-handle,bugprone-unchecked-optional-access,cppcoreguidelines-avoid-capturing-lambda-coroutines,cppcoreguidelines-avoid-reference-coroutine-parameters,misc-coroutine-hostile-raii,cppcoreguidelines-avoid-non-const-global-variables,cppcoreguidelines-pro-type-const-cast,cppcoreguidelines-slicing,google-explicit-constructor,google-build-using-namespace,readability-function-size,readability-identifier-naming,readability-else-after-return'
[ "$depth" = quick ] || quick_checks=
export quick_checks

# A change of the rules makes every hash in the list worthless.
export list=tests/house/analysed.txt
rules=$(sha256sum .clang-tidy | cut -d ' ' -f 1)
if ! grep -qx "# rules $rules" "$list" 2>/dev/null; then list=/dev/null; fi

# Without the precompiled header: the analysis walks everything that a file can see, and most files
# need little of it. It also shows that a header which its own .cpp includes first stands alone.
export lint=$build/lint-$depth
mkdir -p "$lint"
export passed
passed=$(mktemp -d)
trap 'rm -rf "$passed"' EXIT
sed -E 's/ -Winvalid-pch//; s/ -Xclang -include-pch -Xclang [^ ]+//; s/ -Xclang -include -Xclang [^ ]+//; s/ -fpch-instantiate-templates//; s/ -Xclang -fno-pch-timestamp//' \
  "$build/compile_commands.json" >"$lint/compile_commands.json"
analyse() {
  local file=$1 checks=$quick_checks hash mark
  hash=$(sha256sum "$file" | cut -d ' ' -f 1)
  # What passed the full analysis passed the quick one.
  grep -qE "^$hash (full|${lint##*-}) " "$list" && return 0
  # GoogleTest's ASSERT_TRUE(optional) is a look before the access that the check does not know, and a
  # test program may end where a value is missing.
  case $file in *_test.cpp | tests/*) checks+=,-bugprone-unchecked-optional-access ;; esac
  mark=$passed/$(echo "$file" | tr / _)
  # The count of suppressed warnings goes to standard error; only findings are worth a line.
  if clang-tidy-19 -p "$lint" --quiet "--checks=$checks" "$file" 2>"$mark.err"; then
    echo "$hash ${lint##*-} $file" >"$mark.passed"
  else
    grep -v 'warnings generated\|Suppressed\|Use -header-filter' "$mark.err" >&2 || true
    return 1
  fi
}
export -f analyse
status=0
printf '%s\n' "${files[@]}" | { grep '\.cpp$' || true; } |
  xargs -P 2 -I{} bash -c 'analyse "$1"' analyse {} || status=1

analysed=$(find "$passed" -name '*.passed' | wc -l)
if [ -n "$record" ]; then
  # Kept: what stands there for files as they are now; the deeper analysis wins.
  {
    echo "# What passed the static analysis: content hash, depth, file. Written by ./dev lint."
    echo "# rules $rules"
    { grep -v '^#' "$list" || true; find "$passed" -name '*.passed' -exec cat {} +; } |
      while read -r hash how file; do
        [ -e "$file" ] && [ "$(sha256sum "$file" | cut -d ' ' -f 1)" = "$hash" ] && echo "$hash $how $file"
      done | LC_ALL=C sort -k 3,3 -k 2,2 | awk '!seen[$3]++'
  } >"$passed/analysed.txt"
  cp "$passed/analysed.txt" tests/house/analysed.txt
fi
[ $status = 0 ] && echo "lint: ${#files[@]} files clean ($depth; $analysed analysed, the others as they were)"
exit $status
