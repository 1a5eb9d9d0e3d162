#pragma once
#include "analytics/plan/plan_names.h"
#include "base/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// Reads the members of a plan in JSON, keeping the name of the first that is wrong.
class PlanReader {
 public:
  [[nodiscard]] const std::string& error() const noexcept { return error_; }

  template <class Value, std::size_t count>
  [[nodiscard]] Value one_of(const Json& object, std::string_view name,
                             const Names<Value, count>& names, Value absent) {
    const Json& value = member(object, name);
    // Plans of older cards lack what came later, and mean its absence.
    if (value.is_null()) return absent;
    for (const auto& [known, word] : names) {
      if (value == word) return known;
    }
    return wrong(name, absent);
  }
  [[nodiscard]] Reference reference(const Json& value, std::string_view name);
  // None where the member is null.
  [[nodiscard]] std::optional<Reference> optional_reference(const Json& object,
                                                            std::string_view name);
  [[nodiscard]] std::vector<Reference> references(const Json& object, std::string_view name);
  [[nodiscard]] std::vector<Filter> filters(const Json& object, std::string_view name);
  [[nodiscard]] std::vector<Dimension> dimensions(const Json& object);
  [[nodiscard]] std::optional<Grain> grain(const Json& object);
  [[nodiscard]] std::optional<DatePart> part(const Json& object);
  [[nodiscard]] std::optional<PeriodSpec> period(const Json& object, std::string_view name);
  [[nodiscard]] std::vector<Having> havings(const Json& object);
  [[nodiscard]] std::optional<Restriction> restriction(const Json& object);
  [[nodiscard]] std::optional<OrderBy> order(const Json& object);
  [[nodiscard]] std::optional<Bands> bands(const Json& object);
  [[nodiscard]] std::vector<Related> related(const Json& object);
  [[nodiscard]] std::vector<Assumption> assumptions(const Json& object);
  [[nodiscard]] std::vector<std::string> texts(const Json& object, std::string_view name);

 private:
  template <class Value>
  Value wrong(std::string_view name, Value value) {
    // The first one: what follows is often wrong because of it.
    if (error_.empty()) error_ = "the plan's member " + std::string(name) + " is not right";
    return value;
  }
  [[nodiscard]] const Json& items(const Json& object, std::string_view name);

  std::string error_;
};

}  // namespace sluice::analytics
