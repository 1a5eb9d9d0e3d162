#pragma once
#include "authoring/row_draft.h"

#include <string>

namespace sluice::authoring {

// The file of a draft, which `catalog check` takes as it is.
[[nodiscard]] std::string row_text(const RowDraft& draft);

}  // namespace sluice::authoring
