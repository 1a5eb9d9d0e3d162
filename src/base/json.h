#pragma once
#include <nlohmann/json.hpp>

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

using Json = nlohmann::json;                 // Members sorted: canonical where a digest is taken.
using OrderedJson = nlohmann::ordered_json;  // Members as written: what a person reads.

// Bounds of a document from outside (docs/limits: depth 64, 5,000,000 values).
struct JsonLimits {
  std::size_t depth_max = 64;
  std::size_t values_max = 5'000'000;
  bool duplicate_members_refused = false;  // Two parsers would disagree on them (security).
};

// Parses one complete document; the error is a sentence for a person, with the byte offset.
[[nodiscard]] std::expected<Json, std::string> parse_json(std::string_view text,
                                                          JsonLimits limits = {});

// Member access that never throws: nothing when absent, null or of another type.
[[nodiscard]] std::optional<std::string> text_member(const Json& object, std::string_view name);
// A whole number that fits; 1.0 is none, and neither is "1".
[[nodiscard]] std::optional<std::int64_t> integer_member(const Json& object, std::string_view name);
[[nodiscard]] std::optional<bool> flag_member(const Json& object, std::string_view name);
// The member, or null's singleton when absent.
[[nodiscard]] const Json& member(const Json& object, std::string_view name);

// Text for the wire; invalid UTF-8 is replaced, never thrown over.
[[nodiscard]] std::string to_wire(const Json& value);

}  // namespace sluice
