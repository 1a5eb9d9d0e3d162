#!/usr/bin/env bash
# Formatting and static analysis: lint.sh BUILD_DIRECTORY [FILE...]. Without files, every C++ file.
# A file whose text, headers and settings did not change since it was clean is not analysed again.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1
shift
mapfile -t files < <(if [ $# -gt 0 ]; then printf '%s\n' "$@"; else
  git ls-files 'src/*.cpp' 'src/*.h' 'tests/*.cpp' 'tests/*.h' ':!tests/must_not_compile/*'; fi)

clang-format-19 --dry-run --Werror "${files[@]}"

# Static style attributes would need 'unsafe-inline' in the content security policy.
if grep -rnE '<[a-z]+[^>]* style="' web/src web/public-pages web/index.html src/server 2>/dev/null; then
  echo "lint: static style attributes (the content security policy forbids them)" >&2
  exit 1
fi

mkdir -p "$build/lint"
export build
analyse() {
  local file=$1 stamp
  stamp=$build/lint/$(echo "$file" | tr / _)
  local sum
  sum=$(cat .clang-tidy "$file" $(git ls-files 'src/*.h') | sha256sum)
  [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ] && return 0
  # The count of suppressed warnings goes to standard error; only findings are worth a line.
  if clang-tidy-19 -p "$build" --quiet "$file" 2>"$stamp.err"; then
    echo "$sum" >"$stamp"
  else
    grep -v 'warnings generated\|Suppressed\|Use -header-filter' "$stamp.err" >&2 || true
    return 1
  fi
}
export -f analyse
printf '%s\n' "${files[@]}" | grep '\.cpp$' | xargs -P 2 -I{} bash -c 'analyse {}'
echo "lint: ${#files[@]} files clean"
