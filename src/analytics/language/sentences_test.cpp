#include "analytics/language/sentences.h"

#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

TEST(Sentences, fill_their_braces) {
  const Sentences& english = Sentences::english();
  EXPECT_EQ(english.say(Saying::by, {{"what", "plan"}}), "by plan");
  EXPECT_EQ(english.say(Saying::both, {{"what", "revenue"}, {"other", "refunds"}}),
            "revenue and refunds");
  EXPECT_EQ(english.say(Saying::by), "by ");
}

TEST(Sentences, name_the_phrase_that_is_missing) {
  EXPECT_EQ(Sentences::read("{}").error(), "the sentences have no \"sayings\"");
  EXPECT_EQ(Sentences::read(R"({"sayings": {}})").error(), "the sentences do not say \"rows\"");
  EXPECT_EQ(Sentences::read(R"({"sayings": {"rows": 3}})").error(),
            "the sentences do not say \"rows\"");
}

}  // namespace
}  // namespace sluice::analytics
