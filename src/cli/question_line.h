#pragma once
#include "base/clock.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::cli {

// One question of `ask -`: a line of JSON. Members it does not know are ignored.
struct QuestionLine {
  std::string id;
  std::string question;
  std::optional<Instant> now;
  std::string timezone;
  std::string after;                 // The id of an earlier line whose plan it follows.
  std::vector<std::string> vendors;  // Empty: all that are connected.
};

// The error is a sentence: no JSON object, no question, or a `now` that is no time.
[[nodiscard]] std::expected<QuestionLine, std::string> read_question_line(std::string_view line);

}  // namespace sluice::cli
