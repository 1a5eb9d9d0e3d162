#include "analytics/reading/pieces.h"

namespace sluice::analytics {

std::string time_field_of(const MeasureSense& counted) {
  if (counted.measure != nullptr && !counted.measure->time.empty()) return counted.measure->time;
  return counted.entry->default_time;
}

}  // namespace sluice::analytics
