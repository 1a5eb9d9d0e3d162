#!/usr/bin/env bash
# Every header compiles alone: headers.sh BUILD_DIRECTORY. Flags are those of the folder's target.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1
flags="-std=c++23 -fsyntax-only -DBOOST_ASIO_SEPARATE_COMPILATION -DBOOST_BEAST_SEPARATE_COMPILATION -DJSON_USE_IMPLICIT_CONVERSIONS=0 -I$build/include/base"
for folder in "$build"/include/*/; do flags+=" -I$folder"; done
export flags
# $flags is a list on purpose.
# shellcheck disable=SC2086
git ls-files 'src/*.h' | grep -v precompiled.h |
  xargs -P 2 -I{} bash -c 'clang++-19 $flags -x c++ {} || { echo "house: {} does not compile alone" >&2; exit 255; }'
