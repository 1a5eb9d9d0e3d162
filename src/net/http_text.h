#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::net {

// Pure text rules of HTTP that both ends need: no sockets here.

using Parameters = std::vector<std::pair<std::string, std::string>>;

// RFC 9110 section 5.6.2: a method or a header name.
[[nodiscard]] bool is_token(std::string_view text) noexcept;
// Fit for a header value: no CR, LF, NUL or other control character but the tab.
[[nodiscard]] bool is_header_value(std::string_view text) noexcept;

// Decodes every %XX once; nothing on a broken escape or a decoded control character.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);
// Everything but RFC 3986's unreserved characters becomes %XX. Appends, so that a caller who
// reserved enough leaves no copy of a secret behind.
void append_percent_encoded(std::string& out, std::string_view text);
[[nodiscard]] std::string percent_encode(std::string_view text);

// application/x-www-form-urlencoded, also the form of a query. Reading is lenient as the URL
// standard asks: '+' is a blank and a broken escape stays as it is.
[[nodiscard]] Parameters parse_form(std::string_view text);
// The same for what an authorization server answered with: nothing on a broken escape or on a
// control character, instead of a guess.
[[nodiscard]] std::optional<Parameters> parse_strict_form(std::string_view text);
// The first field of that name, decoded; nothing when there is none.
[[nodiscard]] std::optional<std::string> form_parameter(std::string_view text,
                                                        std::string_view name);
// Appends "name=value", with '&' where it is not the first.
void append_form_field(std::string& out, std::string_view name, std::string_view value);
// In their order, escaped as percent_encode() does: a blank is %20, which every reader of forms
// takes.
[[nodiscard]] std::string encode_form(const Parameters& fields);

// One cookie of a Cookie header (RFC 6265 section 4.2); nothing when it is absent or there twice:
// of two equal names one may have been planted by a neighbour.
[[nodiscard]] std::optional<std::string> cookie_value(std::string_view header,
                                                      std::string_view name);

enum class SameSite { lax, strict, none };

// A Set-Cookie value. The default is a session cookie for this host alone.
struct SetCookie {
  std::string name;
  std::string value;
  std::string path = "/";
  std::optional<long> max_age_sec = std::nullopt;  // 0 deletes.
  bool secure = true;
  bool http_only = true;
  SameSite same_site = SameSite::lax;
};
// The header's value (RFC 6265 section 4.1); name and value must be fit for it.
[[nodiscard]] std::string to_text(const SetCookie& cookie);

// One server-sent event, each line of `data` on its own data line. `event` and `id` may be empty.
[[nodiscard]] std::string format_sse(std::string_view event, std::string_view data,
                                     std::string_view id = {});

}  // namespace sluice::net
