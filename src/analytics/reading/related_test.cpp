#include "analytics/reading/reading_fixture.h"

#include <string>

// Conditions on rows that what is counted does not lead to: those of the customers that both belong
// to. Without them the number of all would be given to a question about some.
namespace sluice::analytics {
namespace {

class RelatedRows : public ReadingTest {
 protected:
  // "with hubspot.deals.open_deals", with the conditions of those rows; empty: not read so.
  [[nodiscard]] std::string related(std::string_view question) const {
    const auto read = plan(question);
    if (!read || read->related.size() != 1) return "";
    const Related& rows = read->related.front();
    std::string text = (rows.present ? "with " : "without ") + rows.rows.vendor + "." +
                       rows.rows.entry + "." + rows.rows.name;
    for (const Filter& filter : rows.filters)
      text += " " + filter.field.name + "=" + filter.values.front().dump();
    return text;
  }
};

TEST_F(RelatedRows, an_amount_is_that_of_the_customers_who_have_them) {
  for (const char* question :
       {"MRR of customers with an open deal", "how much MRR do customers with open deals have",
        "what MRR comes from customers that have an open HubSpot deal"}) {
    EXPECT_TRUE(related(question).starts_with("with hubspot.deals.")) << question;
    const QueryPlan read = planned(question);
    EXPECT_TRUE(!read.measures.empty() && read.measures.front().name == "mrr") << question;
  }
  EXPECT_EQ(related("MRR of customers without any ticket"),
            "without hubspot.tickets.tickets_created");
  EXPECT_EQ(related("revenue from companies that filed a ticket last quarter"),
            "with hubspot.tickets.tickets_created");
}

TEST_F(RelatedRows, a_value_beside_their_noun_is_a_condition_on_them) {
  EXPECT_EQ(related("MRR of customers with a high priority ticket"),
            "with hubspot.tickets.tickets_created priority=\"HIGH\"");
  EXPECT_EQ(related("how many contacts have a ticket that is still waiting on us"),
            "with hubspot.tickets.tickets_created stage=\"3\"");
}

TEST_F(RelatedRows, what_customers_are_on_says_whose_tickets_they_are) {
  for (const char* question :
       {"tickets of customers on the Scale plan", "tickets created by customers on the Scale plan",
        "how many tickets did Scale customers open this year"})
    EXPECT_EQ(related(question), "with stripe.subscriptions.paying_customers plan=\"Scale\"")
        << question;
}

TEST_F(RelatedRows, who_has_them_is_counted_and_not_what_they_have) {
  for (const char* question :
       {"how many customers have an open deal", "number of customers with an open ticket",
        "how many customers have a ticket"}) {
    const auto read = plan(question);
    // Of two sources' customers it may be asked back.
    EXPECT_TRUE(!read || read->measures.front().entry.contains("subscriptions")) << question;
  }
}

TEST_F(RelatedRows, a_person_who_handles_both_does_not_tie_them) {
  const auto read = plan("deals with a ticket");
  if (!read) return;
  for (const Assumption& each : read->assumptions)
    EXPECT_FALSE(each.text.contains("Owners")) << each.text;
}

TEST_F(RelatedRows, the_noun_of_other_rows_takes_no_value_of_the_counted_ones) {
  const auto read = plan("which customers have an overdue issue");
  EXPECT_TRUE(!read || read->measures.front().vendor != "stripe") << "past due is no issue";
}

TEST_F(RelatedRows, a_guess_at_a_short_word_is_not_what_is_counted) {
  const auto read = plan("which customers have an unpaid Stripe invoice that we should chase");
  EXPECT_TRUE(!read || read->measures.front().entry != "tickets");
}

}  // namespace
}  // namespace sluice::analytics
