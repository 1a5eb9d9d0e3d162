#include "analytics/reading/reading_fixture.h"
#include "analytics/reading/write_request.h"

#include <algorithm>

// Readings that would give a number to another question than the one that was asked. Each of these
// kinds once did.
namespace sluice::analytics {
namespace {

class Trust : public ReadingTest {
 protected:
  [[nodiscard]] std::string measure(std::string_view question) const {
    const auto read = plan(question);
    return read && !read->measures.empty()
               ? read->measures.front().entry + "." + read->measures.front().name
               : "";
  }
};

TEST_F(Trust, a_count_is_no_amount_of_money) {
  EXPECT_FALSE(plan("number of revenue last month"));
  EXPECT_FALSE(plan("how many win rate by owner"));
  EXPECT_EQ(measure("how many dollars did we refund last month"), "refunds.refunded_amount");
  EXPECT_FALSE(plan("which assignee closed the least money in Linear this year"));
}

TEST_F(Trust, only_a_length_of_time_can_be_the_longest) {
  EXPECT_FALSE(plan("which customers have the longest invoices this year"));
  EXPECT_FALSE(plan("the slowest countries by revenue this year"));
  EXPECT_TRUE(plan("which owner has the longest sales cycle this year"));
}

TEST_F(Trust, what_was_not_changed_lately_was_changed_before) {
  for (const char* question : {"Linear issues untouched for 30 days",
                               "Linear issues that have been stale for more than 30 days"}) {
    const QueryPlan read = planned(question);
    ASSERT_EQ(read.filters.size(), 1U) << question;
    EXPECT_EQ(read.filters.front().field.name, "updated") << question;
    EXPECT_EQ(read.filters.front().op, FilterOp::lt) << question;
    EXPECT_FALSE(read.period) << question;
  }
  // Invoices keep no last change.
  EXPECT_FALSE(plan("invoices untouched for 30 days"));
}

TEST_F(Trust, what_ends_in_a_time_that_has_begun_ends_until_its_end) {
  catalog_ = catalog::Catalog::of_sample();
  const auto year_end = parse_rfc3339("2027-01-01T00:00:00-05:00");
  EXPECT_EQ(planned("active Box contracts that end this year").period->end, year_end);
  EXPECT_LT(planned("Box contracts that ended this year").period->end, year_end);
  // Of a rate only what is over is known.
  EXPECT_LT(planned("Attio renewal rate this year").period->end, year_end);
}

TEST_F(Trust, nothing_happens_in_a_day_that_a_source_is_called_by) {
  catalog_ = catalog::Catalog::of_sample();
  EXPECT_FALSE(plan("items in progress in monday"));
  EXPECT_EQ(measure("how many items are in monday"), "board_sizes.item_count");
}

TEST_F(Trust, the_name_of_a_count_holds_a_value_only_as_it_is_written) {
  catalog_ = catalog::Catalog::of_sample();
  EXPECT_TRUE(planned("Box contracts expiring this year").filters.empty());
  EXPECT_FALSE(planned("GitHub CI runs last month").filters.empty());
}

TEST_F(Trust, a_name_goes_on_with_a_capital_beside_a_known_longer_name) {
  catalog_ = catalog::Catalog::of_sample();
  const QueryPlan read = planned("how much did we spend on Google Ads last month");
  ASSERT_EQ(read.filters.size(), 1U);
  EXPECT_EQ(read.filters.front().values.front(), "Google Ads");
}

TEST_F(Trust, per_a_source_and_its_noun_is_a_group) {
  catalog_ = catalog::Catalog::of_sample();
  const QueryPlan read = planned("subscribers per brevo list");
  ASSERT_EQ(read.dimensions.size(), 1U);
  EXPECT_EQ(read.dimensions.front().field.entry, "lists");
}

TEST_F(Trust, a_unit_of_time_is_no_number_of_the_rows) {
  catalog_ = catalog::Catalog::of_sample();
  const auto read = plan("on an average day in October, how many exports in PostHog");
  EXPECT_TRUE(!read || read->measures.size() == 1);
}

TEST_F(Trust, how_long_a_row_is_in_its_state_is_not_its_age) {
  EXPECT_FALSE(plan("Linear issues in progress for more than two weeks"));
  EXPECT_FALSE(plan("Linear issues unassigned for more than two weeks"));
  EXPECT_TRUE(plan("Linear issues open for more than two weeks"));
  EXPECT_TRUE(plan("Linear issues in progress older than two weeks"));
}

TEST_F(Trust, when_wants_a_time_in_the_answer) {
  const QueryPlan read = planned("when was our largest payout this year?");
  EXPECT_EQ(read.frame, Frame::list);
  EXPECT_EQ(read.limit, 1U);
  EXPECT_TRUE(std::ranges::any_of(
      read.columns, [](const Reference& column) { return column.name == "created"; }));
  EXPECT_FALSE(plan("when was the win rate by owner"));
}

TEST_F(Trust, in_percent_alone_is_no_change) {
  EXPECT_FALSE(plan("deals won this year, in percent"));
  EXPECT_EQ(planned("open issues in Linear by priority, in percent").frame, Frame::share);
}

TEST_F(Trust, what_was_done_to_rows_is_no_change_of_their_number) {
  const auto read = plan("how many invoices were dropped last month");
  EXPECT_TRUE(!read || read->comparison == Comparison::none);
}

TEST_F(Trust, two_named_times_of_a_change_are_its_ends) {
  const QueryPlan read = planned("how much did revenue grow Q2 to Q3");
  EXPECT_EQ(read.comparison, Comparison::previous_period);
  ASSERT_TRUE(read.period);
  EXPECT_EQ(read.period->grain, Grain::quarter);
}

TEST_F(Trust, open_for_so_long_are_the_open_ones) {
  const QueryPlan read = planned("bugs on GitHub that are open for more than 60 days");
  const bool open = read.measures.front().name == "open_bugs" ||
                    std::ranges::any_of(read.filters, [](const Filter& filter) {
                      return filter.field.name == "state" || filter.field.name == "is_open";
                    });
  EXPECT_TRUE(open);
}

TEST_F(Trust, a_deed_chooses_the_person) {
  const QueryPlan filed = planned("who filed the most Linear issues this year");
  ASSERT_EQ(filed.dimensions.size(), 1U);
  EXPECT_EQ(filed.dimensions.front().field.name, "creator");
}

TEST_F(Trust, a_number_behind_a_bound_is_no_year) {
  const auto read = plan("which customers have MRR over 2000 a month");
  EXPECT_TRUE(!read || !read->period || read->period->grain != Grain::year);
}

TEST_F(Trust, so_many_rows_are_no_amount) {
  const QueryPlan read = planned("which companies have we won two or more HubSpot deals with?");
  EXPECT_TRUE(read.filters.empty() || read.filters.front().field.name != "amount");
}

TEST_F(Trust, never_done_is_no_missing_date) {
  const auto read = plan("how many companies never opened a ticket in HubSpot?");
  EXPECT_TRUE(!read || std::ranges::none_of(read->filters, [](const Filter& filter) {
    return filter.op == FilterOp::is_null && filter.field.name == "created";
  }));
}

TEST_F(Trust, how_many_of_those_who_did_are_counted_once_each) {
  EXPECT_EQ(measure("how many different assignees closed an issue in Linear last month"),
            "issues.distinct:issues_closed.assignee");
}

TEST_F(Trust, the_whole_of_a_share_is_no_way_of_splitting_it) {
  const auto read = plan("what % of customers did we lose last quarter");
  EXPECT_TRUE(!read || read->dimensions.empty());
}

TEST_F(Trust, tickets_are_those_of_the_vendor_that_calls_them_so) {
  EXPECT_EQ(measure("how many tickets last month"), "tickets.tickets_created");
  EXPECT_EQ(measure("how many Linear tickets last month"), "issues.issues_created");
}

TEST_F(Trust, not_is_never_left_out_of_a_name) {
  EXPECT_NE(measure("Linear issues that got started last month"), "issues.issues_todo");
}

TEST_F(Trust, by_how_much_asks_for_the_difference) {
  const QueryPlan read = planned("by how much did MRR change last month");
  EXPECT_EQ(read.change, Change::absolute);
  EXPECT_EQ(read.comparison, Comparison::previous_period);
}

TEST_F(Trust, a_deed_without_a_time_is_not_dropped) {
  const auto read = plan("which companies have we closed deals with in HubSpot");
  EXPECT_TRUE(!read || read->measures.front().name != "deals_created");
}

TEST_F(Trust, at_least_one_is_no_rank) {
  const auto read = plan("how many issues got at least one comment last month");
  EXPECT_TRUE(!read || !read->limit);
}

TEST_F(Trust, what_somebody_did_are_rows) {
  EXPECT_EQ(planned("what did Kira Evans close in Linear last month").frame, Frame::list);
}

TEST(WriteRequests, are_found_in_any_sentence) {
  const Grammar& grammar = Grammar::english();
  for (const char* text :
       {"Which invoices are late? Void the old ones.", "How many issues are stale? Close them all!",
        "count the open ones n close them"})
    EXPECT_TRUE(is_write_request(grammar, split_words(text))) << text;
  EXPECT_FALSE(is_write_request(grammar, split_words("Was it good? Open issues by team?")));
}

TEST_F(Trust, what_is_divided_by_is_not_what_is_counted) {
  const QueryPlan read = planned("how many invites for each sign-up in PostHog last quarter");
  EXPECT_EQ(read.derivation, Derivation::ratio);
  ASSERT_EQ(read.measures.size(), 2U);
  EXPECT_EQ(read.measures.back().name, "sign_ups");
}

TEST_F(Trust, a_value_beside_another_noun_is_the_name_of_that) {
  EXPECT_FALSE(plan("how many bugs did the Security team close in Linear this quarter"));
  EXPECT_TRUE(plan("how many Security issues did we close in Linear this quarter"));
}

TEST_F(Trust, of_an_average_there_is_no_share) {
  EXPECT_FALSE(plan("what percent of the average time to merge was in web-app this year"));
}

TEST_F(Trust, an_order_behind_a_courtesy_is_an_order) {
  const auto is_order = [](std::string_view text) {
    return is_write_request(Grammar::english(), split_words(text));
  };
  EXPECT_TRUE(is_order("pls give all of her open issues to Liam and tell me how many it was"));
  EXPECT_FALSE(is_order("pls give me all of her open issues"));
}

TEST_F(Trust, where_asks_for_the_group_that_was_said_before) {
  EXPECT_EQ(
      planned("rank the industries, where does our revenue come from this year").dimensions.size(),
      1U);
}

TEST_F(Trust, each_day_of_a_weekday_profile_is_one_of_the_week) {
  const QueryPlan read = planned("on which weekday do we merge pull requests, each day, this year");
  ASSERT_EQ(read.dimensions.size(), 1U);
  EXPECT_EQ(read.dimensions.front().part, DatePart::weekday);
}

TEST_F(Trust, another_word_for_customers_is_read_with_its_verb) {
  for (const char* question : {"how many clients did we lose last month", "logos lost last month"})
    EXPECT_EQ(measure(question), "subscriptions.churned_customers") << question;
  EXPECT_EQ(measure("urgent issues raised in 2026"), "issues.issues_created")
      << "of the source that calls them so";
}

TEST_F(Trust, a_stretch_is_not_compared_with_all_that_was_before) {
  const auto read = plan("new contacts so far this month, and by the 21st of last month");
  EXPECT_TRUE(!read || read->comparison != Comparison::named_period);
}

TEST_F(Trust, the_time_of_a_ranking_is_none_of_a_stock) {
  EXPECT_FALSE(plan("open GitHub issues across the 3 repos with the most merged PRs this year"));
}

TEST_F(Trust, what_is_not_finished_is_not_what_is_late) {
  const auto read = plan("which Linear projects are not finished yet");
  if (!read) return;
  for (const Filter& filter : read->filters)
    EXPECT_NE(filter.field.name, "is_overdue");
}

TEST_F(Trust, an_ordinal_is_no_misspelt_unit) {
  const QueryPlan read = planned("deals won in HubSpot in the second quarter");
  ASSERT_TRUE(read.period);
  EXPECT_EQ(read.period->text, "the second quarter");
}

TEST_F(Trust, a_light_word_that_narrows_here_is_not_left_out) {
  // Companies with their first deal, of which the catalog says "new" of the deal.
  const auto fresh = plan("new logos landed by owner in Q3 in HubSpot");
  EXPECT_TRUE(!fresh || fresh->measures.front().name != "companies_won");
  EXPECT_TRUE(plan("how many new contacts in HubSpot in October"));
  // One number is that of none.
  EXPECT_FALSE(plan("win rate of each in HubSpot in Q3"));
}

TEST_F(Trust, what_lies_between_two_steps_is_not_left_out) {
  EXPECT_FALSE(plan("Linear issues created this year, low through high priority, by priority"));
  EXPECT_TRUE(plan("Linear issues created this year, low and high priority, by priority"));
}

TEST_F(Trust, the_place_of_one_among_the_others_is_not_that_one_alone) {
  EXPECT_FALSE(plan("where does France rank among our countries by MRR in Stripe"));
  EXPECT_TRUE(plan("rank our countries by MRR in Stripe"));
}

TEST_F(Trust, the_rows_behind_a_share_are_the_whole) {
  catalog_ = catalog::Catalog::of_sample();
  const QueryPlan read =
      planned("what % of our PayPal payments last month came from buyers in Germany");
  ASSERT_EQ(read.measures.size(), 1U);
  EXPECT_EQ(read.measures.front().name, "orders");
  EXPECT_FALSE(read.part.empty());
}

TEST_F(Trust, the_money_of_both_is_asked_for) {
  const QueryPlan read = planned("Stripe refunds next to disputes in dollars by month in Q3");
  ASSERT_EQ(read.measures.size(), 2U);
  EXPECT_EQ(read.measures.back().name, "disputed_amount");
  const QueryPlan counts = planned("Stripe refunds next to disputes by month in Q3");
  EXPECT_EQ(counts.measures.back().name, "dispute_count");
}

TEST_F(Trust, a_number_right_before_what_rows_are_counts_them) {
  const QueryPlan read =
      planned("which industries had three or more existing business deals won in HubSpot in Q3");
  EXPECT_TRUE(std::ranges::none_of(read.filters,
                                   [](const Filter& each) { return each.field.name == "amount"; }));
  ASSERT_EQ(read.having.size(), 1U);
  EXPECT_EQ(read.having.front().value, 3);
}

TEST_F(Trust, what_is_still_open_is_no_stock_of_an_earlier_time) {
  const auto read = plan("HubSpot deals that came in in Q3 and are still open, by stage");
  EXPECT_TRUE(!read || read->measures.front().name != "open_deals_then");
  EXPECT_TRUE(plan("deals still open at the end of Q3"));
}

TEST_F(Trust, two_moments_in_front_of_a_noun_are_two_numbers) {
  const QueryPlan read = planned("created vs completed Linear issues per team in October");
  EXPECT_EQ(read.measures.size(), 2U);
}

TEST_F(Trust, each_of_them_are_the_groups) {
  const QueryPlan read = planned(
      "which country brought in the most revenue in Q3, and how much did each of them bring in");
  ASSERT_EQ(read.dimensions.size(), 1U);
  EXPECT_FALSE(read.dimensions.front().grain);
  EXPECT_FALSE(read.limit);
}

TEST_F(Trust, what_was_given_back_is_no_revenue) {
  const auto read = plan("how much did we give back to customers in October in Stripe");
  EXPECT_TRUE(!read || read->measures.front().name == "refunded_amount");
  EXPECT_FALSE(plan("how much did customers send back in October"));
}

TEST_F(Trust, what_a_number_is_told_in_is_no_condition) {
  EXPECT_TRUE(planned("Stripe refunds in October in dollars").filters.empty());
}

TEST_F(Trust, of_two_values_a_row_has_one) {
  for (const Filter& each : planned("issues with low priority or high priority").filters)
    EXPECT_EQ(each.values.size(), 2U);
  const auto read = plan("Basic vs Scale MRR in Stripe");
  EXPECT_TRUE(!read || read->filters.size() < 2);
}

TEST_F(Trust, rows_that_did_it_are_no_group) {
  const auto read = plan("lines added by the PRs that we merged in September");
  EXPECT_TRUE(!read || read->dimensions.empty());
  EXPECT_FALSE(planned("lines added by repository in September").dimensions.empty());
}

TEST_F(Trust, a_value_that_is_asked_for_is_no_condition) {
  EXPECT_FALSE(plan("which competitor did we lose the most HubSpot deals to this year"));
  EXPECT_TRUE(plan("which open HubSpot deals have no owner"));
}

TEST_F(Trust, fields_of_one_name_are_two) {
  // A deal has a stage, and a ticket too.
  const auto read = plan("open HubSpot deals of companies with a closed ticket");
  EXPECT_TRUE(!read || read->measures.front().entry == "deals");
}

}  // namespace
}  // namespace sluice::analytics
