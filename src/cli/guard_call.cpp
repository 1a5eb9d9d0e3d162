#include "cli/guard_call.h"

#include "calls/call_rules.h"

#include <string>
#include <utility>

namespace sluice::cli {
namespace {

OrderedJson refusal(std::string reason, std::string detail) {
  return {{"verdict", "refuse"}, {"reason", std::move(reason)}, {"detail", std::move(detail)}};
}

OrderedJson answer(const catalog::Catalog& catalog, const Json& line) {
  const std::string slug = text_member(line, "vendor").value_or("");
  const catalog::Vendor* vendor = catalog.find(slug);
  if (vendor == nullptr)
    return refusal("unknown_vendor", "the catalog has no vendor \"" + slug + "\".");
  const auto tool = text_member(line, "tool");
  if (!tool) return refusal("unknown_tool", "the line names no tool.");
  const calls::ProposedCall call{*tool,
                                 line.contains("arguments") ? line["arguments"] : Json::object()};
  const auto admitted = calls::check_call(*vendor, call, member(line, "parameters"));
  if (!admitted) return refusal(admitted.error().reason, admitted.error().detail);
  return {{"verdict", "allow"},
          {"reason", "reviewed_read"},
          {"detail", "a reviewed read of " + vendor->name + "."},
          {"arguments", OrderedJson::parse(to_wire(*admitted))}};
}

}  // namespace

Guard make_call_guard(const catalog::Catalog& catalog) {
  return [&catalog](std::string_view line) -> std::expected<OrderedJson, std::string> {
    const auto strict = parse_json(line, {.duplicate_members_refused = true});
    if (strict && strict->is_object()) return answer(catalog, *strict);
    const auto lenient = parse_json(line);
    if (!lenient) return std::unexpected(lenient.error());
    if (!lenient->is_object()) return std::unexpected("the line is not a JSON object");
    // Two parsers would disagree on what is asked for.
    return refusal("duplicate_members", strict.error());
  };
}

}  // namespace sluice::cli
