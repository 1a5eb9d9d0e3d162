// refused: call to deleted constructor|call to implicitly-deleted
// A transaction is not stored beyond its write.
#include "storage/transaction.h"

namespace sluice {

void keep(const storage::Transaction& transaction) {
  const storage::Transaction kept = transaction;
}

}  // namespace sluice
