#include "analytics/reading/decide.h"

#include "analytics/reading/asking_part.h"
#include "analytics/reading/reading_fixture.h"
#include "base/json.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::analytics {
namespace {

class Decide : public ReadingTest {
 protected:
  [[nodiscard]] double feature(std::string_view question, Feature which) const {
    const auto features = features_of_answer(context(), question);
    if (!features) ADD_FAILURE() << "not answered: " << question;
    return features ? features->at(static_cast<std::size_t>(which)) : -1;
  }

  // The outcome where every confidence is one half, and so much is needed to answer.
  [[nodiscard]] PlanOutcome outcome(const PlannerContext& context, const std::string& question,
                                    double answer_min) const {
    Json json{{"constant", 0}, {"answer_min", answer_min}, {"weights", Json::object()}};
    for (std::size_t i = 0; i < features_count; ++i)
      json["weights"][std::string(to_text(static_cast<Feature>(i)))] = 0;
    const auto weights = Weights::read(json.dump());
    const Lexicon lexicon(context.connected);
    auto scene =
        std::make_unique<Scene>(make_scene(context, lexicon, Grammar::english(), question));
    BestPart part{std::move(scene), {}, {}};
    part.readings = read_question(*part.scene);
    EXPECT_TRUE(is_answerable(part.readings)) << question;
    return decide(context, lexicon, question, std::move(part), weights.value());
  }
};

TEST_F(Decide, features_say_what_evidence_there_is) {
  EXPECT_EQ(feature("revenue by plan last quarter", Feature::vendor_named), 0);
  EXPECT_EQ(feature("Stripe revenue by plan last quarter", Feature::vendor_named), 1);
  EXPECT_EQ(feature("revenue by plan last quarter", Feature::dimensions), 1);
  EXPECT_EQ(feature("revenue by plan last quarter", Feature::no_period), 0);
  EXPECT_EQ(feature("revenue by plan", Feature::assumed_period), 1);
  EXPECT_EQ(feature("deals by owner", Feature::assumed_measure), 1);
  EXPECT_EQ(feature("deals by owner", Feature::rows_counted), 1);
  EXPECT_EQ(feature("list open deals", Feature::frame_list), 1);
  EXPECT_EQ(feature("running total of revenue per month this year", Feature::reshaped), 1);
  EXPECT_EQ(feature("It was odd. How many deals did we win?", Feature::background_left_out), 1);
}

TEST_F(Decide, what_is_not_answered_has_no_features) {
  EXPECT_FALSE(features_of_answer(context(), "flurbs by gromit"));
  EXPECT_FALSE(features_of_answer(context(), ""));
}

TEST_F(Decide, every_feature_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < features_count; ++i)
    names.insert(to_text(static_cast<Feature>(i)));
  EXPECT_EQ(names.size(), features_count);
}

TEST_F(Decide, what_is_sure_enough_is_answered_with_its_confidence) {
  const PlannerContext where = context();
  const auto made = outcome(where, "revenue by plan last quarter", 0.4);
  const auto* planned = std::get_if<PlannedQuestion>(&made);
  ASSERT_NE(planned, nullptr);
  EXPECT_EQ(planned->plan.confidence, 0.5);
}

TEST_F(Decide, what_is_not_sure_enough_is_asked_back_with_what_would_be_answered) {
  const PlannerContext where = context();
  const auto made = outcome(where, "revenue split by plan last quarter", 0.6);
  const auto* asked = std::get_if<Clarification>(&made);
  ASSERT_NE(asked, nullptr);
  ASSERT_EQ(asked->options.size(), 1U);
  // And pressing the option answers it, however little speaks for it.
  const auto pressed = outcome(where, asked->options.front().question, 0.6);
  EXPECT_TRUE(std::holds_alternative<PlannedQuestion>(pressed)) << asked->options.front().question;
}

// A text of the longest length that is read must not keep a processor busy for seconds.
TEST_F(Decide, a_long_story_has_few_parts_to_read) {
  const PlannerContext where = context();
  const Lexicon lexicon(where.connected);
  const PeriodContext period{where.now, where.timezone, where.week_starts_on};
  const auto parts = [&](const std::string& text) {
    return asking_parts(Grammar::english(), lexicon, text, period).size();
  };
  std::string story = "It was odd.";
  EXPECT_EQ(parts(story + " How many deals did we win?"), 2U);
  for (std::size_t i = 0; i < asking_sentences_max; ++i)
    story += " It was odd.";
  EXPECT_EQ(parts(story + " How many deals did we win?"), 1U);
}

TEST_F(Decide, a_long_text_has_fewer_things_that_it_may_count) {
  const PlannerContext where = context();
  const Lexicon lexicon(where.connected);
  std::string text;
  while (text.size() + 10 < question_bytes_max)
    text += "customers ";
  const Scene scene = make_scene(where, lexicon, Grammar::english(), text);
  EXPECT_LE(find_anchors(scene).size() * scene.words.size(), anchors_times_words_max);
}

// Several vendors that count the same: of the whole catalog, in the sample organization's words.
class DecideAmongShops : public Decide {
 protected:
  void SetUp() override {
    const std::set<std::string_view> shops = {"stripe", "paypal", "square"};
    const auto sample = catalog::Catalog::of_sample();
    std::vector<catalog::Vendor> kept;
    for (const catalog::Vendor& vendor : sample.all())
      if (shops.contains(vendor.slug)) kept.push_back(vendor);
    catalog_ = catalog::Catalog::of(std::move(kept));
  }

  [[nodiscard]] std::size_t options(const std::string& question) const {
    const auto made = outcome(context(), question, 0);
    const auto* asked = std::get_if<Clarification>(&made);
    return asked == nullptr ? 0 : asked->options.size();
  }
};

TEST_F(DecideAmongShops, a_join_more_makes_the_same_word_no_other_thing) {
  EXPECT_EQ(options("revenue last quarter"), 3U);
  EXPECT_EQ(options("revenue by country last quarter"), 3U);
  EXPECT_EQ(options("Stripe revenue by country last quarter"), 0U);
}

TEST_F(DecideAmongShops, who_pays_is_large_by_the_money) {
  EXPECT_EQ(planned("top 5 PayPal buyers this year").measures.front().name, "sales");
}

TEST_F(DecideAmongShops, of_the_lines_of_an_order_the_pieces_are_counted) {
  EXPECT_EQ(planned("workshop seats per month this year").measures.front().name, "units_sold");
}

}  // namespace
}  // namespace sluice::analytics
