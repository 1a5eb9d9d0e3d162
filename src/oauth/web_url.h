#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::oauth {

// An absolute http(s) URL taken apart, as strictly as OAuth documents allow: RFC 3986 characters
// only, no user info. This reads a text; whether one may connect is the egress policy's word.
struct WebUrl {
  std::string scheme;  // "https" or "http".
  std::string host;    // As written; "[::1]" keeps its brackets.
  std::uint16_t port = 443;
  std::string path;  // As written; may be empty.
  std::optional<std::string> query;
  bool has_fragment = false;

  // scheme://host[:port], the port only where it is not the scheme's own.
  [[nodiscard]] std::string origin() const;
};

[[nodiscard]] std::optional<WebUrl> parse_web_url(std::string_view text);

// RFC 3986 reference `reference` against `base`, for the two forms that occur in answers: an
// absolute URL, or an absolute path. Nothing for any other form.
[[nodiscard]] std::optional<std::string> resolve_reference(const WebUrl& base,
                                                           std::string_view reference);

// Percent-encodes everything but RFC 3986's unreserved characters.
[[nodiscard]] std::string percent_encode(std::string_view text);

// As percent_encode, but blanks become '+'. Appends, so that the caller may have reserved.
void append_form_encoded(std::string& out, std::string_view text);

// One name=value of application/x-www-form-urlencoded.
struct FormField {
  std::string name;
  std::string value;
};
// Blanks become '+'. Order is kept.
[[nodiscard]] std::string form_encode(const std::vector<FormField>& fields);
// Nothing when an escape is broken or the text holds a control character.
[[nodiscard]] std::optional<std::vector<FormField>> form_decode(std::string_view text);

}  // namespace sluice::oauth
