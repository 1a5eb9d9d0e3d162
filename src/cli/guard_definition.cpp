#include "cli/guard_definition.h"

#include "base/json_text.h"
#include "calls/definition_judgement.h"

#include <utility>

namespace sluice::cli {
namespace {

using calls::DefinitionJudgement;

OrderedJson answer_of(const DefinitionJudgement& judgement) {
  OrderedJson findings = OrderedJson::array();
  for (const calls::Finding& finding : judgement.findings)
    findings.push_back({{"reason", finding.reason}, {"detail", finding.detail}});
  return {{"verdict", calls::to_text(judgement.word)},
          {"reason", judgement.reason},
          {"detail", judgement.detail},
          {"digest", judgement.digest},
          {"findings", std::move(findings)}};
}

std::expected<OrderedJson, std::string> judge(const catalog::Catalog& catalog,
                                              std::string_view line) {
  const auto input = JsonText::check(line);
  if (!input) return std::unexpected(input.error());
  const JsonText approved = input->member("approved");
  if (!approved.absent()) {
    const JsonText now = input->member("now");
    if (now.absent()) return std::unexpected("\"now\" is missing beside \"approved\"");
    return answer_of(calls::compare_definitions(approved.raw(), now.raw()));
  }
  const JsonText tool = input->member("tool");
  if (tool.absent()) return std::unexpected("the line has neither \"tool\" nor \"approved\"");
  const JsonText slug = input->member("vendor");
  const catalog::Vendor* vendor = nullptr;
  if (!slug.absent() && !slug.is_null()) {
    vendor = catalog.find(slug.string().value_or(""));
    if (vendor == nullptr) {
      return OrderedJson{{"verdict", "refuse"},
                         {"reason", "unknown_vendor"},
                         {"detail", "the catalog has no vendor of that name."}};
    }
  }
  return answer_of(calls::judge_definition(vendor, tool.raw()));
}

}  // namespace

Guard make_definition_guard(const catalog::Catalog& catalog) {
  return [&catalog](std::string_view line) { return judge(catalog, line); };
}

}  // namespace sluice::cli
