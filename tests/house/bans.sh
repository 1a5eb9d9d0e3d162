#!/usr/bin/env bash
# What may stand only in some places: sockets in net/, SQL drivers in storage/, Secret::use( in the
# files listed in docs/secret-uses.txt, each issuer of a Passkey defined once.
set -euo pipefail
cd "$(dirname "$0")/../.."
failed=0
# ban PATTERN ALLOWED-PATHS WHY
ban() {
  local hits
  hits=$(grep -rnE "$1" src --include='*.cpp' --include='*.h' |
    grep -vE '_test\.cpp:|/test_[a-z_]+\.h:|_fixture\.h:' | grep -vE "$2" || true)
  if [ -n "$hits" ]; then
    printf 'house: %s:\n%s\n' "$3" "$hits" >&2
    failed=1
  fi
}
ban '[^_[:alnum:]](::)?(socket|connect|bind|listen|accept4?)\((AF_|PF_|fd|listener)' '^src/net/' 'a socket outside net/'
ban '#include <(sys/socket|netinet|arpa|netdb|curl)' '^src/(net/|analyst/(spawner|worker|channel|frame)[a-z_]*\.(cpp|h))' 'network headers outside net/'
ban '#include <boost/(beast|asio/ip|asio/ssl)' '^src/net/' 'transport headers outside net/'
ban '#include <(sqlite3|libpq-fe)' '^src/storage/' 'a database driver outside storage/'
ban '\b(getenv|secure_getenv)\(' '^src/(cli|keys|analyst)/' 'the environment read outside cli/, keys/ and the analyst'
ban '#include <duckdb|dlopen\(' '^src/analyst/' 'DuckDB outside the analyst'

ban '(\+=? *"</?[a-z]|<[a-z/][^"]*>" *\+)' '^$' 'markup put together by hand (templates escape: net/html_template.h)'
ban '#include <kainjow/' '^src/net/html_template\.cpp' 'templates read elsewhere than in net/html_template.cpp'
# Written once in base/text.h, for everybody: a second copy has another idea of what a blank is.
once='trim|trimmed|lower|upper|lower_case|to_lower|tolower|is_digit|is_space|is_letter|is_alpha|is_alnum|is_alphanumeric|is_hex_digit|hex_digit|hex_value|is_lower|is_upper|split|replaced|replace_all|equal_ignoring_case|same_name'
ban "^(\[\[nodiscard\]\] )?(constexpr |static |inline )*(bool|char|int|std::string|std::string_view|std::vector<std::string(_view)?>) ($once)\(" '^src/base/text\.(h|cpp)' 'a second copy of what base/text.h has'
ban "std::(is(digit|alpha|alnum|space|upper|lower|xdigit|punct)|to(lower|upper))\(" '^$' 'a locale where base/text.h has ASCII'
ban "<= '(9|z|Z|f|F)'" '^src/base/text\.h' 'a class of characters spelled out where base/text.h has it'
# An error is a closed enum or has one: nobody looks for words in its text.
ban "(error|error\(\)|what\(\))(\.detail)?\.(find|contains|starts_with|ends_with)\(" '^$' 'the text of an error is compared'
ban "\.reason (==|!=) \"|[a-z_]*error\(\) (==|!=) \"" '^$' 'the text of an error is compared'
# A new enumerator has to be thought of at each switch over its enum, and a default hides it. (Values
# of C libraries, characters and statuses have no closed enum.)
defaulted=$(git ls-files 'src/*.h' 'src/*.cpp' 'tests/*.h' 'tests/*.cpp' | xargs awk '
  FNR == 1 { last = "" }
  /^[[:space:]]*switch / { last = "" }
  /^[[:space:]]*case / { last = $2 }
  /^[[:space:]]*default:/ && last ~ /^[A-Z][A-Za-z]*::[a-z]/ { print FILENAME ":" FNR }')
if [ -n "$defaulted" ]; then
  printf 'house: a switch over an enum with a default:\n%s\n' "$defaulted" >&2
  failed=1
fi
# One reader of addresses and of forms.
ban "find\(\"://\"\)" '^src/net/' 'an address taken apart outside net/'

uses=$(grep -rlE '(\.|->)use\(' src --include='*.cpp' --include='*.h' | grep -vE '_test\.cpp$|_fixture\.h$|/test_[a-z_]+\.h$' | LC_ALL=C sort)
diff <(sed '/^#/d' docs/secret-uses.txt) <(echo "$uses") >&2 || {
  echo "house: the files that open a Secret (right) are not those reviewed in docs/secret-uses.txt (left)" >&2
  failed=1
}

# Passkey<class X>: whoever defines X can make the key, so X is defined exactly once in its folder
# (the namespace it is named with, or else that of the header).
while IFS=: read -r file issuer; do
  folder=${file#src/}; folder=${folder%%/*}
  case $issuer in *::*) folder=${issuer%%::*}; issuer=${issuer##*::} ;; esac
  count=$(grep -rlE "^(class|struct) $issuer( final)?( :[^;]*)? *\{" "src/$folder" \
    --include='*.h' --include='*.cpp' | grep -cvE '_test\.cpp$' || true)
  if [ "$count" != 1 ]; then
    echo "house: $issuer issues a Passkey and is defined $count times in src/$folder (must be once)" >&2
    failed=1
  fi
done < <(grep -rohE --with-filename 'Passkey<(class )?[A-Za-z_:]+>' src --include='*.h' |
  grep -vE '/test_|_fixture' | sed -E 's/Passkey<(class )?//; s/>//' | grep -v ':Issuer$' | sort -u)
exit $failed
