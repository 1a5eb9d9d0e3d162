#include "storage/sql_file.h"

#include "storage/storage_failure.h"

#include <algorithm>
#include <utility>

namespace sluice::storage {

SqlFile::SqlFile(std::filesystem::path file)
    : file_(std::move(file)),
      writer_connection_(file_, SqlConnection::Mode::read_write),
      writer_([this](const std::stop_token& stop) { run_writer(stop); }) {}

SqlFile::~SqlFile() = default;

std::vector<Row> SqlFile::query(std::string_view sql, const Parameters& parameters) {
  std::unique_ptr<SqlConnection> reader;
  {
    const std::lock_guard lock(readers_mutex_);
    if (!idle_readers_.empty()) {
      reader = std::move(idle_readers_.back());
      idle_readers_.pop_back();
    }
  }
  if (!reader) reader = std::make_unique<SqlConnection>(file_, SqlConnection::Mode::read_only);
  // A reader that failed is dropped, not put back.
  std::vector<Row> rows = reader->query(sql, parameters);
  const std::lock_guard lock(readers_mutex_);
  if (idle_readers_.size() < idle_readers_max) idle_readers_.push_back(std::move(reader));
  return rows;
}

void SqlFile::write(const std::function<bool(SqlConnection&)>& job) {
  Write write{.job = &job, .alone = false, .done = false, .failure = nullptr};
  enqueue(write);
}

void SqlFile::rewrite() {
  const std::function<bool(SqlConnection&)> job = [this](SqlConnection& connection) {
    std::error_code error;
    const bool large = std::filesystem::file_size(file_, error) > rewrite_in_memory_bytes_max;
    if (large) connection.run_script("PRAGMA temp_store = FILE");
    // Not only secure_delete: where rows were moved between pages, that leaves copies behind.
    connection.run_script("VACUUM");
    if (large) connection.run_script("PRAGMA temp_store = MEMORY");
    const auto result = connection.query("PRAGMA wal_checkpoint(TRUNCATE)", {});
    if (result.empty() || result.front().integer("busy") != 0)
      throw StorageFailure(StorageFailure::Kind::busy, "a reader holds the log");
    return true;
  };
  Write write{.job = &job, .alone = true, .done = false, .failure = nullptr};
  enqueue(write);
}

void SqlFile::enqueue(Write& write) {
  {
    std::unique_lock lock(writes_mutex_);
    if (waiting_.size() >= writes_waiting_max)
      throw StorageFailure(StorageFailure::Kind::busy, "too many writes wait");
    waiting_.push_back(&write);
    write_arrived_.notify_one();
    // Bounded: each commit ahead of this one waits for a lock no longer than the busy timeout.
    write_finished_.wait(lock, [&] { return write.done; });
  }
  if (write.failure) std::rethrow_exception(write.failure);
}

void SqlFile::run_writer(const std::stop_token& stop) {
  // Empty when stopped, and nothing is left to do.
  for (auto batch = next_batch(stop); !batch.empty(); batch = next_batch(stop)) {
    try {
      commit_batch(batch);
    } catch (...) {
      // The edge of this thread: the failure goes to every caller whose work it undid.
      for (Write* write : batch)
        if (!write->failure) write->failure = std::current_exception();
      if (writer_connection_.in_transaction()) writer_connection_.run_script("ROLLBACK");
    }
    finish(batch);
  }
}

std::vector<SqlFile::Write*> SqlFile::next_batch(const std::stop_token& stop) {
  std::unique_lock lock(writes_mutex_);
  write_arrived_.wait(lock, stop, [&] { return !waiting_.empty(); });
  // One that makes its own transaction goes by itself; the others up to it go together.
  const auto is_alone = [](const Write* write) { return write->alone; };
  const auto alone = std::find_if(waiting_.begin(), waiting_.end(), is_alone);
  const auto before = static_cast<std::size_t>(alone - waiting_.begin());
  const auto together = std::max<std::size_t>(std::min(before, writes_in_one_commit_max), 1);
  const auto count = std::min(together, waiting_.size());
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<Write*> batch(waiting_.begin(), end);
  waiting_.erase(waiting_.begin(), end);
  return batch;
}

void SqlFile::commit_batch(const std::vector<Write*>& batch) {
  refuse_after_io_failure();
  if (batch.size() == 1 && batch.front()->alone) {
    (*batch.front()->job)(writer_connection_);
    return;
  }
  writer_connection_.run_script("BEGIN IMMEDIATE");
  for (Write* write : batch) {
    if (run_in_savepoint(*write)) continue;
    // SQLite undid everything (a full disk does that): the writes before this one are lost too.
    std::rethrow_exception(write->failure);
  }
  try {
    writer_connection_.run_script("COMMIT");
  } catch (const StorageFailure& failure) {
    broken_ = failure.kind() == StorageFailure::Kind::io;
    throw;
  }
}

bool SqlFile::run_in_savepoint(Write& write) {
  bool keep = false;
  writer_connection_.run_script("SAVEPOINT one_write");
  try {
    keep = (*write.job)(writer_connection_);
  } catch (...) {
    write.failure = std::current_exception();  // Rethrown in the caller's thread.
  }
  if (!writer_connection_.in_transaction()) {
    if (!write.failure)
      write.failure = std::make_exception_ptr(
          StorageFailure(StorageFailure::Kind::io, "the transaction was dropped"));
    return false;
  }
  if (!keep) writer_connection_.run_script("ROLLBACK TO one_write");
  writer_connection_.run_script("RELEASE one_write");
  return true;
}

void SqlFile::finish(const std::vector<Write*>& batch) {
  const std::lock_guard lock(writes_mutex_);
  for (Write* write : batch)
    write->done = true;
  write_finished_.notify_all();
}

void SqlFile::refuse_after_io_failure() {
  if (broken_)
    throw StorageFailure(StorageFailure::Kind::io, "writing stopped after a failed fsync");
}

}  // namespace sluice::storage
