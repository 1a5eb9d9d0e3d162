#pragma once
#include "authoring/row_draft.h"

namespace sluice::authoring {

// Adds an address to the draft, the holes of a template as parameters ("{cloudId}" becomes
// `cloud_id`). The ordinary transport comes first; what a row cannot reach (a REST address, a
// removed transport) is left out. Later addresses only become comments.
void add_endpoint(RowDraft& draft, EndpointDraft endpoint);

}  // namespace sluice::authoring
