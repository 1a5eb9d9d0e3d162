#pragma once
#include <stdexcept>
#include <string>

namespace sluice::storage {

// The machine under the database is broken. Thrown, since no use case can do anything about it;
// the edge of the request catches it once and shows user_text(kind).
class StorageFailure : public std::runtime_error {
 public:
  // Closed: user_text() has a sentence for each, and the HTTP edge a status.
  enum class Kind {
    disk_full,
    busy,        // Another process holds the file, or too many writes wait.
    io,          // Reading or writing the disk failed; writes to the file stop until a restart.
    corrupt,     // The file is no database of ours, or damaged.
    constraint,  // A rule of the schema refused the row: a mistake in the program.
    statement,   // The statement itself is wrong: a mistake in the program.
  };
  // `detail` is for the log: it may hold the database's own words, never a row's content.
  StorageFailure(Kind kind, const std::string& detail) : std::runtime_error(detail), kind_(kind) {}
  [[nodiscard]] Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
};

// A sentence for a person: what happened and what to do.
[[nodiscard]] std::string user_text(StorageFailure::Kind kind);

// Why the data directory cannot be opened; `detail` is a sentence for the operator.
struct OpenError {
  std::string detail;
};

}  // namespace sluice::storage
