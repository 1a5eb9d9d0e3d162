#!/usr/bin/env bash
# Every C++ file is formatted by .clang-format, and no page has a static style attribute (the content
# security policy forbids them).
set -euo pipefail
cd "$(dirname "$0")/../.."
git ls-files 'src/*.cpp' 'src/*.h' 'tests/*.cpp' 'tests/*.h' ':!tests/must_not_compile/*' |
  xargs clang-format-19 --dry-run --Werror
if grep -rnE '<[a-z]+[^>]* style="' web/src web/public-pages web/index.html src/server; then
  echo "house: static style attributes (the content security policy forbids them)" >&2
  exit 1
fi
