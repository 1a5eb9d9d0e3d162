#!/usr/bin/env bash
# Every header compiles alone: headers.sh BUILD_DIRECTORY. Those whose own .cpp includes them first
# are proven by lint.sh, which compiles without the precompiled header; here are the others.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1
flags="-std=c++23 -fsyntax-only -DBOOST_ASIO_SEPARATE_COMPILATION -DBOOST_BEAST_SEPARATE_COMPILATION -DJSON_USE_IMPLICIT_CONVERSIONS=0"
flags+=" -Wno-pragma-once-outside-header -DSLUICE_SOURCE_DIR=\"\" -DSLUICE_BINARY_DIR=\"\""
for folder in "$build"/include/*/; do flags+=" -I$folder"; done
export flags
proven() { [ -f "${1%.h}.cpp" ] && [ "$(grep -m1 '^#include' "${1%.h}.cpp")" = "#include \"${1#src/}\"" ]; }
git ls-files 'src/*.h' | grep -v precompiled.h | while read -r header; do
  proven "$header" || echo "$header"
done |
  # $flags is a list on purpose.
  xargs -P 2 -I{} bash -c 'clang++-19 $flags -x c++ {} || { echo "house: {} does not compile alone" >&2; exit 1; }'
