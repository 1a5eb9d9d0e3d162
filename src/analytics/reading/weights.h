#pragma once
#include "analytics/reading/features.h"

#include <expected>
#include <string>
#include <string_view>

namespace sluice::analytics {

// How likely a reading is right, from its features: a log-linear model whose weights are data
// (language/en/weights.yaml), fitted on questions whose outcome the engine had not been tuned for
// (tools/weights). Immutable; the same features give the same number.
class Weights {
 public:
  // English, from language/en/weights.yaml as it was when this was built.
  [[nodiscard]] static const Weights& english();
  // From the document's JSON form; the error names the member that is missing, is no number, or is
  // the weight of no feature.
  [[nodiscard]] static std::expected<Weights, std::string> read(std::string_view json);

  // Between 0 and 1.
  [[nodiscard]] double confidence(const Features& features) const;
  // Under this confidence a question is asked back instead of answered; 0: none is.
  [[nodiscard]] double answer_min() const noexcept { return answer_min_; }

 private:
  double constant_ = 0;
  double answer_min_ = 0;
  Features weights_{};
};

}  // namespace sluice::analytics
