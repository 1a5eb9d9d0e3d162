#include "analytics/meaning/nearest_form.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::vector<WordForm> forms(const std::vector<std::string>& words) {
  std::vector<WordForm> known;
  for (const std::string& word : words)
    known.push_back({word, stem_of(word)});
  return known;
}

[[nodiscard]] std::string nearest(const std::vector<WordForm>& known, const std::string& word) {
  const WordForm* form = nearest_form(known, split_words(word).front());
  return form == nullptr ? "none" : form->text;
}

TEST(NearestForm, is_one_letter_away_and_two_only_from_nine_letters_on) {
  const auto known = forms({"customer", "subscription"});
  EXPECT_EQ(nearest(known, "custmer"), "customer");
  EXPECT_EQ(nearest(known, "cstmer"), "none");
  EXPECT_EQ(nearest(known, "subscrption"), "subscription");
  EXPECT_EQ(nearest(known, "subscrptin"), "subscription");
}

// "Scaning" has the stem of no word, and one letter of its ending is all that is wrong.
TEST(NearestForm, is_looked_for_in_the_letters_as_they_are_written) {
  EXPECT_EQ(nearest(forms({"scale", "scanning"}), "scaning"), "scanning");
}

// "Refundeds" is one letter from no form of the catalog, and its stem is.
TEST(NearestForm, is_looked_for_by_the_stem_where_the_form_is_none_of_the_catalog) {
  EXPECT_EQ(nearest(forms({"dispute"}), "dissputing"), "dispute");
}

TEST(NearestForm, of_equally_near_words_is_the_longer_and_then_the_first_in_the_alphabet) {
  EXPECT_EQ(nearest(forms({"plans", "planets"}), "planes"), "planets");
  EXPECT_EQ(nearest(forms({"grape", "grade"}), "grane"), "grade");
}

TEST(NearestForm, does_not_depend_on_the_order_of_the_known_words) {
  auto known = forms({"ticket", "tickets", "thicket", "tick"});
  const std::string first = nearest(known, "tickts");
  std::ranges::reverse(known);
  EXPECT_EQ(nearest(known, "tickts"), first);
}

}  // namespace
}  // namespace sluice::analytics
