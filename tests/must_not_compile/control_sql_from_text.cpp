// refused: no matching|no viable conversion
// Text that is made at run time never becomes SQL.
#include <string>
#include "storage/sql.h"

namespace sluice {

storage::ControlSql from_outside(const std::string& text) {
  return storage::ControlSql(text.c_str());
}

}  // namespace sluice
