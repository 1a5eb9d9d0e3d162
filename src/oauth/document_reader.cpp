#include "oauth/document_reader.h"

#include "oauth/reason_text.h"
#include "oauth/scope.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace sluice::oauth {
namespace {

constexpr JsonLimits document_limits{.depth_max = document_depth_max,
                                     .values_max = document_values_max,
                                     .duplicate_members_refused = true};

}  // namespace

std::expected<DocumentReader, DocumentError> DocumentReader::open(std::string_view body,
                                                                  EmptyText empty_text) {
  if (body.size() > document_bytes_max) {
    return std::unexpected(
        DocumentError{OAuthReason::too_large,
                      "The document is larger than 256 KiB, so it was not read. Tell the vendor."});
  }
  const auto document = JsonText::check(body, document_limits);
  if (!document) {
    // Whatever passes without that rule has named a member twice and nothing else.
    JsonLimits lenient = document_limits;
    lenient.duplicate_members_refused = false;
    const bool twice = JsonText::check(body, lenient).has_value();
    return std::unexpected(DocumentError{
        twice ? OAuthReason::duplicate_member : OAuthReason::not_json,
        "The document cannot be read, so it was not used. Tell the vendor: " + document.error() +
            "."});
  }
  if (!document->is_object()) {
    return std::unexpected(
        DocumentError{OAuthReason::not_an_object,
                      "The document is not a JSON object, so it was not used. Tell the vendor."});
  }
  return DocumentReader(*document, empty_text);
}

bool DocumentReader::absent(std::string_view name) const {
  const JsonText value = document_.member(name);
  if (value.absent() || value.is_null()) return true;
  // As the text stands: an escaped nothing is not written by anybody who means it.
  return empty_text_ == EmptyText::absent && value.raw() == R"("")";
}

void DocumentReader::fail(OAuthReason reason, std::string_view member) {
  if (error_) return;
  error_ = DocumentError{reason, std::string(explain(reason)) + " (" + std::string(member) + ")"};
}

std::optional<std::string> DocumentReader::required_text(std::string_view name) {
  if (absent(name)) fail(OAuthReason::missing_member, name);
  return text(name);
}

std::optional<std::string> DocumentReader::text(std::string_view name) {
  if (absent(name)) return std::nullopt;
  auto value = document_.member(name).string();
  if (!value) fail(OAuthReason::wrong_type, name);
  return value;
}

std::optional<Secret> DocumentReader::secret(std::string_view name) {
  if (absent(name)) return std::nullopt;
  auto value = document_.member(name).secret();
  if (!value) fail(OAuthReason::wrong_type, name);
  return value;
}

std::optional<std::vector<std::string>> DocumentReader::list(std::string_view name) {
  if (absent(name)) return std::nullopt;
  std::vector<std::string> result;
  const JsonText value = document_.member(name);
  if (!value.is_array()) fail(OAuthReason::wrong_type, name);
  for (const JsonText& element : value.elements()) {
    auto text = element.string();
    if (!text) {
      fail(OAuthReason::wrong_type, name);
      break;
    }
    result.push_back(std::move(*text));
  }
  if (result.size() > list_entries_max) fail(OAuthReason::too_many_entries, name);
  return result;
}

std::optional<std::vector<std::string>> DocumentReader::scopes(std::string_view name) {
  if (absent(name)) return std::nullopt;
  // RFC 8414 has a list, RFC 7591 a text; servers mix the two up.
  if (const auto one = document_.member(name).string()) return split_scope(*one);
  const auto several = list(name);
  return several ? std::optional(split_scope(join_scope(*several))) : std::nullopt;
}

std::vector<std::string> DocumentReader::list_or_empty(std::string_view name) {
  auto found = list(name);
  return found ? std::move(*found) : std::vector<std::string>();
}

std::optional<bool> DocumentReader::flag(std::string_view name) {
  if (absent(name)) return std::nullopt;
  const auto value = document_.member(name).flag();
  if (!value) fail(OAuthReason::wrong_type, name);
  return value;
}

std::optional<std::int64_t> DocumentReader::number(std::string_view name) {
  if (absent(name)) return std::nullopt;
  const JsonText value = document_.member(name);
  // "3600" in quotes is what some servers send for a number.
  const std::string text = value.string().value_or(std::string(value.raw()));
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = end == text.data() + text.size() && !text.empty();
  if (!whole || error == std::errc::invalid_argument || !std::isfinite(number)) {
    fail(OAuthReason::wrong_type, name);
    return std::nullopt;
  }
  constexpr double limit = 9.0e18;  // Below 2^63, so that the conversion is defined.
  if (number >= limit) return std::numeric_limits<std::int64_t>::max();
  if (number <= -limit) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(number);
}

}  // namespace sluice::oauth
