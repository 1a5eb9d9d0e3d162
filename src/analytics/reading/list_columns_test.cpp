// What a list is asked to show besides, and in which order its rows stand.
#include "analytics/reading/reading_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sluice::analytics {
namespace {

class ListColumns : public ReadingTest {
 protected:
  // The plan of a list, whose columns hold all of these.
  void lists(std::string_view question, std::initializer_list<std::string_view> columns) {
    const auto read = plan(question);
    ASSERT_TRUE(read) << question;
    EXPECT_EQ(read->frame, Frame::list) << question;
    for (const std::string_view column : columns)
      EXPECT_TRUE(std::ranges::any_of(read->columns,
                                      [&](const Reference& each) { return each.name == column; }))
          << question << ": " << column;
  }
};

TEST_F(ListColumns, several_are_named_one_behind_the_other) {
  lists("paused Linear projects with lead and target date", {"lead", "target"});
  lists("paused Linear projects: lead, target date, team?", {"lead", "target", "team"});
  lists("Which Linear projects are on hold? Lead and target date too", {"lead", "target"});
}

TEST_F(ListColumns, what_every_list_has_is_asked_by_its_common_name) {
  lists(
      "list the Stripe disputes opened in October with date, amount in dollars, reason and status",
      {"created", "amount", "reason", "status"});
  lists("open HubSpot deals with name, value and stage", {"name", "amount", "stage"});
}

TEST_F(ListColumns, people_are_asked_for_by_what_they_do) {
  lists("urgent Linear issues that are open, and who is working on them", {"assignee"});
  lists("which GitHub pull requests are open and who opened them", {"author"});
}

TEST_F(ListColumns, ranked_rows_with_columns_are_a_list_by_their_size) {
  const QueryPlan read = planned("our four biggest open deals in HubSpot with stage and owner");
  EXPECT_EQ(read.frame, Frame::list);
  EXPECT_EQ(read.limit, 4U);
  ASSERT_TRUE(read.order && read.order->field);
  EXPECT_EQ(read.order->field->name, "amount");
}

TEST_F(ListColumns, what_an_answer_cannot_show_is_refused) {
  // Of each group it shows a name and a number.
  EXPECT_FALSE(plan("the two biggest deals each rep has won this year, with close date and stage"));
  // In front of what is counted, and behind a question for a reason, nothing is a column.
  const auto reasons = plan("why do we lose deals? reasons for 2026");
  EXPECT_TRUE(reasons && reasons->frame == Frame::breakdown);
  // Linear projects have nobody who wrote them.
  EXPECT_FALSE(plan("paused Linear projects and who wrote them"));
}

TEST_F(ListColumns, the_oldest_go_by_a_moment_that_the_list_need_not_show_by_itself) {
  const QueryPlan oldest = planned("the 3 oldest open pull requests");
  ASSERT_TRUE(oldest.order && oldest.order->field);
  EXPECT_EQ(oldest.order->field->name, "created");
  EXPECT_FALSE(oldest.order->descending);
  // The catalog's own time of deals is that of their close.
  const QueryPlan longest = planned("which three HubSpot deals are open the longest");
  ASSERT_TRUE(longest.order && longest.order->field);
  EXPECT_EQ(longest.order->field->name, "created");
  const QueryPlan won = planned("the 2 latest won HubSpot deals");
  ASSERT_TRUE(won.order && won.order->field);
  EXPECT_EQ(won.order->field->name, "closed");
}

}  // namespace
}  // namespace sluice::analytics
