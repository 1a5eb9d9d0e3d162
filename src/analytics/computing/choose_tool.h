#pragma once
#include "base/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// A tool as its server describes it: a hint to search in, never trusted.
struct ToolDescription {
  std::string name;
  std::string description;
  Json input_schema;
};

struct RankedTool {
  std::size_t index = 0;  // Into the tools given.
  double score = 0;
};

struct ToolChoice {
  std::vector<RankedTool> ranking;  // Best first; all tools given.
  double confidence = 0;            // 0 to 1; under `choice_confidence_min` none of them fits.
  Json arguments = Json::object();  // For the first: what the question says outright.
};

inline constexpr double choice_confidence_min = 0.5;

// Ranks tools by the words that they share with the question: name, description, parameters and
// their descriptions, in falling weight (BM25F). Words that every tool has weigh little. Made for
// servers without semantic entries.
[[nodiscard]] ToolChoice choose_tool(std::string_view question,
                                     const std::vector<ToolDescription>& tools);

}  // namespace sluice::analytics
