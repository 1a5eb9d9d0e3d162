#!/usr/bin/env bash
# Which folder of src/ includes which: compared with the golden file docs/dependencies.txt.
# UPDATE=1 rewrites it; the diff is for the review.
set -euo pipefail
cd "$(dirname "$0")/../.."
# A room of a folder ("analytics/plan") stands for itself.
graph=$(grep -rHoE '^#include "(analytics/)?[a-z_]+/' src --include='*.h' --include='*.cpp' |
  grep -v '_test\.cpp:' |
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
    identity | audit | vault | keys | catalog | calls | model | sandbox) echo 2 ;;
    connections | sources | analytics/* | dashboards) echo 3 ;;
    server) echo 4 ;;
    app) echo 5 ;;
    cli) echo 6 ;;
    *) echo "house: folder $1 has no level" >&2; exit 1 ;;
  esac
}
# Rooms of analytics, in the order in which a question passes them: each includes those before it.
rooms='plan language meaning planner reading computing answering asking'
before() {
  local place=0 from=0 to=0 room
  for room in $rooms; do
    place=$((place + 1))
    [ "analytics/$room" = "$1" ] && from=$place
    [ "analytics/$room" = "$2" ] && to=$place
  done
  [ "$from" -gt 0 ] && [ "$to" -gt 0 ] && [ "$to" -lt "$from" ]
}
sideways=' mcp->net oauth->net oauth->crypto identity->audit vault->identity vault->keys vault->audit calls->vault calls->catalog calls->audit calls->identity analytics->sources dashboards->analytics connections->analytics connections->dashboards '
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
    'server->storage' | 'server->vault' | 'server->keys' | 'server->crypto')
      echo "house: $from may not include $to" >&2
      failed=1 ;;
  esac
done <<<"$graph"
exit $failed
