#include "analytics/reading/weights.h"

#include "base/json.h"

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <optional>

namespace sluice::analytics {

// The document as bytes; made from language/en/weights.yaml when this is built.
namespace embedded {
extern const std::string_view weights_en;
}  // namespace embedded

namespace {

[[nodiscard]] std::optional<double> number_at(const Json& document, const std::string& name) {
  if (!document.is_object() || !document.contains(name) || !document.at(name).is_number())
    return std::nullopt;
  return document.at(name).get<double>();
}

}  // namespace

std::expected<Weights, std::string> Weights::read(std::string_view json) {
  const Json document = Json::parse(json, nullptr, false);
  Weights weights;
  for (const auto& [name, target] :
       {std::pair("constant", &weights.constant_), std::pair("answer_min", &weights.answer_min_)}) {
    const auto number = number_at(document, name);
    if (!number) return std::unexpected("the weights have no \"" + std::string(name) + "\"");
    *target = *number;
  }
  if (!document.contains("weights"))
    return std::unexpected(std::string("the weights have no \"weights\""));
  const Json& given = document.at("weights");
  for (std::size_t i = 0; i < features_count; ++i) {
    const std::string name(to_text(static_cast<Feature>(i)));
    const auto number = number_at(given, name);
    if (!number) return std::unexpected("there is no weight of \"" + name + "\"");
    weights.weights_.at(i) = *number;
  }
  if (given.size() != features_count)
    return std::unexpected(std::string("there is a weight of what is no feature"));
  return weights;
}

const Weights& Weights::english() {
  // Made once; a fault here is a fault of the build, which the test finds.
  static const Weights weights = [] {
    auto read = Weights::read(embedded::weights_en);
    if (!read) {
      std::cerr << "sluice: language/en/weights.yaml: " << read.error() << '\n';
      std::abort();
    }
    return *std::move(read);
  }();
  return weights;
}

double Weights::confidence(const Features& features) const {
  double sum = constant_;
  for (std::size_t i = 0; i < features_count; ++i)
    sum += weights_.at(i) * features.at(i);
  return 1 / (1 + std::exp(-sum));
}

}  // namespace sluice::analytics
