#!/usr/bin/env bash
# refused.sh COMPILER FLAGS-FILE FILE: succeeds when the compiler refuses FILE with exactly one
# error and for the reason (a regular expression) in its first line, "// refused: REASON". A file
# that starts otherwise must compile.
set -euo pipefail
compiler=$1 flags=$2 file=$3
reason=$(sed -n '1s|^// refused: ||p' "$file")
mapfile -t arguments <"$flags"
status=0
said=$("$compiler" "${arguments[@]}" "$file" 2>&1) || status=$?
if [ -z "$reason" ]; then
  [ "$status" = 0 ] && exit 0
  printf '%s does not compile, so the others prove nothing:\n%s\n' "$file" "$said" >&2
  exit 1
fi
if [ "$status" = 0 ]; then
  printf '%s compiles; it must be refused because: %s\n' "$file" "$reason" >&2
  exit 1
fi
if ! grep -qE "$reason" <<<"$said"; then
  printf '%s is refused, but not because: %s\n%s\n' "$file" "$reason" "$said" >&2
  exit 1
fi
errors=$(grep -cE '(^|: )(fatal )?error: ' <<<"$said")
if [ "$errors" != 1 ]; then
  printf '%s has %s errors; it must have the one that it is about:\n%s\n' "$file" "$errors" "$said" >&2
  exit 1
fi
