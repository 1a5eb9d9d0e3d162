#include "analytics/language/sentences.h"

#include "base/json.h"

#include <cstdlib>
#include <iostream>

namespace sluice::analytics {

// The document as bytes; made from language/en/sentences.yaml when this is built.
namespace embedded {
extern const std::string_view sentences_en;
}  // namespace embedded

namespace {

constexpr std::array<const char*, sayings> names{"rows",
                                                 "list",
                                                 "columns",
                                                 "both",
                                                 "share",
                                                 "share_of_rows",
                                                 "ratio",
                                                 "percent",
                                                 "mean_per_grain",
                                                 "running_total",
                                                 "moving_average",
                                                 "percent_change",
                                                 "contribution",
                                                 "by",
                                                 "and_by",
                                                 "per_grain",
                                                 "by_weekday",
                                                 "on_days",
                                                 "not_on_days",
                                                 "before_hour",
                                                 "after_hour",
                                                 "between_hours",
                                                 "top",
                                                 "bottom",
                                                 "rest",
                                                 "value",
                                                 "flag",
                                                 "except",
                                                 "lack",
                                                 "name",
                                                 "more",
                                                 "at_least",
                                                 "less",
                                                 "at_most",
                                                 "largest",
                                                 "smallest",
                                                 "or",
                                                 "from_to",
                                                 "until",
                                                 "previous_period",
                                                 "previous_year",
                                                 "other_period",
                                                 "in_currency",
                                                 "in_vendor"};
static_assert(static_cast<std::size_t>(Saying::in_vendor) + 1 == sayings);

}  // namespace

std::expected<Sentences, std::string> Sentences::read(std::string_view json) {
  const Json document = Json::parse(json, nullptr, false);
  if (!document.is_object() || !document.contains("sayings"))
    return std::unexpected("the sentences have no \"sayings\"");
  const Json& said = document.at("sayings");
  Sentences sentences;
  for (std::size_t i = 0; i < sayings; ++i) {
    if (!said.contains(names.at(i)) || !said.at(names.at(i)).is_string())
      return std::unexpected("the sentences do not say \"" + std::string(names.at(i)) + "\"");
    sentences.phrases_.at(i) = said.at(names.at(i)).get<std::string>();
  }
  return sentences;
}

const Sentences& Sentences::english() {
  // Made once; a fault here is a fault of the build, which the test finds.
  static const Sentences sentences = [] {
    auto read = Sentences::read(embedded::sentences_en);
    if (!read) {
      std::cerr << "sluice: language/en/sentences.yaml: " << read.error() << '\n';
      std::abort();
    }
    return *std::move(read);
  }();
  return sentences;
}

std::string Sentences::say(Saying saying, SaidWords words) const {
  const std::string& phrase = phrases_.at(static_cast<std::size_t>(saying));
  std::string text;
  for (std::size_t at = 0; at < phrase.size(); ++at) {
    const std::size_t close = phrase[at] == '{' ? phrase.find('}', at) : std::string::npos;
    if (close == std::string::npos) {
      text += phrase[at];
      continue;
    }
    const std::string_view name = std::string_view(phrase).substr(at + 1, close - at - 1);
    for (const auto& [given, word] : words)
      if (given == name) text += word;
    at = close;
  }
  return text;
}

}  // namespace sluice::analytics
