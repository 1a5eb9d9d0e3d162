#include "mcp/header_value.h"

#include "base/base64.h"

#include <algorithm>

namespace sluice::mcp {
namespace {

constexpr std::string_view sentinel_start = "=?base64?";
constexpr std::string_view sentinel_end = "?=";

bool travels_unchanged(std::string_view text) {
  const bool printable = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7E; });
  const bool trimmed = text.empty() || (text.front() != ' ' && text.back() != ' ');
  const bool looks_encoded = text.starts_with(sentinel_start) && text.ends_with(sentinel_end);
  return printable && trimmed && !looks_encoded;
}

}  // namespace

std::string header_value(std::string_view text) {
  if (travels_unchanged(text)) return std::string(text);
  return std::string(sentinel_start) + to_base64(text) + std::string(sentinel_end);
}

}  // namespace sluice::mcp
