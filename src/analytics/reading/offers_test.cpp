#include "analytics/reading/offers.h"

#include "analytics/reading/reading_fixture.h"
#include "analytics/reading/say.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sluice::analytics {
namespace {

class Offers : public ReadingTest {
 protected:
  // What is offered has to be answered as it stands.
  void expect_answered(const std::vector<Option>& options) const {
    for (const Option& option : options) {
      const auto outcome = plan_by_grammar(context(), option.question);
      EXPECT_TRUE(outcome) << option.question;
    }
  }
  [[nodiscard]] std::string wording(std::string_view question) const {
    std::string all;
    for (const Assumption& each : planned(question).assumptions)
      if (each.about == "wording") all += each.text;
    return all;
  }
};

TEST_F(Offers, a_plain_typo_is_answered_and_told) {
  EXPECT_EQ(wording("refnuds last month"), "\"refnuds\" was read as \"refunds\"");
  EXPECT_TRUE(means_the_same(planned("refnuds last month"), planned("refunds last month")));
  EXPECT_EQ(wording("refunds last month"), "");
}

TEST_F(Offers, letters_are_left_out_more_often_than_put_in) {
  EXPECT_EQ(wording("bugs opend per month in Linear this year"),
            "\"opend\" was read as \"opened\"");
}

TEST_F(Offers, a_misspelt_word_of_no_vendor_is_told_as_well) {
  EXPECT_EQ(wording("revenue in septmber"), "\"septmber\" was read as \"september\"");
}

TEST_F(Offers, a_question_of_several_typos_is_offered_back_as_it_may_be_meant) {
  const NotRead reason = refused("revnue by contry");
  ASSERT_FALSE(reason.respelt.empty());
  EXPECT_EQ(reason.respelt.front().question, "Revenue by country?");
  expect_answered(reason.respelt);
}

TEST_F(Offers, words_that_are_near_to_nothing_are_not_respelt) {
  EXPECT_TRUE(refused("flibbertigibbets last month").respelt.empty());
}

TEST_F(Offers, a_form_without_its_measure_is_offered_with_the_key_measures) {
  for (const char* question : {"what was our growth last quarter?", "trend"}) {
    const NotRead reason = refused(question);
    EXPECT_GE(reason.measured.size(), 2U) << question;
    EXPECT_LE(reason.measured.size(), options_max) << question;
    expect_answered(reason.measured);
  }
}

TEST_F(Offers, what_asks_for_no_form_gets_no_measure) {
  EXPECT_TRUE(refused("how many of those?").measured.empty());
  EXPECT_TRUE(refused("flibbertigibbets").measured.empty());
}

TEST_F(Offers, a_time_of_two_moments_is_no_question_about_a_flow) {
  EXPECT_FALSE(plan("customers at the end of September and revenue in September"));
}

TEST_F(Offers, how_many_are_no_share_of_an_amount) {
  const auto read = plan("refunds as a share of revenue last quarter");
  EXPECT_TRUE(!read || read->measures.front().name != "refund_count");
}

}  // namespace
}  // namespace sluice::analytics
