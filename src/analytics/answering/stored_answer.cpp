#include "analytics/answering/stored_answer.h"

#include "analytics/answering/answer.h"
#include "analytics/answering/chart_check.h"
#include "base/log.h"
#include "catalog/json_schema.h"

#include <optional>
#include <set>

namespace sluice::analytics {
namespace {

// What pages rely on; members beyond it are let through, so that a newer answer can be read too.
constexpr std::string_view answer_schema = R"({
  "type": "object",
  "required": ["id", "question", "status", "text"],
  "properties": {
    "id": {"type": "string"},
    "question": {"type": "string"},
    "status": {"enum": ["answered", "clarify", "refused", "failed"]},
    "text": {"type": "string"},
    "value": {"type": ["object", "null"], "properties": {
      "value": {"type": ["number", "null"]}, "unit": {"type": ["string", "null"]}}},
    "table": {"type": ["object", "null"], "required": ["columns", "rows"], "properties": {
      "partial": {"type": "boolean"},
      "columns": {"type": "array", "items": {"type": "object", "required": ["name", "type"],
        "properties": {"name": {"type": "string"}, "unit": {"type": ["string", "null"]},
          "type": {"enum": ["text", "integer", "decimal", "boolean", "timestamp", "date", "day",
            "week", "month", "quarter", "year"]}}}},
      "rows": {"type": "array", "items": {"type": "array",
        "items": {"type": ["string", "number", "boolean", "null"]}}},
      "partial": {"type": "boolean"}}},
    "chart": {"type": ["object", "null"], "required": ["mark"], "properties": {
      "mark": {"enum": ["number", "line", "bar", "stacked-bar", "pie", "scatter", "heatmap",
        "funnel", "table"]},
      "title": {"type": ["string", "null"]}, "x": {"type": ["string", "null"]},
      "y": {"type": "array", "items": {"type": "string"}},
      "series": {"type": ["string", "null"]}, "horizontal": {"type": "boolean"},
      "stacked": {"type": "boolean"}, "partial_last": {"type": "boolean"},
      "partial": {"type": "boolean"},
      "sort": {"enum": ["none", "ascending", "descending"]}, "format": {"type": "string"},
      "unit": {"type": ["string", "null"]}, "shown_max": {"type": "integer", "minimum": 0}}},
    "period": {"type": ["object", "null"], "required": ["end"], "properties": {
      "start": {"type": ["string", "null"]}, "end": {"type": "string"},
      "timezone": {"type": "string"}}},
    "provenance": {"type": "array", "items": {"type": "object", "required": ["vendor", "tool"],
      "properties": {"vendor": {"type": "string"}, "tool": {"type": "string"},
        "connection": {"type": "string"}, "account": {"type": "string"},
        "pages": {"type": "integer"}, "rows": {"type": "integer"}, "partial": {"type": "boolean"},
        "fetched_at": {"type": "string"}}}},
    "partial": {"type": "boolean"},
    "caveats": {"type": "array", "items": {"type": "string"}},
    "vendors": {"type": "array", "items": {"type": "string"}},
    "unused_words": {"type": "array", "items": {"type": "string"}},
    "assumptions": {"type": "array", "items": {"type": "object", "required": ["text"],
      "properties": {"about": {"type": "string"}, "text": {"type": "string"}}}},
    "reason": {"type": ["string", "null"]},
    "vendors": {"type": "array", "items": {"type": "string"}},
    "options": {"type": "array", "items": {"type": "object", "required": ["label", "question"],
      "properties": {"label": {"type": "string"}, "question": {"type": "string"}}}},
    "suggestions": {"type": "array", "items": {"type": "string"}},
    "elapsed_ms": {"type": "number"},
    "chips": {"type": "array", "items": {"type": "object", "required": ["kind", "text"],
      "properties": {"kind": {"enum": ["measure", "period", "dimension", "filter", "source"]},
        "text": {"type": "string"}, "question": {"type": "string"}}}},
    "how": {"type": "object", "properties": {"definitions": {"type": "array", "items": {
        "type": "object", "required": ["label", "meaning"],
        "properties": {"label": {"type": "string"}, "meaning": {"type": "string"}}}},
      "sql": {"type": ["string", "null"]},
      "notes": {"type": "array", "items": {"type": "string"}}}}
  }
})";

// Every row as wide as the columns, and every column that the chart draws among them.
[[nodiscard]] bool fits_together(const Json& table, const Json& chart) {
  if (table.is_null())
    return chart.is_null() || chart["mark"] == "number" || chart["mark"] == "table";
  std::set<std::string> names;
  for (const Json& column : table["columns"])
    names.insert(column["name"].get<std::string>());
  for (const Json& row : table["rows"])
    if (row.size() != table["columns"].size()) return false;
  const auto is_column = [&](const Json& name) {
    return !name.is_string() || names.contains(name.get<std::string>());
  };
  for (const Json& name : member(chart, "y"))
    if (!is_column(name)) return false;
  return is_column(member(chart, "x")) && is_column(member(chart, "series"));
}

// Why the text is no answer of ours; nothing when it is one.
[[nodiscard]] std::optional<std::string> fault_of(const Json& answer) {
  static const Json schema = Json::parse(answer_schema);
  const auto issues = catalog::schema_issues(schema, answer, 1);
  if (!issues.empty()) return issues.front().path + ": " + issues.front().message;
  const Json& chart = member(answer, "chart");
  if (!fits_together(member(answer, "table"), chart)) return "table and chart do not fit together";
  if (chart.is_null()) return std::nullopt;
  if (const auto fault = chart_fault(chart)) return "chart: " + fault->reason;
  return std::nullopt;
}

[[nodiscard]] OrderedJson unreadable(const StoredUnder& under) {
  Answer answer;
  answer.id = under.id;
  answer.question = under.question;
  answer.status = AnswerStatus::failed;
  answer.reason = "damaged";
  answer.text =
      "What was stored of this answer is damaged, so it is not shown. Ask the question again, or "
      "refresh the card; tell your operator if more answers say this.";
  return to_json(answer);
}

}  // namespace

OrderedJson read_stored_answer(std::string_view text, const StoredUnder& under) {
  const auto answer = parse_json(text);
  const auto fault = answer ? fault_of(*answer) : std::optional(answer.error());
  if (!fault) return OrderedJson::parse(text);
  log(LogLevel::error, "stored_answer_damaged", {{"id", under.id}, {"fault", *fault}});
  return unreadable(under);
}

}  // namespace sluice::analytics
