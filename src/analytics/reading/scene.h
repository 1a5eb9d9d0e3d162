#pragma once
#include "analytics/language/grammar.h"
#include "analytics/language/period.h"
#include "analytics/meaning/lexicon.h"
#include "analytics/meaning/reach.h"
#include "analytics/meaning/row_facts.h"
#include "analytics/reading/mend_text.h"
#include "analytics/reading/pieces.h"
#include "analytics/reading/plan_outcome.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::analytics {

// A time expression and its words: [first, end).
struct PeriodSpan {
  std::size_t first = 0;
  std::size_t end = 0;
  FoundPeriod period;
};

// One question with everything that stands in it, found once; all readings share it.
struct Scene {
  const PlannerContext& context;
  const Lexicon& lexicon;
  const Grammar& grammar;
  std::string text;
  std::vector<TextWord> words;
  std::vector<PeriodSpan> periods;
  std::vector<Match> matches;  // Of the catalog's words, gaps allowed for measures.
  // Word by word: the phrases with a slot of the catalog that can begin there, whatever is counted.
  std::vector<std::vector<PhraseAt>> catalog_phrases;
  std::vector<Mended> mended;  // Misspelt words of no vendor's, as `text` has them corrected.
  // The plan that the question follows: it is read as an edit of that. Null: a question of its own.
  const QueryPlan* before = nullptr;
};

// Splits, mends misspelt words, finds times and the catalog's words. `text` outlives nothing: it is
// copied.
[[nodiscard]] Scene make_scene(const PlannerContext& context, const Lexicon& lexicon,
                               const Grammar& grammar, std::string_view text);

// Whether a field of this vendor is called so there, within reach of what is counted or not.
[[nodiscard]] bool names_field_of(const Scene& scene, std::size_t vendor, std::size_t at);

// What a reading counts, before anything else is placed.
struct Anchor {
  MeasureSense what;
  std::vector<std::size_t> words;  // That say it; empty where only a value or a field did.
  bool exact = true;               // In order, nothing between.
  bool by_value = false;           // "bugs": the value names the rows, and stays a condition.
  bool by_field = false;           // A number of the rows, to be added up or averaged.
  double cost = 0;
};

// Everything that the question may be counting; at most anchors_max, and of a long text fewer: each
// is tried with all of its words, so that the work is bounded by the product.
inline constexpr std::size_t anchors_max = 60;
inline constexpr std::size_t anchors_times_words_max = 4'000;
[[nodiscard]] std::vector<Anchor> find_anchors(const Scene& scene);

// What of the catalog's words can be meant when this is what is counted.
class AnchorView {
 public:
  AnchorView(const Scene& scene, const Anchor& anchor);

  struct FieldAt {
    std::size_t end = 0;
    FieldSense sense;
    double cost = 0;
    bool plural = false;
    bool compound = false;    // "account owner": the noun of an entry in front.
    bool entry_noun = false;  // The noun of the rows stands for their name ("customers").
    bool inflected = false;   // Another form of its word ("merged" for "merging"), or another word.
  };
  struct ValueAt {
    std::size_t end = 0;
    FieldSense sense;
    std::string value;
    double cost = 0;
    bool corrected = false;  // Only a guess at a misspelt word says so.
    bool own = false;        // Known from the organization's own rows alone.
  };
  struct CountedAt {
    std::size_t end = 0;
    MeasureSense sense;
    double cost = 0;
  };
  [[nodiscard]] const std::vector<FieldAt>& fields(std::size_t at) const { return fields_[at]; }
  [[nodiscard]] const std::vector<ValueAt>& values(std::size_t at) const { return values_[at]; }
  // Also those that the counted rows do not lead to; none is a guess, and joins cost nothing.
  [[nodiscard]] const std::vector<ValueAt>& values_anywhere(std::size_t at) const {
    return values_anywhere_[at];
  }
  [[nodiscard]] const std::vector<CountedAt>& counted(std::size_t at) const { return counted_[at]; }
  // The rows' own noun ("issues" where issues are counted): it says nothing new.
  [[nodiscard]] const std::vector<std::size_t>& own_nouns(std::size_t at) const {
    return own_nouns_[at];
  }
  [[nodiscard]] const Reach& reach() const noexcept { return *reach_; }
  // Whether the word is one of the anchor's own.
  [[nodiscard]] bool is_taken(std::size_t at) const { return taken_[at]; }
  [[nodiscard]] const Scene& scene() const noexcept { return scene_; }
  [[nodiscard]] const Anchor& anchor() const noexcept { return anchor_; }

 private:
  void add(const Match& match);
  void add_measure(const Match& match, double cost);
  void add_entry(const Match& match, double cost);
  // A field by its own name, or the rows' name by the noun of its entry.
  void add_field(const Match& match, const catalog::Field& field, double cost);
  // "Per Linear project": the vendor's name in front of the noun says whose it is.
  void add_behind(const Match& vendor);
  // "Account owner", "ticket subject": a noun in front says whose field it is.
  void add_compounds();

  const Scene& scene_;
  const Anchor& anchor_;
  std::shared_ptr<const Reach> reach_;
  std::vector<bool> taken_;
  std::vector<std::vector<FieldAt>> fields_;
  std::vector<std::vector<ValueAt>> values_;
  std::vector<std::vector<ValueAt>> values_anywhere_;
  std::vector<std::vector<CountedAt>> counted_;
  std::vector<std::vector<std::size_t>> own_nouns_;
};

[[nodiscard]] bool is_plural_word(std::string_view word);
// The rows of the entry, as something that can be counted.
[[nodiscard]] MeasureSense rows_sense(std::size_t vendor, const catalog::Entry& entry);
// What the noun of the entry alone counts, where the catalog says that.
[[nodiscard]] std::optional<MeasureSense> noun_sense(const Lexicon& lexicon, const Term& noun);

}  // namespace sluice::analytics
