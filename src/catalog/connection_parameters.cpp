#include "catalog/connection_parameters.h"

#include "base/text.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>

namespace sluice::catalog {
namespace {

using Read = std::expected<Json, std::string>;

// What may stand in an address without being taken for a part of its structure.
[[nodiscard]] bool is_plain(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_'; });
}

// What somebody typed goes back to them alone, and not all of it.
[[nodiscard]] std::string in_quotes(std::string_view text) {
  constexpr std::size_t shown_max = 60;
  return "\"" + std::string(text.substr(0, shown_max)) + "\"";
}

[[nodiscard]] std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : to_wire(value);
}

[[nodiscard]] Read read_slug(const Parameter& parameter, const std::string& text) {
  if (is_letter_or_digit(text.front()) && is_plain(text)) return text;
  return std::unexpected(in_quotes(parameter.label) +
                         " may hold letters, digits, - . _ only, and " + in_quotes(text) +
                         " does not.");
}

[[nodiscard]] bool is_host_label(std::string_view label) {
  constexpr std::size_t label_bytes_max = 63;
  return !label.empty() && label.size() <= label_bytes_max && label.front() != '-' &&
         label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

// A name with a dot in it whose last part is no number: an address of digits names no shop.
[[nodiscard]] Read read_domain(const Parameter& parameter, std::string text) {
  text = lower(text);
  std::size_t labels = 0;
  bool good = true;
  std::string_view last;
  for (std::string_view rest = text; good && !rest.empty(); ++labels) {
    const auto dot = std::min(rest.find('.'), rest.size());
    last = rest.substr(0, dot);
    good = is_host_label(last) && dot + 1 != rest.size();
    rest.remove_prefix(std::min(dot + 1, rest.size()));
  }
  const bool number = std::ranges::all_of(last, is_digit);
  if (good && labels >= 2 && !number) return text;
  return std::unexpected(in_quotes(parameter.label) +
                         " is a domain such as shop.example.com, without https:// and without a "
                         "path; " +
                         in_quotes(text) + " is none.");
}

[[nodiscard]] Read read_choice(const Parameter& parameter, const std::string& text) {
  if (std::ranges::find(parameter.choices, text) != parameter.choices.end()) return text;
  std::string all;
  for (const std::string& choice : parameter.choices)
    all += (all.empty() ? "" : ", ") + choice;
  return std::unexpected(in_quotes(parameter.label) + " is one of " + all + ", and not " +
                         in_quotes(text) + ".");
}

[[nodiscard]] Read read_integer(const Parameter& parameter, const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  return std::unexpected(in_quotes(parameter.label) + " is a whole number in digits, and " +
                         in_quotes(text) + " is none.");
}

[[nodiscard]] Read read_text(const Parameter& parameter, const std::string& text) {
  const bool control = std::ranges::any_of(text, [](unsigned char c) { return c < 0x20; });
  // RE2: linear time, whatever the row's pattern and the text.
  const bool fits =
      parameter.pattern.empty() || RE2::FullMatch(text, RE2(parameter.pattern, RE2::Quiet));
  if (!control && fits) return text;
  std::string detail =
      in_quotes(parameter.label) + " does not have the form that is wanted, and " + in_quotes(text);
  if (parameter.example.empty()) return std::unexpected(detail + " was not used.");
  return std::unexpected(detail + " was not used: fill it in like " + parameter.example + ".");
}

// "https://{shop}/mcp" with this parameter's value wherever its hole stands.
[[nodiscard]] std::expected<std::string, std::string> filled_in(std::string url,
                                                                const Parameter& parameter,
                                                                const Json& value) {
  const std::string hole = "{" + parameter.name + "}";
  std::size_t at = url.find(hole);
  if (at == std::string::npos) return url;
  if (value.is_null()) {
    return std::unexpected("Fill in " + in_quotes(parameter.label) + " to connect.");
  }
  const std::string text = text_of(value);
  if (!is_letter_or_digit(text.front()) || !is_plain(text)) {
    return std::unexpected(in_quotes(parameter.label) +
                           " stands in the address: it may hold letters, digits, - . _ only, and "
                           "begins with a letter or digit.");
  }
  for (; at != std::string::npos; at = url.find(hole, at + text.size()))
    url.replace(at, hole.size(), text);
  return url;
}

// Whether every parameter whose hole stands in the text has a value.
[[nodiscard]] bool is_filled(std::string_view text, const Vendor& vendor, const Json& parameters) {
  return std::ranges::none_of(vendor.parameters, [&](const Parameter& parameter) {
    return text.contains("{" + parameter.name + "}") &&
           member(parameters, parameter.name).is_null();
  });
}

// Without the brackets of optional parts, and without those parts that lack a value.
[[nodiscard]] std::string wanted_parts(const std::string& url, const Vendor& vendor,
                                       const Json& parameters) {
  std::string out;
  for (std::string_view rest = url; !rest.empty();) {
    const auto open = std::min(rest.find('['), rest.size());
    const auto close = std::min(rest.find(']', open), rest.size());
    out += rest.substr(0, open);
    const std::string_view part = rest.substr(open, std::min(close + 1, rest.size()) - open);
    // Brackets without a hole are the host's (RFC 3986, 3.2.2), and judged as such elsewhere.
    const bool optional = part.contains('{') && part.ends_with(']');
    if (!optional) out += part;
    if (optional && is_filled(part, vendor, parameters)) out += part.substr(1, part.size() - 2);
    rest.remove_prefix(open + part.size());
  }
  return out;
}

[[nodiscard]] const Endpoint* ordinary_endpoint(const Vendor& vendor) {
  const auto found = std::ranges::find_if(
      vendor.endpoints, [](const Endpoint& endpoint) { return endpoint.when.empty(); });
  return found == vendor.endpoints.end() ? nullptr : &*found;
}

[[nodiscard]] bool has_tool(const Endpoint& endpoint, std::string_view tool) {
  return endpoint.tools.empty() || std::ranges::find(endpoint.tools, tool) != endpoint.tools.end();
}

// What a person chose it by.
[[nodiscard]] std::string name_of(const Vendor& vendor, const Endpoint& endpoint) {
  const EndpointCondition condition = condition_of(endpoint);
  const auto found = std::ranges::find(vendor.parameters, condition.parameter, &Parameter::name);
  if (found == vendor.parameters.end()) return "the ordinary one";
  return std::string(label_of_choice(*found, condition.value));
}

}  // namespace

Read read_parameter(const Parameter& parameter, const Json& value) {
  if (!value.is_string() && !value.is_number_integer()) {
    return std::unexpected(in_quotes(parameter.label) + " is a text or a whole number.");
  }
  const std::string written = text_of(value);
  const std::string text(trimmed(written, plain_blanks));
  if (text.empty()) return Json();
  if (text.size() > parameter_bytes_max) {
    return std::unexpected(in_quotes(parameter.label) + " is longer than " +
                           std::to_string(parameter_bytes_max) + " characters.");
  }
  switch (parameter.type) {
    case Parameter::Type::slug: return read_slug(parameter, text);
    case Parameter::Type::domain: return read_domain(parameter, text);
    case Parameter::Type::choice: return read_choice(parameter, text);
    case Parameter::Type::integer: return read_integer(parameter, text);
    case Parameter::Type::text: return read_text(parameter, text);
  }
  return std::unexpected(in_quotes(parameter.label) + " cannot be read.");
}

Read read_parameters(const Vendor& vendor, const Json& given, const Json& kept) {
  for (const auto& [name, ignored] : given.items()) {
    if (std::ranges::find(vendor.parameters, name, &Parameter::name) == vendor.parameters.end())
      return std::unexpected(vendor.name + " has no parameter " + in_quotes(name) + ".");
  }
  Json values = Json::object();
  for (const Parameter& parameter : vendor.parameters) {
    const Json& newest = member(given, parameter.name);
    const Json& value = newest.is_null() ? member(kept, parameter.name) : newest;
    Read read = value.is_null() ? Read(Json()) : read_parameter(parameter, value);
    if (!read) return read;
    if (!read->is_null()) values[parameter.name] = std::move(*read);
  }
  if (const std::string missing = missing_parameter(vendor, values); !missing.empty()) {
    return std::unexpected("Fill in " + in_quotes(missing) + " to connect " + vendor.name + ".");
  }
  return values;
}

std::string missing_parameter(const Vendor& vendor, const Json& parameters) {
  for (const Parameter& parameter : vendor.parameters) {
    if (parameter.required && member(parameters, parameter.name).is_null()) return parameter.label;
  }
  return {};
}

EndpointCondition condition_of(const Endpoint& endpoint) {
  const std::string_view when = endpoint.when;
  const auto equals = std::min(when.find('='), when.size());
  return {when.substr(0, equals), when.substr(std::min(equals + 1, when.size()))};
}

const Endpoint* endpoint_when(const Vendor& vendor, std::string_view parameter,
                              std::string_view value) {
  const auto found = std::ranges::find_if(vendor.endpoints, [&](const Endpoint& endpoint) {
    const EndpointCondition condition = condition_of(endpoint);
    return condition.parameter == parameter && condition.value == value;
  });
  return found == vendor.endpoints.end() ? nullptr : &*found;
}

std::vector<Header> headers_of(const Vendor& vendor, const Json& parameters) {
  std::vector<Header> headers;
  for (const Header& header : vendor.headers) {
    if (!is_filled(header.value, vendor, parameters)) continue;
    Header filled = header;
    for (const Parameter& parameter : vendor.parameters)
      filled.value = replaced(filled.value, "{" + parameter.name + "}",
                              text_of(member(parameters, parameter.name)));
    headers.push_back(std::move(filled));
  }
  return headers;
}

const Endpoint* chosen_endpoint(const Vendor& vendor, const Json& parameters) {
  for (const Parameter& parameter : vendor.parameters) {
    const Json& value = member(parameters, parameter.name);
    const Endpoint* chosen =
        value.is_null() ? nullptr : endpoint_when(vendor, parameter.name, text_of(value));
    if (chosen != nullptr) return chosen;
  }
  return ordinary_endpoint(vendor);
}

std::string_view known_issuer(const Vendor& vendor, const Json& parameters) {
  const Endpoint* chosen = chosen_endpoint(vendor, parameters);
  const bool own = chosen != nullptr && !chosen->authorization_server.empty();
  return own ? chosen->authorization_server : vendor.authorization_server;
}

bool is_served(const Vendor& vendor, const Json& parameters, std::string_view tool) {
  // Asked before every call, and of one vendor in many.
  const bool alike = std::ranges::all_of(
      vendor.endpoints, [](const Endpoint& endpoint) { return endpoint.tools.empty(); });
  if (alike) return true;
  const Endpoint* chosen = chosen_endpoint(vendor, parameters);
  return chosen == nullptr || has_tool(*chosen, tool);
}

bool chooses_other_tools(const Vendor& vendor, const Json& before, const Json& after) {
  const Endpoint* was = chosen_endpoint(vendor, before);
  const Endpoint* is = chosen_endpoint(vendor, after);
  return was != nullptr && is != nullptr && was->tools != is->tools;
}

std::string served_elsewhere_text(const Vendor& vendor, const Json& parameters,
                                  std::string_view tool) {
  const Endpoint* chosen = chosen_endpoint(vendor, parameters);
  const std::string here = chosen == nullptr ? std::string() : name_of(vendor, *chosen);
  std::string there;
  for (const Endpoint& endpoint : vendor.endpoints) {
    if (!has_tool(endpoint, tool)) continue;
    there += (there.empty() ? "" : " or ") + in_quotes(name_of(vendor, endpoint));
  }
  return vendor.name + " is connected by its server " + in_quotes(here) +
         ", and what this needs is at " + (there.empty() ? "none of its servers" : there) +
         ". An administrator can choose another server with Reconnect in Data sources.";
}

std::string_view label_of_choice(const Parameter& parameter, std::string_view value) {
  const auto found = std::ranges::find(parameter.choices, value);
  const auto at = static_cast<std::size_t>(found - parameter.choices.begin());
  return at < parameter.choice_labels.size() ? std::string_view(parameter.choice_labels[at])
                                             : value;
}

std::expected<std::string, std::string> endpoint_of(const Vendor& vendor, const Json& parameters) {
  const Endpoint* chosen = chosen_endpoint(vendor, parameters);
  if (chosen == nullptr) return std::unexpected(vendor.name + " has no address for these values.");
  std::string url = wanted_parts(chosen->url, vendor, parameters);
  for (const Parameter& parameter : vendor.parameters) {
    auto filled = filled_in(std::move(url), parameter, member(parameters, parameter.name));
    if (!filled) return filled;
    url = *std::move(filled);
  }
  return url;
}

}  // namespace sluice::catalog
