#include "analytics/answering/answer.h"

#include "base/time_format.h"

#include <utility>

namespace sluice::analytics {
namespace {

[[nodiscard]] OrderedJson unit_json(const std::string& unit) {
  return unit.empty() ? OrderedJson() : OrderedJson(unit);
}

[[nodiscard]] OrderedJson table_json(const analyst::Table& table, bool partial) {
  OrderedJson columns = OrderedJson::array();
  for (const analyst::Column& column : table.columns) {
    columns.push_back(
        {{"name", column.name}, {"type", column.type}, {"unit", unit_json(column.unit)}});
  }
  OrderedJson rows = OrderedJson::array();
  for (const auto& row : table.rows) {
    OrderedJson cells = OrderedJson::array();
    for (const Json& cell : row)
      cells.push_back(OrderedJson(cell));
    rows.push_back(std::move(cells));
  }
  return {{"columns", std::move(columns)}, {"rows", std::move(rows)}, {"partial", partial}};
}

[[nodiscard]] OrderedJson provenance_json(const std::vector<sources::Provenance>& provenance) {
  OrderedJson list = OrderedJson::array();
  for (const sources::Provenance& each : provenance) {
    list.push_back({{"vendor", each.vendor},
                    {"tool", each.tool},
                    {"arguments", OrderedJson(each.arguments)},
                    {"pages", each.pages},
                    {"rows", each.rows},
                    {"partial", each.partial},
                    {"fetched_at", to_rfc3339(each.fetched_at)}});
    if (each.account.empty()) continue;
    list.back()["connection"] = to_text(each.connection);
    list.back()["account"] = each.account;
  }
  return list;
}

[[nodiscard]] OrderedJson period_json(const AnswerPeriod& period) {
  return {{"start", unit_json(period.start)}, {"end", period.end}, {"timezone", period.timezone}};
}

[[nodiscard]] OrderedJson options_json(const std::vector<AnswerOption>& options) {
  OrderedJson list = OrderedJson::array();
  for (const AnswerOption& option : options) {
    list.push_back({{"label", option.label}, {"question", option.question}});
  }
  return list;
}

[[nodiscard]] OrderedJson chips_json(const std::vector<AnswerChip>& chips) {
  OrderedJson list = OrderedJson::array();
  for (const AnswerChip& chip : chips) {
    OrderedJson item = {{"kind", chip.kind}, {"text", chip.text}};
    if (!chip.question.empty()) item["question"] = chip.question;
    list.push_back(std::move(item));
  }
  return list;
}

}  // namespace

std::string_view to_text(AnswerStatus status) {
  switch (status) {
    case AnswerStatus::answered: return "answered";
    case AnswerStatus::clarify: return "clarify";
    case AnswerStatus::refused: return "refused";
    case AnswerStatus::failed: return "failed";
    case AnswerStatus::deleted: return "deleted";
  }
  return "failed";
}

Answer deleted_answer(std::string id, std::string question, const std::string& vendor_name) {
  Answer answer;
  answer.id = std::move(id);
  answer.question = std::move(question);
  answer.status = AnswerStatus::deleted;
  // The page tells it from an answer that failed by this, and offers to connect again.
  answer.reason = "connection_deleted";
  answer.text =
      "Deleted with the connection to " + vendor_name + ". Connect it again, then ask or refresh.";
  return answer;
}

OrderedJson to_json(const Answer& answer) {
  OrderedJson json = {{"id", answer.id},
                      {"question", answer.question},
                      {"status", to_text(answer.status)},
                      {"text", answer.text}};
  json["value"] = nullptr;
  if (answer.value) {
    json["value"] = {{"value", OrderedJson(answer.value->value)},
                     {"unit", unit_json(answer.value->unit)}};
  }
  json["table"] = answer.table ? table_json(*answer.table, answer.partial) : OrderedJson();
  json["chart"] = answer.chart ? to_json(*answer.chart) : OrderedJson();
  json["plan"] = answer.plan ? OrderedJson(to_json(*answer.plan)) : OrderedJson();
  json["period"] = answer.period ? period_json(*answer.period) : OrderedJson();
  json["provenance"] = provenance_json(answer.provenance);
  json["partial"] = answer.partial;
  json["caveats"] = answer.caveats;
  json["unused_words"] = answer.unused_words;
  json["assumptions"] = OrderedJson::array();
  for (const Assumption& each : answer.assumptions)
    json["assumptions"].push_back({{"about", each.about}, {"text", each.text}});
  json["confidence"] = answer.confidence;
  json["reason"] = unit_json(answer.reason);
  json["vendors"] = answer.vendors;
  json["options"] = options_json(answer.options);
  json["suggestions"] = answer.suggestions;
  json["elapsed_ms"] = answer.elapsed.count();
  json["chips"] = chips_json(answer.chips);
  // A line a call, as a person reads it; `provenance` has the same for programs.
  OrderedJson fetches = OrderedJson::array();
  for (const sources::Provenance& each : answer.provenance) {
    const std::string account = each.account.empty() ? "" : " (" + each.account + ")";
    fetches.push_back(each.vendor + account + " " + each.tool + " " + to_wire(each.arguments));
  }
  OrderedJson definitions = OrderedJson::array();
  for (const auto& [label, meaning] : answer.how.definitions)
    definitions.push_back({{"label", label}, {"meaning", meaning}});
  json["how"] = {{"definitions", std::move(definitions)},
                 {"sql", answer.how.sql},
                 {"fetches", std::move(fetches)},
                 {"notes", answer.how.notes}};
  return json;
}

}  // namespace sluice::analytics
