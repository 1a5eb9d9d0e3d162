#include "analytics/reading/plan_outcome.h"

namespace sluice::analytics {

std::string_view to_text(RefusalReason reason) {
  switch (reason) {
    case RefusalReason::no_data_source: return "no_data_source";
    case RefusalReason::vendor_lacks_data: return "vendor_lacks_data";
    case RefusalReason::outside_data_range: return "outside_data_range";
    case RefusalReason::forecast: return "forecast";
    case RefusalReason::write_request: return "write_request";
    case RefusalReason::unknown_words: return "unknown_words";
    case RefusalReason::value_not_found: return "value_not_found";
    case RefusalReason::two_questions: return "two_questions";
    case RefusalReason::not_understood: return "not_understood";
  }
  return "not_understood";
}

}  // namespace sluice::analytics
