#pragma once
#include "analyst/analyst.h"
#include "analytics/computing/shown_fields.h"
#include "analytics/meaning/meaning.h"
#include "base/task.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// What a run leaves to learn from. Its worker process lives as long as this does, and at most to
// the deadline of the run.
struct ShownValues {
  std::shared_ptr<analyst::AnalystSession> session;
  std::vector<ShownField> fields;
};

// Whether values of a field are kept. Once left out it stays so until its connection is ended:
// what showed too many values shows fewer in a shorter period, which makes it no shorter list.
enum class OwnFieldState { kept, left_out };
[[nodiscard]] std::string_view to_text(OwnFieldState state);

// What the rows of one answer showed of one field. `values` are names alone (is_own_value), each
// once, in order; none where the field is left out.
struct LearntField {
  std::string vendor;
  std::string entry;
  std::string field;
  OwnFieldState state = OwnFieldState::kept;
  std::vector<std::string> values;
  ConnectionId connection{};  // Whose rows showed them.
};

// Reads the values where the rows are. A worker that ends meanwhile ends the reading: what was read
// until then is given. `vendors` say which values the catalog knows already.
[[nodiscard]] Task<std::vector<LearntField>> read_shown(ShownValues shown,
                                                        std::vector<VendorMeaning> vendors);

}  // namespace sluice::analytics
