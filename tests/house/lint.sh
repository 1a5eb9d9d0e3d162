#!/usr/bin/env bash
# Formatting and static analysis: lint.sh BUILD_DIRECTORY quick|full [FILE...]. Without files, every
# C++ file. `full` is .clang-tidy as it stands, about 20 CPU seconds a file; `quick` is the part of it
# in `quick_checks` (docs/adr/0003-lint-in-two-depths.md).
# The fuzz targets are compiled by another preset: lint.sh build/fuzz quick tests/fuzz/*.cpp.
# A file that did not change since it was clean, nor any header, is not analysed again.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1
depth=$2
shift 2
mapfile -t files < <(if [ $# -gt 0 ]; then printf '%s\n' "$@"; else
  git ls-files 'src/*.cpp' 'src/*.h' 'tests/*.cpp' 'tests/*.h' ':!tests/must_not_compile/*' \
  ':!tests/fuzz/*'; fi)

"$(dirname "$0")"/format.sh

quick_checks='-*,bugprone-use-after-move,bugprone-dangling-handle,bugprone-unchecked-optional-access,cppcoreguidelines-avoid-capturing-lambda-coroutines,cppcoreguidelines-avoid-reference-coroutine-parameters,misc-coroutine-hostile-raii,cppcoreguidelines-avoid-non-const-global-variables,cppcoreguidelines-pro-type-const-cast,cppcoreguidelines-slicing,google-explicit-constructor,google-build-using-namespace,readability-function-size,readability-identifier-naming,readability-else-after-return'
[ "$depth" = quick ] || quick_checks=
export quick_checks

# Without the precompiled header: the analysis walks everything that a file can see, and most files
# need little of it. It also shows that a header which its own .cpp includes first stands alone.
export lint=$build/lint-$depth
mkdir -p "$lint"
sed -E 's/ -Winvalid-pch//; s/ -Xclang -include-pch -Xclang [^ ]+//; s/ -Xclang -include -Xclang [^ ]+//; s/ -fpch-instantiate-templates//; s/ -Xclang -fno-pch-timestamp//' \
  "$build/compile_commands.json" >"$lint/compile_commands.json"
headers=$(git ls-files 'src/*.h' | xargs cat .clang-tidy | sha256sum)
export headers
analyse() {
  local file=$1 checks=$quick_checks stamp sum
  # GoogleTest's ASSERT_TRUE(optional) is a look before the access that the check does not know, and a
  # test program may end where a value is missing.
  case $file in *_test.cpp | tests/*) checks+=,-bugprone-unchecked-optional-access ;; esac
  stamp=$lint/$(echo "$file" | tr / _)
  sum=$( (echo "$headers"; cat "$file") | sha256sum)
  [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ] && return 0
  # The count of suppressed warnings goes to standard error; only findings are worth a line.
  if clang-tidy-19 -p "$lint" --quiet "--checks=$checks" "$file" 2>"$stamp.err"; then
    echo "$sum" >"$stamp"
  else
    grep -v 'warnings generated\|Suppressed\|Use -header-filter' "$stamp.err" >&2 || true
    return 1
  fi
}
export -f analyse
printf '%s\n' "${files[@]}" | grep '\.cpp$' |
  xargs -P 2 -I{} bash -c 'analyse "$1"' analyse {}
echo "lint: ${#files[@]} files clean ($depth)"
