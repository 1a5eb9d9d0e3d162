#include "analytics/meaning/nearest_form.h"

#include "base/text_distance.h"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace sluice::analytics {
namespace {

constexpr std::size_t letters_for_two = 9;

// The known word that is nearest to a misspelt one so far.
class Nearest {
 public:
  Nearest(std::string_view written, std::string_view stem)
      : written_(written),
        stem_(stem),
        allowed_(written.size() >= letters_for_two ? 2 : 1),
        distance_(allowed_ + 1) {}

  // By the letters as they are written: an ending that is misspelt has another stem ("scaning").
  // By the stem only what is nearer: the form that was misspelt may be none of the catalog's.
  void consider(const WordForm& known) {
    consider(written_, known.text, known, 0);
    consider(stem_, known.stem, known, 1);
  }
  [[nodiscard]] const WordForm* best() const noexcept { return best_form_; }

 private:
  void consider(std::string_view said, std::string_view known, const WordForm& form, int rank) {
    if (known.size() + 1 < misspelt_letters_min || known.front() != said.front()) return;
    if (std::max(known.size(), said.size()) - std::min(known.size(), said.size()) > allowed_)
      return;
    const std::size_t found = text_distance(said, known);
    if (found > allowed_) return;
    // Letters are left out more often than put in: of equally near words the longer one.
    const auto order = [](std::size_t distance, int by_stem, std::string_view word) {
      return std::tuple(distance, by_stem, -static_cast<std::ptrdiff_t>(word.size()), word);
    };
    if (order(found, rank, known) >= order(distance_, rank_, best_)) return;
    distance_ = found;
    rank_ = rank;
    best_ = known;
    best_form_ = &form;
  }

  std::string_view written_;
  std::string_view stem_;
  std::size_t allowed_;
  std::size_t distance_;
  int rank_ = 0;
  std::string_view best_;  // Of the form: its text or its stem.
  const WordForm* best_form_ = nullptr;
};

}  // namespace

const WordForm* nearest_form(const std::vector<WordForm>& forms, const TextWord& word) {
  Nearest nearest(word.text, word.stem);
  for (const WordForm& known : forms)
    nearest.consider(known);
  return nearest.best();
}

}  // namespace sluice::analytics
