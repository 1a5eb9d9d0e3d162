#include "analytics/meaning/lexicon.h"

#include "analytics/language/text_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {
namespace {

// A desk that knows tickets, when they were closed, whose they are, and which are lost.
class LexiconTest : public ::testing::Test {
 protected:
  LexiconTest() {
    catalog::Entry tickets;
    tickets.name = tickets.label = "tickets";
    catalog::Field closed;
    closed.name = closed.label = "ended_at";
    closed.type = "timestamp";
    closed.role = "time";
    closed.moment = catalog::Moment::closed;
    catalog::Field owner;
    owner.name = owner.label = "keeper";
    owner.type = "text";
    owner.role = "dimension";
    owner.act = catalog::Act::owner;
    owner.values = {{"failed", {}}};
    tickets.fields = {closed, owner};
    catalog::Measure lost;
    lost.name = lost.label = "goodbyes";
    lost.synonyms = {"lose customers"};
    tickets.measures = {lost};
    desk_.name = desk_.slug = "desk";
    desk_.entries = {tickets};
    vendors_.push_back({.vendor = &desk_});
    lexicon_.emplace(vendors_);
  }

  [[nodiscard]] std::vector<Match> find(std::string_view text) const {
    words_ = split_words(text);
    return lexicon_->find(words_, std::vector<bool>(words_.size(), false));
  }
  [[nodiscard]] const Match* of(const std::vector<Match>& matches, Term::Kind kind) const {
    const auto found =
        std::ranges::find_if(matches, [&](const Match& each) { return each.term->kind == kind; });
    return found == matches.end() ? nullptr : &*found;
  }

  catalog::Vendor desk_;
  std::vector<VendorMeaning> vendors_;
  std::optional<Lexicon> lexicon_;
  mutable std::vector<TextWord> words_;
};

TEST_F(LexiconTest, who_owns_it_names_the_owner_and_owned_by_needs_a_name) {
  const std::vector<Match> owns = find("who owns them");
  ASSERT_NE(of(owns, Term::Kind::field), nullptr);
  EXPECT_EQ(of(owns, Term::Kind::field)->term->field->name, "keeper");
  EXPECT_EQ(of(find("managed by whom"), Term::Kind::field), nullptr);
}

TEST_F(LexiconTest, finds_rows_by_another_word_for_the_same_thing) {
  const auto matches = find("inquiries");
  const Match* rows = of(matches, Term::Kind::entry);
  ASSERT_NE(rows, nullptr);
  EXPECT_TRUE(rows->by_concept);
  const auto own = find("tickets");
  ASSERT_NE(of(own, Term::Kind::entry), nullptr);
  EXPECT_FALSE(of(own, Term::Kind::entry)->by_concept);
}

TEST_F(LexiconTest, finds_a_phrase_with_such_a_word_in_any_order) {
  const auto matches = find("clients that we lost");
  const Match* lost = of(matches, Term::Kind::measure);
  ASSERT_NE(lost, nullptr);
  EXPECT_EQ(lost->words.size(), 2U);
  EXPECT_TRUE(lost->by_concept);
}

TEST_F(LexiconTest, says_of_times_and_people_what_all_vendors_say) {
  for (const std::string_view said : {"finished", "resolved"}) {
    const auto matches = find(said);
    const Match* closed = of(matches, Term::Kind::field);
    ASSERT_NE(closed, nullptr) << said;
    EXPECT_EQ(closed->term->field->name, "ended_at") << said;
    EXPECT_TRUE(closed->term->shared) << said;
  }
  const auto matches = find("owner");
  ASSERT_NE(of(matches, Term::Kind::field), nullptr);
  EXPECT_EQ(of(matches, Term::Kind::field)->term->field->name, "keeper");
}

TEST_F(LexiconTest, never_takes_another_word_for_a_value) {
  EXPECT_NE(of(find("failed"), Term::Kind::value), nullptr);
  EXPECT_EQ(of(find("declined"), Term::Kind::value), nullptr);
}

TEST_F(LexiconTest, knows_a_word_that_only_a_concept_has) {
  EXPECT_TRUE(lexicon_->knows(stem_of("inquiry")));
  EXPECT_TRUE(lexicon_->names(stem_of("inquiry")));
  EXPECT_FALSE(lexicon_->knows(stem_of("sprint")));
}

}  // namespace
}  // namespace sluice::analytics
