// Words that only the rows know, asked of a vendor that is nobody's.
#include "analytics/asking/look_for_names.h"

#include "analytics/asking/ask.h"
#include "analytics/asking/run_fixture.h"
#include "base/time_format.h"
#include "catalog/catalog_fixture.h"
#include "catalog/row_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::string_view row_lines = R"(tools:
  list_visits: {verdict: read, input: {}}
entries:
  - name: visits
    label: Visits
    synonyms: [visit]
    tool: list_visits
    rows: $
    time: day
    name_field: title
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: title, label: Title, path: title, type: text, role: name}
      - {name: place, label: Place, path: place, type: text, role: dimension}
      - {name: kind, label: Kind, path: kind, type: text, role: dimension, values: [{value: Guided evening tour}, {value: School class}]}
      - {name: comments, label: Comments, path: comments, type: integer, role: measure, synonyms: [comment]}
      - {name: day, path: day, type: date, role: time}
    measures: [{name: visit_count, synonyms: [visits], aggregate: count, description: Visits.}]
questions: [How many visits]
)";

constexpr const char* rows = R"([
  {"id":"1","title":"Opening","place":"Old harbour hall","kind":"School class","comments":0,"day":"2026-10-01"},
  {"id":"2","title":"Finale","place":"Old harbour hall","kind":"Guided evening tour","comments":2,"day":"2026-10-02"},
  {"id":"3","title":"Gala","place":"Orangery","kind":"School class","comments":null,"day":"2026-10-03"},
  {"id":"4","title":"A","place":"Kiosk one","day":"2026-09-01"},
  {"id":"5","title":"B","place":"Kiosk two","day":"2026-09-01"},
  {"id":"6","title":"C","place":"Kiosk three","day":"2026-09-01"},
  {"id":"7","title":"D","place":"Kiosk four","day":"2026-09-01"},
  {"id":"8","title":"E","place":"Kiosk five","day":"2026-09-01"},
  {"id":"9","title":"F","place":"Kiosk six","day":"2026-09-01"}])";

class LookForNames : public RunSuite {
 protected:
  [[nodiscard]] Answer ask(const std::string& question) {
    PlannerContext planner{
        {}, {}, *parse_rfc3339("2026-11-21T17:00:00Z"), *TimeZone::find("America/New_York")};
    planner.catalog = {{.vendor = &vendor_}};
    planner.connected = {{.vendor = &vendor_}};
    RunContext run;
    run.spawner = spawner().get();
    run.vendors = {{.vendor = &vendor_}};
    run.rates = {.reporting = "usd", .to_reporting = {}};
    run.now = planner.now;
    run.deadline = Deadline::in(60s);
    calls_ = 0;
    run.call = [this](const sources::VendorCall&) {
      ++calls_;
      return reply(rows);
    };
    return finished(analytics::ask({.id = "", .text = question, .previous = std::nullopt},
                                   std::move(planner), std::move(run)));
  }

  catalog::Vendor vendor_ = *catalog::read_row("acme.yaml", catalog::acme_row(row_lines));
  int calls_ = 0;
};

TEST_F(LookForNames, a_name_that_only_the_rows_know_narrows_by_its_field) {
  const Answer answer = ask("how many visits in the orangery in October");
  ASSERT_EQ(answer.status, AnswerStatus::answered) << answer.text;
  EXPECT_THAT(answer.text, HasSubstr("place Orangery"));
  ASSERT_TRUE(answer.value);
  EXPECT_EQ(answer.value->value, Json(1));
}

TEST_F(LookForNames, a_part_of_a_name_stands_for_it) {
  const Answer answer = ask("how many visits in the harbour in October");
  ASSERT_TRUE(answer.value) << answer.text;
  EXPECT_THAT(answer.text, HasSubstr("place Old harbour hall"));
  EXPECT_EQ(answer.value->value, Json(2));
}

TEST_F(LookForNames, a_part_of_many_names_stands_for_none) {
  const Answer answer = ask("how many visits in the kiosk in September");
  EXPECT_EQ(answer.status, AnswerStatus::refused) << answer.text;
}

TEST_F(LookForNames, a_part_of_what_the_catalog_knows_takes_no_call) {
  const Answer answer = ask("how many guided visits in October");
  EXPECT_THAT(answer.text, HasSubstr("kind Guided evening tour"));
  EXPECT_EQ(calls_, 1) << "the question's own";
}

TEST_F(LookForNames, a_word_of_a_title_narrows_nothing) {
  const Answer answer = ask("how many gala visits in October");
  EXPECT_EQ(answer.status, AnswerStatus::refused) << answer.text;
}

TEST_F(LookForNames, what_no_row_holds_is_refused_as_before) {
  const Answer answer = ask("how many visits in the lighthouse in October");
  EXPECT_EQ(answer.status, AnswerStatus::refused) << answer.text;
  EXPECT_THAT(answer.text, HasSubstr("lighthouse"));
}

TEST_F(LookForNames, a_name_that_finds_nothing_is_offered_to_be_left_out) {
  const Answer answer = ask("how many visits in Lighthouse in October");
  EXPECT_EQ(answer.reason, "value_not_found") << answer.text;
  ASSERT_EQ(answer.suggestions.size(), 1U);
  EXPECT_THAT(answer.suggestions.front(), HasSubstr("October"));
}

TEST_F(LookForNames, no_comments_are_none_as_well_as_zero) {
  const Answer answer = ask("how many visits without comments in October");
  ASSERT_TRUE(answer.value) << answer.text;
  EXPECT_EQ(answer.value->value, Json(2));
}

}  // namespace
}  // namespace sluice::analytics
