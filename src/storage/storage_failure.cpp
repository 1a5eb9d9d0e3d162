#include "storage/storage_failure.h"

namespace sluice::storage {

std::string user_text(StorageFailure::Kind kind) {
  switch (kind) {
    case StorageFailure::Kind::disk_full:
      return "The server's disk is full, so nothing can be saved. Nothing was changed. Ask the "
             "operator to free space, then try again.";
    case StorageFailure::Kind::busy:
      return "The server is busy saving other changes. Nothing was changed. Try again in a moment.";
    case StorageFailure::Kind::io:
      return "The server cannot read or write its data. Nothing was changed. Ask the operator to "
             "check the disk and restart the server.";
    case StorageFailure::Kind::corrupt:
      return "A data file of the server is damaged. Ask the operator to restore it from a backup.";
    case StorageFailure::Kind::constraint:
    case StorageFailure::Kind::statement:
      return "The server made a mistake while saving. Nothing was changed. Report this with the "
             "request id.";
  }
  return {};
}

}  // namespace sluice::storage
