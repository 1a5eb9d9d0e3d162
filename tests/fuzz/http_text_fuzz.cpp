// Cookies, forms and escapes: what is written is read as it was meant.
#include "check.h"
#include "net/http_text.h"
#include "net/utf8.h"

#include <algorithm>

namespace sluice::fuzz {
namespace {

void check_escapes(std::string_view text) {
  const std::string encoded = net::percent_encode(text);
  const auto decoded = net::percent_decode(encoded);
  if (decoded) require(*decoded == text, "an escaped text is read as it was meant");
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::ranges::any_of(text, is_control)) return;
  const auto plain = net::percent_decode(text);
  require(!plain || std::ranges::none_of(*plain, is_control), "no control character comes out");
}

void check_forms(std::string_view text) {
  const net::Parameters fields = net::parse_form(text);
  require(net::parse_form(net::encode_form(fields)) == fields, "a form is read as it was written");
  for (const auto& [name, value] : fields)
    require(net::form_parameter(net::encode_form(fields), name).has_value(), "a field is found");
  // Of the strict reader and the lenient one, the strict must not read something else.
  const auto strict = net::parse_strict_form(text);
  if (!strict) return;
  require(*strict == fields, "both readers see the same fields");
}

void check_cookies(std::string_view text) {
  const auto value = net::cookie_value(text, "session");
  const std::string other = std::string(text) + (text.empty() ? "" : "; ") + "session=own";
  const auto own = net::cookie_value(other, "session");
  require(!value || !own, "of two cookies with one name neither counts");
  if (own) require(*own == "own", "a cookie is read as it was sent");
  if (value) require(!value->contains(';'), "a value ends where the next cookie begins");
}

void check_headers(std::string_view text) {
  if (net::is_header_value(text))
    for (const char c : text)
      require(c != '\r' && c != '\n' && c != '\0', "a header value cannot split a header");
  const std::string valid = net::to_valid_utf8(text);
  require(net::is_utf8(valid), "replaced text is UTF-8");
  require(!net::is_utf8(text) || valid == text, "UTF-8 is left alone");
}

}  // namespace
}  // namespace sluice::fuzz

int sluice::fuzz::check(std::string_view bytes) {
  const std::string_view input = bytes;
  check_escapes(input);
  check_forms(input);
  check_cookies(input);
  check_headers(input);
  return 0;
}
