#!/usr/bin/env bash
# Files are a sitting long: over the C++ files of src/ and tests/ the median is at most 110 lines, nine
# of ten at most 350, and a longer one stands in sizes-exceptions.txt with the length that it may not
# pass. (No function over 60 lines: .clang-tidy, readability-function-size.) --self-test plants a case.
set -euo pipefail
cd "$(dirname "$0")/../.."
median_max=110
ninth_decile_max=350
list=tests/house/sizes-exceptions.txt

# judge LIST, "LINES PATH" a line on standard input: says what is wrong, and is silent when nothing is.
judge() {
  sort -n | awk -v list="$1" -v median_max=$median_max -v decile_max=$ninth_decile_max '
    BEGIN { while ((getline line < list) > 0) if (line !~ /^#/) { split(line, part, " "); allowed[part[2]] = part[1] } }
    { lines[NR] = $1; path = $2; most = decile_max }
    path in allowed { most = allowed[path]; seen[path] = 1 }
    $1 > most { print path " has " $1 " lines, " most " are allowed" }
    path in allowed && $1 <= decile_max { print path " fits by now: take it out of " list }
    END {
      for (path in allowed) if (!(path in seen)) print path " is gone: take it out of " list
      if (lines[int((NR + 1) / 2)] > median_max) print "the median file has " lines[int((NR + 1) / 2)] " lines"
      if (lines[int(NR * 0.9) + 1] > decile_max) print "the ninth decile has " lines[int(NR * 0.9) + 1] " lines"
    }'
}

planted=$(mktemp)
trap 'rm -f "$planted"' EXIT
echo '400 long.cpp' >"$planted"
small=$(printf '10 s%s.h\n' 1 2 3 4 5 6 7 8 9 10 11 12 13)
[ "$(printf '%s\n400 long.cpp\n' "$small" | judge "$planted")" = "" ] &&
  printf '%s\n401 long.cpp\n' "$small" | judge "$planted" | grep -qx 'long.cpp has 401 lines, 400 are allowed' &&
  printf '%s\n351 a.h\n400 long.cpp\n' "$small" | judge "$planted" | grep -q '^a.h has 351' &&
  printf '%s\n' "$small" | judge "$planted" | grep -q '^long.cpp is gone' &&
  printf '111 a.h\n112 b.h\n400 long.cpp\n' | judge "$planted" | grep -q '^the median file has 112' ||
  { echo "house: sizes.sh does not see what was planted" >&2; exit 1; }
[ "${1:-}" != --self-test ] || exit 0

# src/analytics is rebuilt next, file by file: its sizes are held once that is done.
found=$(git ls-files 'src/*.h' 'src/*.cpp' 'tests/*.h' 'tests/*.cpp' ':!src/analytics' |
  xargs wc -l | grep -v ' total$' | judge "$list")
if [ -n "$found" ]; then
  echo "$found" | sed 's/^/house: /' >&2
  exit 1
fi
