#include "analytics/reading/weights.h"

#include "base/json.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice::analytics {
namespace {

[[nodiscard]] Json document() {
  Json json{{"constant", 0}, {"answer_min", 0.25}, {"weights", Json::object()}};
  for (std::size_t i = 0; i < features_count; ++i)
    json["weights"][std::string(to_text(static_cast<Feature>(i)))] = 0;
  return json;
}

[[nodiscard]] std::string fault_of(const Json& json) {
  const auto read = Weights::read(json.dump());
  return read ? "" : read.error();
}

TEST(WeightsOfReadings, the_file_has_one_for_each_feature) {
  const Weights& english = Weights::english();
  const double sure = english.confidence(Features{});
  EXPECT_GT(sure, 0);
  EXPECT_LT(sure, 1);
  EXPECT_GE(english.answer_min(), 0);
  EXPECT_LT(english.answer_min(), 1);
}

TEST(WeightsOfReadings, without_any_evidence_right_is_as_likely_as_wrong) {
  EXPECT_EQ(Weights::read(document().dump())->confidence(Features{}), 0.5);
}

TEST(WeightsOfReadings, each_feature_moves_the_confidence_as_its_weight_says) {
  for (std::size_t i = 0; i < features_count; ++i) {
    Json json = document();
    json["weights"][std::string(to_text(static_cast<Feature>(i)))] = -1;
    Features features{};
    features.at(i) = 1;
    EXPECT_NEAR(Weights::read(json.dump())->confidence(features), 0.269, 0.001) << i;
  }
}

TEST(WeightsOfReadings, name_what_is_missing_or_too_much) {
  EXPECT_EQ(fault_of(Json::array()), "the weights have no \"constant\"");
  Json json = document();
  json.erase("answer_min");
  EXPECT_EQ(fault_of(json), "the weights have no \"answer_min\"");
  json = document();
  json.erase("weights");
  EXPECT_EQ(fault_of(json), "the weights have no \"weights\"");
  json = document();
  json["weights"]["rivals"] = "many";
  EXPECT_EQ(fault_of(json), "there is no weight of \"rivals\"");
  json = document();
  json["weights"]["moods"] = 1;
  EXPECT_EQ(fault_of(json), "there is a weight of what is no feature");
}

}  // namespace
}  // namespace sluice::analytics
