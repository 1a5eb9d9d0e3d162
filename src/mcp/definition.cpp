#include "mcp/definition.h"

#include "base/base64.h"
#include "mcp/protocol.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

namespace sluice::mcp {
namespace {

constexpr std::array<std::string_view, 6> reviewed_members{
    "annotations", "description", "inputSchema", "name", "outputSchema", "title"};
constexpr std::array<std::string_view, 2> shape_members{"inputSchema", "name"};
constexpr JsonLimits definition_limits{
    .depth_max = json_depth_max, .values_max = json_values_max, .duplicate_members_refused = true};

// NOLINTNEXTLINE(misc-no-recursion): the depth was checked with the document.
void append_canonical(std::string& out, JsonText value);

// NOLINTNEXTLINE(misc-no-recursion): the depth was checked with the document.
void append_object(std::string& out, std::vector<std::pair<std::string, JsonText>> members) {
  std::ranges::sort(members, {}, &std::pair<std::string, JsonText>::first);
  out.push_back('{');
  bool first = true;
  for (const auto& [name, value] : members) {
    if (!first) out.push_back(',');
    first = false;
    out += to_wire(Json(name));
    out.push_back(':');
    append_canonical(out, value);
  }
  out.push_back('}');
}

// NOLINTNEXTLINE(misc-no-recursion): the depth was checked with the document.
void append_canonical(std::string& out, JsonText value) {
  if (value.is_object()) return append_object(out, value.members());
  if (const auto text = value.string()) {
    out += to_wire(Json(*text));
    return;
  }
  if (!value.is_array()) {
    out += value.raw();
    return;
  }
  out.push_back('[');
  bool first = true;
  for (const JsonText& element : value.elements()) {
    if (!first) out.push_back(',');
    first = false;
    append_canonical(out, element);
  }
  out.push_back(']');
}

std::expected<std::string, std::string> digest_over(std::span<const std::string_view> names,
                                                    std::string_view definition) {
  const auto document = JsonText::check(definition, definition_limits);
  if (!document) return std::unexpected(document.error());
  if (!document->member("name").is_string()) return std::unexpected("the tool has no name");
  std::vector<std::pair<std::string, JsonText>> members;
  for (const std::string_view name : names) {
    const JsonText value = document->member(name);
    // Some servers write null for what they do not have.
    if (!value.absent() && !value.is_null()) members.emplace_back(name, value);
  }
  std::string text;
  append_object(text, std::move(members));
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return "sha256:" + to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

std::string canonical_json(JsonText value) {
  std::string out;
  append_canonical(out, value);
  return out;
}

std::expected<std::string, std::string> definition_digest(std::string_view definition) {
  return digest_over(reviewed_members, definition);
}

std::expected<std::string, std::string> definition_shape(std::string_view definition) {
  return digest_over(shape_members, definition);
}

}  // namespace sluice::mcp
