#!/usr/bin/env bash
# Which folder of src/ includes which: compared with the golden file docs/dependencies.txt.
# UPDATE=1 rewrites it; the diff is for the review.
set -euo pipefail
cd "$(dirname "$0")/../.."
# A room of a folder ("analytics/plan") stands for itself. What tests share (*_fixture.h) is a test.
graph=$(grep -rHoE '^#include "(analytics/)?[a-z_]+/' src --include='*.h' --include='*.cpp' |
  grep -vE '(_test\.cpp|_fixture\.h):' |
  sed -E 's#^src/((analytics/)?[a-z_]+)/[^:]*:\#include "([a-z_/]+)/$#\1 -> \3#' |
  grep -E '^[a-z_/]+ -> ' | awk '$1 != $3' | LC_ALL=C sort -u)
golden=docs/dependencies.txt
if [ "${UPDATE:-}" = 1 ]; then
  { sed -n '/^#/p' "$golden"; echo "$graph"; } >"$golden.new" && mv "$golden.new" "$golden"
  exit 0
fi
diff <(sed '/^#/d' "$golden") <(echo "$graph") >&2 || {
  echo "house: the include graph (right) is not docs/dependencies.txt (left); an arrow that is" >&2
  echo "       meant is added with UPDATE=1 $0" >&2
  exit 1
}

# Arrows go down: a folder includes only lower levels, plus the pairs of one level named here.
level() {
  case $1 in
    base) echo 0 ;;
    crypto | storage | net | mcp | oauth | analyst) echo 1 ;;
    identity | audit | vault | keys | catalog | calls | sandbox) echo 2 ;;
    connections | sources | analytics/* | dashboards | conversations) echo 3 ;;
    server | authoring) echo 4 ;;
    app) echo 5 ;;
    cli) echo 6 ;;
    *) echo "house: folder $1 has no level" >&2; exit 1 ;;
  esac
}
# Rooms of analytics, in the order in which a question passes them: each includes those before it.
rooms='plan language meaning reading computing answering asking'
before() {
  local place=0 from=0 to=0 room
  for room in $rooms; do
    place=$((place + 1))
    [ "analytics/$room" = "$1" ] && from=$place
    [ "analytics/$room" = "$2" ] && to=$place
  done
  [ "$from" -gt 0 ] && [ "$to" -gt 0 ] && [ "$to" -lt "$from" ]
}
sideways=' mcp->net oauth->net oauth->crypto identity->audit vault->identity vault->keys vault->audit calls->vault calls->catalog calls->audit calls->identity analytics->sources dashboards->analytics connections->analytics connections->dashboards conversations->analytics '
failed=0
while read -r from _ to; do
  if [ "$(level "$from")" -gt "$(level "$to")" ]; then continue; fi
  case $sideways in *" ${from%%/*}->${to%%/*} "*) continue ;; esac
  if before "$from" "$to"; then continue; fi
  echo "house: $from may not include $to" >&2
  failed=1
done <<<"$graph"

# server/ speaks to use cases, never to what they stand on.
while read -r from _ to; do
  case "$from->$to" in
    'server->storage' | 'server->vault' | 'server->keys' | 'server->crypto' | 'server->calls')
      echo "house: $from may not include $to" >&2
      failed=1 ;;
  esac
done <<<"$graph"

# What src/CMakeLists.txt declares is what is: a USES that nothing includes, an include that no USES
# names (it compiled through somebody else's), and a target of an empty folder are all wrong.
declared=$(tr '\n' ' ' <src/CMakeLists.txt | grep -oE 'sluice_folder\([^)]*\)' |
  sed -E 's/^sluice_folder\(//; s/ (LIBRARIES|TEST_USES) .*//; s/\)$//' |
  awk '{ for (i = 3; i <= NF; ++i) print $1 " -> " $i }' | LC_ALL=C sort -u)
# Who is outside analytics/ uses it as a whole.
whole=$(sed -E '/^analytics/!s#-> analytics/.*#-> analytics#' <<<"$graph" | LC_ALL=C sort -u)
diff <(echo "$declared") <(echo "$whole") >&2 || {
  echo "house: USES in src/CMakeLists.txt (left, <) is not what is included (right, >)" >&2
  failed=1
}
for folder in $(grep -oE '^sluice_folder\([a-z_/]+' src/CMakeLists.txt | cut -d '(' -f 2); do
  find "src/$folder" -name '*.cpp' 2>/dev/null | grep -q . || {
    echo "house: src/$folder is a target without a source" >&2
    failed=1
  }
done
for folder in src/*/; do
  [ "$folder" = src/analytics/ ] && continue  # Its rooms are the targets.
  grep -qE "^sluice_folder\($(basename "$folder")\b" src/CMakeLists.txt || {
    echo "house: $folder is no target of src/CMakeLists.txt" >&2
    failed=1
  }
done

# A forward declaration of another folder's type would be an arrow that no include shows. The one
# use that stays: naming who alone may make a value (base/passkey.h), which is always somebody above.
issuers=' net:sandbox storage:identity '
while IFS=: read -r file _ line; do
  from=${file#src/}; from=${from%%/*}
  to=$(echo "$line" | sed -E 's/^namespace sluice::([a-z_]+).*/\1/')
  if [ "$from" = "$to" ] || [ ! -d "src/$to" ]; then continue; fi
  case $issuers in *" $from:$to "*) continue ;; esac
  echo "house: $file declares something of $to/ by itself: include its header" >&2
  failed=1
done < <(grep -rnE '^namespace sluice::[a-z_]+ *(\{|::)' src --include='*.h' --include='*.cpp')

# Nor does server/ name what it may not include, through whatever header it came.
if grep -rnE '\b(storage|vault|keys|crypto|calls)::' src/server --include='*.h' --include='*.cpp' |
  grep -vE '_test\.cpp:|^[^:]+:[0-9]+: *//' >&2; then
  echo "house: server/ speaks to use cases, never to what they stand on" >&2
  failed=1
fi
exit $failed
