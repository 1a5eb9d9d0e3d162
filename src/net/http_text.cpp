#include "net/http_text.h"

#include "base/text.h"

#include <algorithm>

namespace sluice::net {
namespace {

// The byte of the escape at `at`, or -1.
int escaped_byte(std::string_view text, std::size_t at) noexcept {
  if (at + 2 >= text.size()) return -1;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool is_control(unsigned char c) noexcept {
  return c < 0x20 || c == 0x7F;
}

bool is_unreserved(char c) noexcept {
  return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// The form codec of browsers: a plus is a blank, and an escape that is none stays as it is.
std::string form_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int byte = text[i] == '%' ? escaped_byte(text, i) : -1;
    if (byte >= 0) {
      out.push_back(static_cast<char>(byte));
      i += 2;
    } else {
      out.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

}  // namespace

bool is_token(std::string_view text) noexcept {
  const auto allowed = [](char c) {
    constexpr std::string_view punctuation = "!#$%&'*+-.^_`|~";
    return is_unreserved(c) || punctuation.contains(c);
  };
  return !text.empty() && std::ranges::all_of(text, allowed);
}

// RFC 9110 section 5.5: a tab may stand in a value; a line break would begin another header.
bool is_header_value(std::string_view text) noexcept {
  return std::ranges::none_of(
      text, [](char c) { return c != '\t' && is_control(static_cast<unsigned char>(c)); });
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    const int byte = escaped_byte(text, i);
    // A NUL or a line break in a path is nobody's mistake: it wants to be read differently further
    // on.
    if (byte < 0 || is_control(static_cast<unsigned char>(byte))) return std::nullopt;
    out.push_back(static_cast<char>(byte));
    i += 2;
  }
  return out;
}

void append_percent_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(digits[byte >> 4U]);
    out.push_back(digits[byte & 0xFU]);
  }
}

std::string percent_encode(std::string_view text) {
  std::string out;
  append_percent_encoded(out, text);
  return out;
}

Parameters parse_form(std::string_view text) {
  Parameters fields;
  for (const std::string_view field : split(text, '&')) {
    if (field.empty()) continue;
    const std::size_t equals = field.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view{} : field.substr(equals + 1);
    fields.emplace_back(form_decode(field.substr(0, equals)), form_decode(value));
  }
  return fields;
}

std::optional<Parameters> parse_strict_form(std::string_view text) {
  if (std::ranges::any_of(text, [](char c) { return is_control(static_cast<unsigned char>(c)); }))
    return std::nullopt;
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
    if (escaped_byte(text, at) < 0) return std::nullopt;
  return parse_form(text);
}

std::optional<std::string> form_parameter(std::string_view text, std::string_view name) {
  for (auto& [key, value] : parse_form(text))
    if (key == name) return std::move(value);
  return std::nullopt;
}

void append_form_field(std::string& out, std::string_view name, std::string_view value) {
  if (!out.empty()) out.push_back('&');
  append_percent_encoded(out, name);
  out.push_back('=');
  append_percent_encoded(out, value);
}

std::string encode_form(const Parameters& fields) {
  std::string out;
  for (const auto& [name, value] : fields)
    append_form_field(out, name, value);
  return out;
}

std::optional<std::string> cookie_value(std::string_view header, std::string_view name) {
  std::optional<std::string> found;
  bool twice = false;
  for (const std::string_view pair : split(header, ';')) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || trimmed(pair.substr(0, equals), line_blanks) != name)
      continue;
    twice = twice || found.has_value();
    std::string_view value = trimmed(pair.substr(equals + 1), line_blanks);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    found = std::string(value);
  }
  // Of two cookies of one name one is somebody else's (a sibling domain can set it), and nothing
  // says which: then there is no session.
  return twice ? std::nullopt : found;
}

std::string to_text(const SetCookie& cookie) {
  std::string out = cookie.name + "=" + cookie.value + "; Path=" + cookie.path;
  if (cookie.max_age_sec) out += "; Max-Age=" + std::to_string(*cookie.max_age_sec);
  if (cookie.secure) out += "; Secure";
  if (cookie.http_only) out += "; HttpOnly";
  switch (cookie.same_site) {
    case SameSite::lax: return out + "; SameSite=Lax";
    case SameSite::strict: return out + "; SameSite=Strict";
    case SameSite::none: return out + "; SameSite=None";
  }
  return out;
}

std::string format_sse(std::string_view event, std::string_view data, std::string_view id) {
  std::string out;
  if (!event.empty()) out.append("event: ").append(event).append("\n");
  if (!id.empty()) out.append("id: ").append(id).append("\n");
  // CR LF and a lone CR end a line for the reader too, so neither may pass inside one.
  std::string lines;
  for (std::size_t i = 0; i < data.size(); ++i)
    if (data[i] != '\r')
      lines.push_back(data[i]);
    else if (i + 1 == data.size() || data[i + 1] != '\n')
      lines.push_back('\n');
  for (const std::string_view line : split(lines, '\n'))
    out.append("data: ").append(line).append("\n");
  return out + "\n";
}

}  // namespace sluice::net
