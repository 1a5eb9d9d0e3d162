#include "oauth/web_url.h"

#include <algorithm>
#include <charconv>

namespace sluice::oauth {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_unreserved(char c) {
  return is_alphanumeric(c) || std::string_view("-._~").contains(c);
}

bool is_url_char(char c) {
  return is_unreserved(c) || std::string_view(":/?#[]@!$&'()*+,;=%").contains(c);
}

bool is_host_char(char c) {
  return is_alphanumeric(c) || c == '-' || c == '.';
}

bool is_bracketed_char(char c) {
  return is_alphanumeric(c) || c == ':' || c == '.';
}

// The end of the host inside `authority`, or npos when it is not a host.
std::size_t host_length(std::string_view authority) {
  if (!authority.starts_with('[')) {
    const std::size_t end = std::min(authority.find(':'), authority.size());
    const bool good = end > 0 && std::ranges::all_of(authority.substr(0, end), is_host_char);
    return good ? end : std::string_view::npos;
  }
  const std::size_t close = authority.find(']');
  if (close == std::string_view::npos || close < 3) return std::string_view::npos;
  const bool good = std::ranges::all_of(authority.substr(1, close - 1), is_bracketed_char);
  return good ? close + 1 : std::string_view::npos;
}

bool read_port(std::string_view text, std::uint16_t& port) {
  if (text.empty()) return true;
  if (!text.starts_with(':') || text.size() == 1) return false;
  text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port != 0;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> form_decode_text(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) < 0x20) return std::nullopt;
    if (text[i] == '+') {
      result.push_back(' ');
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      result.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      result.push_back(text[i]);
    }
  }
  return result;
}

void append_encoded(std::string& out, std::string_view text, bool blank_as_plus) {
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
    } else if (c == ' ' && blank_as_plus) {
      out.push_back('+');
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.push_back('%');
      out.push_back(hex_digits[byte >> 4U]);
      out.push_back(hex_digits[byte & 15U]);
    }
  }
}

}  // namespace

std::string WebUrl::origin() const {
  const bool standard = port == (scheme == "https" ? 443 : 80);
  return scheme + "://" + host + (standard ? "" : ":" + std::to_string(port));
}

std::optional<WebUrl> parse_web_url(std::string_view text) {
  if (!std::ranges::all_of(text, is_url_char)) return std::nullopt;
  WebUrl url;
  if (text.starts_with("https://")) {
    url.scheme = "https";
  } else if (text.starts_with("http://")) {
    url.scheme = "http";
    url.port = 80;
  } else {
    return std::nullopt;
  }
  std::string_view rest = text.substr(url.scheme.size() + 3);
  const std::size_t authority_end = std::min(rest.find_first_of("/?#"), rest.size());
  const std::string_view authority = rest.substr(0, authority_end);
  const std::size_t host_end = host_length(authority);
  if (host_end == std::string_view::npos) return std::nullopt;
  if (!read_port(authority.substr(host_end), url.port)) return std::nullopt;
  url.host = authority.substr(0, host_end);
  rest.remove_prefix(authority_end);
  if (const std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
    url.has_fragment = true;
    rest = rest.substr(0, hash);
  }
  if (const std::size_t mark = rest.find('?'); mark != std::string_view::npos) {
    url.query = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
  }
  url.path = rest;
  return url;
}

std::optional<std::string> resolve_reference(const WebUrl& base, std::string_view reference) {
  if (parse_web_url(reference)) return std::string(reference);
  if (!reference.starts_with('/') || reference.starts_with("//")) return std::nullopt;
  std::string absolute = base.origin() + std::string(reference);
  if (!parse_web_url(absolute)) return std::nullopt;
  return absolute;
}

std::string percent_encode(std::string_view text) {
  std::string result;
  append_encoded(result, text, false);
  return result;
}

void append_form_encoded(std::string& out, std::string_view text) {
  append_encoded(out, text, true);
}

std::string form_encode(const std::vector<FormField>& fields) {
  std::string result;
  for (const FormField& field : fields) {
    if (!result.empty()) result.push_back('&');
    append_encoded(result, field.name, true);
    result.push_back('=');
    append_encoded(result, field.value, true);
  }
  return result;
}

std::optional<std::vector<FormField>> form_decode(std::string_view text) {
  std::vector<FormField> fields;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = form_decode_text(pair.substr(0, equals));
    auto value = form_decode_text(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return std::nullopt;
    fields.push_back({std::move(*name), std::move(*value)});
  }
  return fields;
}

}  // namespace sluice::oauth
