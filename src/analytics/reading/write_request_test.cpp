#include "analytics/reading/write_request.h"

#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

[[nodiscard]] bool orders(std::string_view text) {
  return is_write_request(Grammar::english(), split_words(text));
}

TEST(WriteRequest, is_an_order_with_something_to_do_it_to) {
  for (const char* text :
       {"delete all stale tickets", "please refund Harborbridge Media", "can you close PLT-210",
        "could we pause the largest subscription", "give Harborbridge a discount",
        "close stale backlog issues", "merge pull request 135", "open a ticket for this"})
    EXPECT_TRUE(orders(text)) << text;
}

TEST(WriteRequest, may_stand_behind_a_question) {
  for (const char* text :
       {"list stale issues and close them", "how many are open? please close them",
        "show the overdue invoices, then delete all of them",
        "which trials end this week and also please extend those"})
    EXPECT_TRUE(orders(text)) << text;
}

TEST(WriteRequest, is_no_state_no_past_and_no_wish_for_a_chart) {
  for (const char* text :
       {"open deals by stage", "how many did they close", "refund rate this year",
        "closed issues per month", "give me the revenue by country", "make a chart of sign-ups",
        "drop off by step", "set against last year", "show merged pull requests",
        "how many issues did we close and reopen last month", "change versus last month"})
    EXPECT_FALSE(orders(text)) << text;
}

}  // namespace
}  // namespace sluice::analytics
