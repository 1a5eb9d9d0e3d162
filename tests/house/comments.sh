#!/usr/bin/env bash
# Comments say why: at least so many of a thousand lines that are not blank carry one. Held over the
# code, and over the code with its tests, which say much in their names. A comment behind code counts as
# one; a directive to a tool (NOLINT, clang-format) does not. analytics/ has a floor of its own until it
# is rebuilt. comments.sh --list prints each folder; --self-test counts a planted file.
set -euo pipefail
cd "$(dirname "$0")/../.."
code_floor=110
all_floor=95
analytics_floor=81  # What it is today; src/analytics is rebuilt next.

# Prints "COMMENTED ALL" of the files on standard input (one name a line).
count() {
  xargs -r -d '\n' cat | awk '
    /^[[:space:]]*$/ { next }
    { all++ }
    /^[[:space:]]*\/\/[[:space:]]*(NOLINT|clang-format)/ { next }
    /^[[:space:]]*\/\// { commented++; next }
    /[;{},)(:] +\/\/ / && !/\/\/ NOLINT/ { commented++ }
    END { print commented + 0, all + 0 }'
}
sources() { git ls-files "$1" | grep -E '\.(h|cpp)$' || true; }

planted=$(mktemp)
trap 'rm -f "$planted"' EXIT
printf '// Why.\n\nint a = 1;  // Also why.\nint b; // NOLINT(x)\n// NOLINTNEXTLINE(y)\nauto u = "https://c";\n' >"$planted"
[ "$(echo "$planted" | count)" = "2 5" ] || { echo "house: comments.sh cannot count" >&2; exit 1; }
[ "${1:-}" != --self-test ] || exit 0

if [ "${1:-}" = --list ]; then
  for folder in src/*/; do
    read -r commented all < <(sources "$folder" | count)
    [ "$all" = 0 ] || echo "$((commented * 1000 / all)) tenths of a per cent ($commented of $all): $folder"
  done
  exit 0
fi
failed=0
# hold NAME FLOOR, the files on standard input
hold() {
  local commented all
  read -r commented all < <(count)
  if [ $((commented * 1000)) -lt $(($2 * all)) ]; then
    echo "house: $commented of $all lines of $1 carry a comment; $2 of 1000 are wanted" >&2
    failed=1
  fi
}
tests='_test\.cpp$|/test_[a-z_]+\.h$|_fixture\.h$'
hold 'the code of src/ outside analytics' $code_floor < <(sources src | grep -v '^src/analytics/' | grep -vE "$tests")
hold 'src/ outside analytics with its tests' $all_floor < <(sources src | grep -v '^src/analytics/')
hold 'src/analytics' $analytics_floor < <(sources src/analytics)
exit $failed
