#include "identity/password_rule.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>

namespace sluice::identity {
namespace {

constexpr std::size_t signs_min = 4;     // Different ones.
constexpr std::size_t own_name_min = 4;  // Shorter names are in too many words.
constexpr std::size_t besides_name_min = 8;

// What such passwords are made of, without what stands around it.
constexpr std::array<std::string_view, 75> known_words{
    "admin",
    "adminadmin",
    "administrator",
    "asdfasdf",
    "asdfghjk",
    "asdfghjkl",
    "autumn",
    "baseball",
    "basketball",
    "batman",
    "changeme",
    "chocolate",
    "computer",
    "dragon",
    "football",
    "hello",
    "helloworld",
    "iloveyou",
    "jennifer",
    "letmein",
    "letmeinnow",
    "liverpool",
    "login",
    "loveme",
    "loveyou",
    "master",
    "michael",
    "michelle",
    "monkey",
    "mypassword",
    "newpassword",
    "ninja",
    "passphrase",
    "passw",
    "passwd",
    "password",
    "passwordpassword",
    "princess",
    "qazwsx",
    "qazwsxedc",
    "qwerasdf",
    "qwert",
    "qwerty",
    "qwertyqwerty",
    "qwertyui",
    "qwertyuiop",
    "qwertz",
    "qwertzuiop",
    "samsung",
    "secret",
    "secretpassword",
    "shadow",
    "sluice",
    "sluicepassword",
    "spring",
    "starwars",
    "summer",
    "sunshine",
    "superman",
    "test",
    "testing",
    "testpassword",
    "testtest",
    "thisismypassword",
    "topsecret",
    "trustno",
    "user",
    "username",
    "welcome",
    "welcomehome",
    "whatever",
    "winter",
    "zaqxsw",
    "zxcvbn",
    "zxcvbnm",
};
static_assert(std::ranges::is_sorted(known_words));

// Capitals and the signs that stand for a letter.
constexpr char folded(char sign) {
  switch (sign) {
    case '0': return 'o';
    case '1':
    case '!': return 'i';
    case '3': return 'e';
    case '4':
    case '@': return 'a';
    case '5':
    case '$': return 's';
    case '7': return 't';
    default: return lower(sign);
  }
}

// "P@ssw0rd2026!" -> "password": from the first letter to the last, with the look-alikes between.
std::string core_of(std::string_view password) {
  const auto first = std::ranges::find_if(password, is_letter);
  const auto last = std::find_if(password.rbegin(), password.rend(), is_letter).base();
  std::string core;
  if (first < last) std::transform(first, last, std::back_inserter(core), folded);
  return core;
}

bool is_hardly_more_than(std::string_view password, std::string_view name) {
  if (name.size() < own_name_min) return false;
  return password.contains(name) && password.size() - name.size() < besides_name_min;
}

bool guessable(std::string_view password, std::string_view email, std::string_view organization) {
  const std::string core = core_of(password);
  if (core.empty() || std::ranges::binary_search(known_words, std::string_view(core))) return true;
  if (std::set<char>(password.begin(), password.end()).size() < signs_min) return true;
  const std::string small = lower(password);
  const std::string address = lower(email);
  return is_hardly_more_than(small, address) ||
         is_hardly_more_than(small, address.substr(0, address.find('@'))) ||
         is_hardly_more_than(small, lower(organization));
}

}  // namespace

bool is_guessable(const Secret& password, std::string_view email, std::string_view organization) {
  return password.use([&](std::string_view text) { return guessable(text, email, organization); });
}

}  // namespace sluice::identity
