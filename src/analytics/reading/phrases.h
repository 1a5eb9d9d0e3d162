#pragma once
#include "analytics/reading/pieces.h"
#include "analytics/reading/scene.h"

#include <vector>

namespace sluice::analytics {

// An amount as a question says it.
struct SaidQuantity {
  double value = 0;
  bool money = false;
  bool percent = false;
  std::string unit;  // "day", "hour" ... in the singular; empty: none.
};

// A time of the day, to the hour.
struct SaidHour {
  int hour = 0;         // 0 to 23.
  bool of_day = false;  // Which half of the day was said: "9 am", "noon".
};

// What stood in the slots of a phrase.
struct Captured {
  std::vector<std::size_t> numbers;
  std::vector<SaidQuantity> quantities;
  std::optional<FoundPeriod> period;
  std::optional<Grain> grain;
  bool grain_adverb = false;
  std::optional<int> percentile;
  std::string currency;
  std::vector<int> weekdays;  // 0 is Monday.
  std::vector<SaidHour> hours;
  std::vector<AnchorView::FieldAt> fields;
  std::optional<AnchorView::ValueAt> value;
  std::vector<AnchorView::ValueAt> states;  // Of rows of another entry, wherever it is.
  std::optional<MeasureSense> counted;
  double cost = 0;

  [[nodiscard]] std::optional<std::size_t> first_number() const {
    return numbers.empty() ? std::nullopt : std::optional(numbers.front());
  }
};

// Where a phrase may end that begins at `at`, with what it took. `view` null: only phrases without
// words of the catalog match. At most matches_max ways.
struct PhraseMatch {
  std::size_t end = 0;
  Captured captured;
};
inline constexpr std::size_t phrase_matches_max = 24;
[[nodiscard]] std::vector<PhraseMatch> match_phrase(const Scene& scene, const AnchorView* view,
                                                    const Phrase& phrase, std::size_t at);

}  // namespace sluice::analytics
