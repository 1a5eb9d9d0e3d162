#pragma once
#include "storage/sql_connection.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace sluice::storage {

// One database file: a thread that writes, and connections that read beside it. Private to
// storage/. Several waiting writes go into one commit (one fsync), each in a savepoint of its own,
// so that one that fails does not take the others with it.
class SqlFile {
 public:
  static constexpr std::size_t writes_in_one_commit_max = 64;
  static constexpr std::size_t writes_waiting_max = 10'000;
  static constexpr std::size_t idle_readers_max = 4;
  // A file up to this size is written anew in memory; a larger one by way of a temporary file.
  static constexpr std::uintmax_t rewrite_in_memory_bytes_max = 256ULL << 20U;

  // Opens it and starts the writer's thread. Throws StorageFailure as SqlConnection does.
  explicit SqlFile(std::filesystem::path file);
  // Finishes the writes that wait.
  ~SqlFile();
  SqlFile(const SqlFile&) = delete;
  SqlFile& operator=(const SqlFile&) = delete;

  // On a connection of its own, so that reads never wait for a write.
  [[nodiscard]] std::vector<Row> query(std::string_view sql, const Parameters& parameters);
  // Runs `job` on the writer's thread; returns once it is on disk, or undone because it returned
  // false. An exception of the job, or of the commit, is thrown here.
  void write(const std::function<bool(SqlConnection&)>& job);
  // Writes the whole file anew and empties its log, so that neither holds anything that is not in
  // a row. Costs as much as reading and writing every page.
  void rewrite();

 private:
  struct Write {
    const std::function<bool(SqlConnection&)>* job = nullptr;
    bool alone = false;  // In no transaction: it makes its own.
    bool done = false;
    std::exception_ptr failure;
  };
  void run_writer(const std::stop_token& stop);
  [[nodiscard]] std::vector<Write*> next_batch(const std::stop_token& stop);
  void enqueue(Write& write);
  void commit_batch(const std::vector<Write*>& batch);
  // False when SQLite has dropped the whole transaction.
  bool run_in_savepoint(Write& write);
  void finish(const std::vector<Write*>& batch);
  void refuse_after_io_failure();

  std::filesystem::path file_;
  SqlConnection writer_connection_;
  // Set on the writer's thread after a failed fsync: what the kernel then holds is unknown, so
  // nothing more is written until a restart.
  bool broken_ = false;

  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<SqlConnection>> idle_readers_;

  std::mutex writes_mutex_;
  std::condition_variable_any write_arrived_;
  std::condition_variable write_finished_;
  std::deque<Write*> waiting_;
  std::jthread writer_;  // Last: it uses everything above.
};

}  // namespace sluice::storage
