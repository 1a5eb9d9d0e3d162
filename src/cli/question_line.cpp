#include "cli/question_line.h"

#include "base/json.h"
#include "base/time_format.h"

namespace sluice::cli {

std::expected<QuestionLine, std::string> read_question_line(std::string_view line) {
  const auto json = parse_json(line);
  if (!json) return std::unexpected("the line is not readable: " + json.error());
  if (!json->is_object()) return std::unexpected("a line must be a JSON object");
  const auto question = text_member(*json, "question");
  if (!question) return std::unexpected("the member \"question\" is missing");
  QuestionLine result;
  result.question = *question;
  result.id = text_member(*json, "id").value_or("");
  result.timezone = text_member(*json, "timezone").value_or("");
  result.after = text_member(*json, "after").value_or("");
  if (const auto now = text_member(*json, "now")) {
    result.now = parse_rfc3339(*now);
    if (!result.now) {
      return std::unexpected("\"now\" must be a time like 2026-10-15T09:00:00-04:00");
    }
  }
  for (const Json& slug : member(*json, "vendors")) {
    if (slug.is_string()) result.vendors.push_back(slug.get<std::string>());
  }
  return result;
}

}  // namespace sluice::cli
