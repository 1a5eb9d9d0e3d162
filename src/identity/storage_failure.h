#pragma once
#include "storage/storage_failure.h"

namespace sluice::identity {

// What every use case may throw when the machine under the database is broken, for the edge of a
// request, which does not include storage/.
using storage::StorageFailure;
using storage::user_text;

}  // namespace sluice::identity
