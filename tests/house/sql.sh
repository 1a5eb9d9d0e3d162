#!/usr/bin/env bash
# SQL keeps to what SQLite and PostgreSQL both speak: the statements in string literals of the files of
# src/ that use storage/, and schema/*.sql. (What analytics/ writes for DuckDB goes another way.)
# tests/house/sql_dialect.txt lists today's exceptions, "file word count"; it may only shrink:
# UPDATE=1 rewrites it and refuses to let it grow. `sql.sh FILE...` looks at these files alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
list=tests/house/sql_dialect.txt
if [ $# -gt 0 ]; then files=("$@"); else
  mapfile -t files < <({
    grep -rlE '#include "storage/|storage::(Control)?Transaction|storage::OrganizationStore' src \
      --include='*.cpp' --include='*.h' | grep -vE '_test\.cpp$|_fixture\.h$'
    grep -rlE '^#include "storage/' src/storage --include='*.cpp' | grep -vE '_test\.cpp$'
    find schema -name '*.sql'
  } | LC_ALL=C sort -u)
fi

found=$(perl - "${files[@]}" <<'PERL'
use strict;
# word in the list => pattern. First what only SQLite has, then what only PostgreSQL has.
my @banned = (
  ['insert-or', qr/\bINSERT\s+OR\b/i], ['replace-into', qr/\bREPLACE\s+INTO\b/i],
  ['autoincrement', qr/\bAUTOINCREMENT\b/i], ['rowid', qr/\b_?rowid_?\b/i],
  ['without-rowid', qr/\bWITHOUT\s+ROWID\b/i], ['strict', qr/\)\s*STRICT\b/i],
  ['rowid-alias', qr/\bINTEGER\s+PRIMARY\s+KEY\b/i],
  ['time-function', qr/\b(datetime|strftime|julianday|unixepoch)\s*\(|\b(date|time)\s*\(\s*'now'/i],
  ['glob', qr/\bGLOB\b/i], ['match', qr/\bMATCH\b\s*[:'?]/i], ['pragma', qr/\bPRAGMA\b/i],
  ['vacuum', qr/\bVACUUM\b/i], ['attach', qr/\b(ATTACH|DETACH)\b/i],
  ['ifnull', qr/\bIFNULL\s*\(/i], ['iif', qr/\bIIF\s*\(/i], ['typeof', qr/\btypeof\s*\(/i],
  ['json-function', qr/\bjson(b|_\w+)?\s*\(/i], ['instr', qr/\binstr\s*\(/i],
  ['group-concat', qr/\bgroup_concat\s*\(/i], ['printf', qr/\bprintf\s*\(/i],
  ['random', qr/\brandom(blob)?\s*\(/i], ['changes', qr/\b(total_)?changes\s*\(/i],
  ['last-insert', qr/\blast_insert_rowid\b/i], ['sqlite-table', qr/\bsqlite_\w+/i],
  ['collate-nocase', qr/\bCOLLATE\s+NOCASE\b/i], ['blob', qr/\bBLOB\b/i],
  ['limit-offset', qr/\bLIMIT\s+[:\w]+\s*,/i], ['equals', qr/==/], ['backtick', qr/`/],
  ['scalar-max', qr/\b(min|max)\s*\([^()]*,/i], ['is-value', qr/\bIS\s+(NOT\s+)?[:?]/i],
  # Of one name, and of two meanings: case does not count in SQLite, and does in PostgreSQL.
  ['like', qr/\bLIKE\b/i],
  ['cast', qr/::\s*[a-z]/i], ['ilike', qr/\bILIKE\b/i], ['serial', qr/\b(BIG)?SERIAL\b/i],
  ['jsonb', qr/\bJSONB\b/i], ['now', qr/\bNOW\s*\(/i], ['interval', qr/\bINTERVAL\s*'/i],
  ['distinct-on', qr/\bDISTINCT\s+ON\b/i], ['any', qr/=\s*ANY\s*\(/i], ['array', qr/\bARRAY\s*\[/i],
  ['for-update', qr/\bFOR\s+(NO\s+KEY\s+)?UPDATE\b/i], ['skip-locked', qr/\bSKIP\s+LOCKED\b/i],
  ['timestamptz', qr/\bTIMESTAMPTZ\b/i], ['bytea', qr/\bBYTEA\b/i], ['dollar', qr/\$\d/],
  ['regular-expression', qr/[^!]~\*?\s*[:']/],
);
my $verb = qr/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|PRAGMA|VACUUM|ATTACH|REPLACE|ANALYZE|REINDEX|BEGIN|COMMIT)\b/;
for my $file (@ARGV) {
  open(my $handle, '<', $file) or die "house: $file: $!\n";
  local $/; my $text = <$handle>;
  my @statements;
  if ($file =~ /\.sql$/) {
    $text =~ s/--[^\n]*//g;
    @statements = ($text);
  } else {
    # Comments go, and strings stay: the alternatives are tried from left to right at each place.
    $text =~ s{("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/}{$1 // ' '}gse;
    # Literals beside each other are one.
    while ($text =~ /((?:"(?:[^"\\\n]|\\.)*"\s*)+)/g) {
      my $literal = $1;
      $literal =~ s/"\s*"//g; $literal =~ s/^"|"\s*$//g;
      push @statements, $literal if $literal =~ $verb;
    }
  }
  for my $rule (@banned) {
    my $count = 0;
    for (@statements) { $count++ while /$rule->[1]/g; }
    print "$file $rule->[0] $count\n" if $count;
  }
}
PERL
)
if [ $# -gt 0 ]; then
  if [ -n "$found" ]; then echo "$found"; exit 1; fi
  exit 0
fi
# "file word" that is new, or counts more than the list says.
grown=$(awk 'NR == FNR { if ($0 !~ /^#/) known[$1 " " $2] = $3; next }
             NF && $3 > known[$1 " " $2] { print }' "$list" <(echo "$found"))
if [ -n "$grown" ]; then
  printf 'house: SQL that only one of SQLite and PostgreSQL speaks (file, word, count):\n%s\n' \
    "$grown" >&2
  exit 1
fi
if [ "${UPDATE:-}" = 1 ]; then
  { sed -n '/^#/p' "$list"; echo "$found"; } >"$list.new" && mv "$list.new" "$list"
fi
diff <(sed '/^#/d' "$list") <(echo "$found") >&2 || {
  echo "house: exceptions are gone: make $list shorter with UPDATE=1 $0" >&2
  exit 1
}
