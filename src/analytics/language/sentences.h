#pragma once
#include <array>
#include <cstddef>
#include <expected>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace sluice::analytics {

// The parts of a plan that can be said. Closed: language/*/sentences.yaml has a phrase for each,
// under its name, or does not build into a program that starts.
enum class Saying {
  rows,
  list,
  columns,
  both,
  share,
  share_of_rows,
  ratio,
  percent,
  mean_per_grain,
  running_total,
  moving_average,
  percent_change,
  contribution,
  by,
  and_by,
  per_grain,
  by_weekday,
  on_days,
  not_on_days,
  before_hour,
  after_hour,
  between_hours,
  top,
  bottom,
  rest,
  value,
  flag,
  except,
  lack,
  name,
  more,
  at_least,
  less,
  at_most,
  largest,
  smallest,
  or_else,
  from_to,
  until,
  previous_period,
  previous_year,
  other_period,
  in_currency,
  in_vendor,
};
inline constexpr std::size_t sayings = 44;

// What stands in the braces of a phrase, by name.
using SaidWords = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// How a language says the parts of a plan. Immutable.
class Sentences {
 public:
  // English, from language/en/sentences.yaml as it was when this was built.
  [[nodiscard]] static const Sentences& english();
  // From the document's JSON form; the error names the phrase that is missing.
  [[nodiscard]] static std::expected<Sentences, std::string> read(std::string_view json);

  // The phrase with its braces filled; a name that is not given stays empty.
  [[nodiscard]] std::string say(Saying saying, SaidWords words = {}) const;

 private:
  std::array<std::string, sayings> phrases_;
};

}  // namespace sluice::analytics
