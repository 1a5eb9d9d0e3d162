#include "catalog/concepts.h"

#include "catalog/row_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sluice::catalog {
namespace {

TEST(Concepts, AreOneWordEachAndTwoOrMoreOfThem) {
  ASSERT_FALSE(concepts().same.empty());
  EXPECT_FALSE(concepts().accounts.empty());
  for (const auto& words : concepts().same) {
    EXPECT_GE(words.size(), 2U);
    const std::set<std::string> different(words.begin(), words.end());
    EXPECT_EQ(different.size(), words.size()) << words.front();
    for (const std::string& word : words)
      EXPECT_EQ(word.find(' '), std::string::npos) << word;
  }
}

TEST(Concepts, SayWordsForEveryMomentAndEveryAct) {
  for (const Moment moment : {Moment::created, Moment::updated, Moment::closed, Moment::due,
                              Moment::starts, Moment::ends})
    EXPECT_TRUE(concepts().moments.contains(moment)) << static_cast<int>(moment);
  for (const Act act : {Act::assignee, Act::author, Act::owner, Act::reviewer}) {
    EXPECT_TRUE(concepts().act_nouns.contains(act)) << static_cast<int>(act);
    EXPECT_TRUE(concepts().act_verbs.contains(act)) << static_cast<int>(act);
  }
}

TEST(Concepts, LeaveOutWhatTheyDoNotKnow) {
  const Concepts read = concepts_from(Json::parse(
      R"({"concepts": [["alone"], ["client", "customer"]], "moments": {"born": ["born"]},
          "acts": {"owner": {"nouns": ["owner"]}, "dancer": {"nouns": ["dancer"]}}})"));
  ASSERT_EQ(read.same.size(), 1U);
  EXPECT_EQ(read.same.front().front(), "client");
  EXPECT_TRUE(read.moments.empty());
  EXPECT_EQ(read.act_nouns.size(), 1U);
  EXPECT_TRUE(read.phrases.empty());
}

}  // namespace
}  // namespace sluice::catalog
