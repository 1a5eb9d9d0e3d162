#include "cli/guard_chart.h"

#include "analytics/answering/chart_check.h"
#include "base/json.h"

#include <string>
#include <string_view>

namespace sluice::cli {
namespace {

[[nodiscard]] std::expected<OrderedJson, std::string> check_line(std::string_view line) {
  const auto input = parse_json(line);
  if (!input) return std::unexpected(input.error());
  if (!input->is_object() || !input->contains("spec")) {
    return std::unexpected("a line is an object with the member \"spec\"");
  }
  const auto wrong = analytics::chart_fault(member(*input, "spec"));
  if (!wrong) {
    return OrderedJson{
        {"verdict", "allow"}, {"reason", "drawable"}, {"detail", "Plain marks and fields."}};
  }
  return OrderedJson{{"verdict", "refuse"}, {"reason", wrong->reason}, {"detail", wrong->detail}};
}

}  // namespace

Guard make_chart_guard() {
  return check_line;
}

}  // namespace sluice::cli
