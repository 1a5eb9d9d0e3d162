#include "analytics/answering/stored_answer.h"

#include "analytics/answering/answer.h"

#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

OrderedJson good() {
  Answer answer;
  answer.id = "1";
  answer.question = "MRR by month";
  answer.status = AnswerStatus::answered;
  answer.text = "MRR by month.";
  answer.table = analyst::Table{{{"month", "month", ""}, {"mrr", "decimal", "usd"}},
                                {{"2026-01", 1.5}, {"2026-02", nullptr}}};
  Chart chart;
  chart.mark = Mark::line;
  chart.x = "month";
  chart.y = {"mrr"};
  chart.sort = "none";
  answer.chart = chart;
  answer.plan = QueryPlan{};
  answer.provenance = {{.vendor = "stripe",
                        .tool = "list_subscriptions",
                        .arguments = Json::object(),
                        .pages = 1,
                        .rows = 2,
                        .partial = false,
                        .fetched_at = {}}};
  answer.assumptions = {{"period", "the last 12 months"}};
  return to_json(answer);
}
// The reason of what is read of such a text; empty: it is read as it was stored.
std::string read(const std::string& text) {
  const OrderedJson answer = read_stored_answer(text, {"7", "MRR by month"});
  if (answer.value("reason", OrderedJson()) == "damaged") {
    EXPECT_EQ(answer["id"], "7");
    EXPECT_EQ(answer["question"], "MRR by month");
    EXPECT_EQ(answer["status"], "failed");
    EXPECT_TRUE(answer["chart"].is_null());
    EXPECT_EQ(answer.dump().find("javascript"), std::string::npos);
    return "damaged";
  }
  EXPECT_EQ(answer.dump(), text);
  return "";
}

TEST(StoredAnswer, what_was_stored_is_read_to_the_letter) {
  EXPECT_EQ(read(good().dump()), "");
  Answer refused;
  refused.status = AnswerStatus::refused;
  EXPECT_EQ(read(to_json(refused).dump()), "");
}

TEST(StoredAnswer, what_is_no_answer_of_ours_says_so_and_shows_nothing_of_it) {
  for (const char* text : {"", "{", "null", "[]", "{}", "\"x\"", "{\"status\":\"answered\"}"})
    EXPECT_EQ(read(text), "damaged") << text;
  EXPECT_EQ(read(std::string(100'000, '[')), "damaged");
}

TEST(StoredAnswer, a_chart_that_loads_links_or_computes_is_not_handed_on) {
  const std::vector<OrderedJson> charts{
      {{"mark", "area"}},
      {{"mark", "line"}, {"href", "javascript:alert(1)"}},
      {{"mark", "line"}, {"data", {{"url", "https://evil.example/rows"}}}},
      {{"mark", "line"}, {"y", {"mrr"}}, {"transform", {{{"calculate", "1"}}}}},
      {{"mark", {{"type", "bar"}, {"href", "javascript:1"}}}},
      {{"mark", "line"}, {"title", {{"text", {{"expr", "1"}}}}}},
      {{"mark", "line"}, {"title", std::string(5'000, 'x')}},
      {{"mark", "line"}, {"x", "no such column"}, {"y", {"mrr"}}},
      {{"mark", "line"}, {"x", "month"}, {"y", {"no such column"}}},
      {{"mark", "line"}, {"y", "mrr"}},
      "line"};
  for (const OrderedJson& chart : charts) {
    OrderedJson answer = good();
    answer["chart"] = chart;
    EXPECT_EQ(read(answer.dump()), "damaged") << chart;
  }
}

TEST(StoredAnswer, a_table_whose_rows_do_not_fit_its_columns_is_not_handed_on) {
  OrderedJson answer = good();
  answer["table"]["rows"].push_back({"2026-03"});
  EXPECT_EQ(read(answer.dump()), "damaged");
  answer = good();
  answer["table"]["rows"][0][1] = {{"a", 1}};
  EXPECT_EQ(read(answer.dump()), "damaged");
  answer = good();
  answer["table"]["columns"][0]["type"] = "html";
  EXPECT_EQ(read(answer.dump()), "damaged");
  answer = good();
  answer["table"] = nullptr;
  EXPECT_EQ(read(answer.dump()), "damaged");
}

}  // namespace
}  // namespace sluice::analytics
