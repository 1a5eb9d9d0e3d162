#!/usr/bin/env bash
# English stands in language/en/*.yaml, not in the code that reads questions: nothing of
# src/analytics/{language,meaning,reading,asking} compares a word of a text with a literal. What is no
# English is excused: signs ("%"), names of the rows' schema (a role, a type, a unit), and the rules of
# the time grammar (language/period*, whose shape ADR 11 keeps in code). words.sh --self-test plants one.
set -euo pipefail
cd "$(dirname "$0")/../.."
# What the left side is called where it holds a name of the schema, of the plan or of the grammar.
schema='(role|type|unit|of|name|kind|meaning|about|chart_hint|prefix|value|path|aggregation|make|set|currency)(\)|\(\))?'

# Prints the lines of the files on standard input that compare with a word.
find_words() {
  xargs -r -d '\n' grep -nHE \
    "(==|!=) \"[a-z][a-z' ]*\"|word_is\(|\"[a-z][a-z ]*\" (==|!=)|(starts|ends)_with\(\"[a-z]|\{\"[a-z]+\", \"[a-z]+\"[^}]*\}\)" |
    grep -vE "$schema (==|!=) \"|$schema\.(starts|ends)_with\(\"|const char[*]|assumption|log\(|member\(|bool word_is\(" || true
}

planted=$(mktemp)
trap 'rm -f "$planted"' EXIT
cat >"$planted" <<'END'
if (word.text == "the") return;
if (lead != "by") return;
if (word_is(words, at, {"a", "an"})) return;
if (verb.text.ends_with("ed")) return;
if (field.role == "time" || sign == "%" || unit.starts_with("day")) return;
END
[ "$(echo "$planted" | find_words | wc -l)" = 4 ] || { echo "house: words.sh cannot find" >&2; exit 1; }
[ "${1:-}" != --self-test ] || exit 0

found=$(git ls-files 'src/analytics/language/*.cpp' 'src/analytics/meaning/*.cpp' \
  'src/analytics/reading/*.cpp' 'src/analytics/asking/*.cpp' 'src/analytics/language/*.h' \
  'src/analytics/meaning/*.h' 'src/analytics/reading/*.h' 'src/analytics/asking/*.h' |
  grep -vE '_test\.cpp$|_fixture\.h$|^src/analytics/language/period' | find_words)
if [ -n "$found" ]; then
  printf 'house: an English word is compared in code; it belongs into language/en/*.yaml:\n%s\n' "$found" >&2
  exit 1
fi
