#include "analytics/language/grammar.h"
#include "analytics/language/word_table.h"
#include "catalog/catalog.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// A stemmer joins words of one root, and a root is not a meaning ("custom", "customer"). Every stem
// of the catalog and the grammar that stands for more than plurals and verb endings is listed in
// tests/golden/shared_stems.txt, where a reader sees what a new row, rule or library joins. Words
// that must not be one are kept apart in language/en/words.yaml. UPDATE=1 rewrites the list.
namespace sluice::analytics {
namespace {

bool cut(std::string& word, std::string_view tail, std::string_view put = {}) {
  if (!word.ends_with(tail) || word.size() < tail.size() + 3) return false;
  word.resize(word.size() - tail.size());
  word += put;
  return true;
}

// Plurals and the endings of verbs alone: what everybody takes for the same word.
[[nodiscard]] std::string without_inflection(std::string word) {
  if (!cut(word, "ies", "y") && !cut(word, "ied", "y") && !word.ends_with("ss")) cut(word, "s");
  if (!cut(word, "ing")) cut(word, "ed");
  cut(word, "e");
  if (word.size() > 3 && word[word.size() - 1] == word[word.size() - 2]) word.pop_back();
  return word;
}

class Collected {
 public:
  void add(std::string_view phrase) {
    for (const TextWord& word : split_words(phrase)) {
      const bool joined_on_purpose = WordTable::english().counts_as(word.text) != nullptr;
      if (word.sign || word.number || joined_on_purpose) continue;
      by_stem_[word.stem][without_inflection(word.text)].insert(word.text);
    }
  }
  void add(const std::vector<std::string>& phrases) {
    for (const std::string& phrase : phrases)
      add(phrase);
  }

  // "custom: custom | customer, customers", a line for each stem of more than one word.
  [[nodiscard]] std::string shared() const {
    std::string lines;
    for (const auto& [stem, groups] : by_stem_) {
      if (groups.size() < 2) continue;
      std::vector<std::string> alike;
      for (const auto& [plain, words] : groups)
        alike.push_back(joined(words, ", "));
      lines += stem + ": " + joined(alike, " | ") + "\n";
    }
    return lines;
  }

 private:
  [[nodiscard]] static std::string joined(const auto& texts, std::string_view between) {
    std::string all;
    for (const std::string& text : texts)
      all += (all.empty() ? "" : std::string(between)) + text;
    return all;
  }
  std::map<std::string, std::map<std::string, std::set<std::string>>> by_stem_;
};

void add_field(Collected& words, const catalog::Field& field) {
  words.add(field.name);
  words.add(field.label);
  words.add(field.synonyms);
  for (const catalog::FieldValue& value : field.values) {
    words.add(value.value);
    words.add(value.synonyms);
  }
}

void add_entry(Collected& words, const catalog::Entry& entry) {
  words.add(entry.name);
  words.add(entry.label);
  words.add(entry.synonyms);
  for (const catalog::Measure& measure : entry.measures) {
    words.add(measure.name);
    words.add(measure.label);
    words.add(measure.synonyms);
  }
  for (const catalog::Field& field : entry.fields)
    add_field(words, field);
}

[[nodiscard]] Collected catalog_and_grammar() {
  Collected words;
  const catalog::Catalog catalog = catalog::Catalog::embedded();
  for (const catalog::Vendor& vendor : catalog.all()) {
    words.add(vendor.name);
    for (const catalog::Entry& entry : vendor.entries)
      add_entry(words, entry);
  }
  for (const std::string& word : Grammar::english().vocabulary())
    words.add(word);
  return words;
}

TEST(SharedStems, words_of_one_stem_that_are_more_than_inflections_are_listed) {
  const std::string path = std::string(SLUICE_SOURCE_DIR) + "/tests/golden/shared_stems.txt";
  const std::string now = catalog_and_grammar().shared();
  if (std::getenv("UPDATE") != nullptr)  // NOLINT(concurrency-mt-unsafe): one thread runs.
    std::ofstream(path) << now;
  std::ifstream file(path);
  const std::string listed{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(now, listed) << "look at what is joined, keep it apart in language/en/words.yaml or "
                            "rewrite the list with UPDATE=1";
}

// Pairs that Snowball joins and that name different things of the catalog or another operation.
TEST(SharedStems, words_that_mean_different_things_keep_stems_of_their_own) {
  const std::vector<std::vector<std::string>> apart{{"custom", "customer"},
                                                    {"organic", "organization"},
                                                    {"active", "activity"},
                                                    {"active", "activation"},
                                                    {"open", "opened"},
                                                    {"new", "news"},
                                                    {"conversation", "conversion"},
                                                    {"author", "authorization"},
                                                    {"contract", "contraction"},
                                                    {"plan", "planned"},
                                                    {"market", "marketing"},
                                                    {"use", "used"},
                                                    {"rate", "rating"},
                                                    {"report", "reporter"},
                                                    {"review", "reviewer"},
                                                    {"month", "monthly"},
                                                    {"merge", "merger"},
                                                    {"delete", "deletion"},
                                                    {"initial", "initiative"},
                                                    {"except", "exception"},
                                                    {"product", "production"},
                                                    {"use", "user"},
                                                    {"several", "severity"},
                                                    {"late", "lately"}};
  for (const auto& words : apart)
    EXPECT_NE(stem_of(words[0]), stem_of(words[1])) << words[0];
}

TEST(SharedStems, forms_of_one_word_meet) {
  const std::vector<std::vector<std::string>> same{
      {"customer", "customers"},  {"activity", "activities"}, {"company", "companies"},
      {"closed", "closing"},      {"shipped", "ship"},        {"repos", "repositories"},
      {"people", "persons"},      {"cancelled", "canceling"}, {"cancellations", "cancel"},
      {"assignment", "assigned"}, {"queued", "queue"},        {"won", "wins"},
      {"statuses", "status"},     {"renewals", "renewal"},    {"deletions", "deletion"}};
  for (const auto& words : same)
    EXPECT_EQ(stem_of(words[0]), stem_of(words[1])) << words[0];
}

}  // namespace
}  // namespace sluice::analytics
