#pragma once
#include "storage/organization_access.h"
#include "storage/storage_failure.h"
#include "storage/transaction.h"

#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

namespace sluice::storage {

class SqlFile;  // One database file: its writer thread and its read connections.

// A write says "undo" by returning an unexpected; anything else commits.
template <class T>
[[nodiscard]] bool asks_to_undo(const T& result) {
  if constexpr (requires {
                  result.error();
                  result.has_value();
                })
    return !result.has_value();
  else
    return false;
}

// The door to users, sessions, organizations, memberships: what is not one organization's.
// Every call blocks; coroutines go through run_blocking. Throws StorageFailure.
class ControlStore {
 public:
  ControlStore(Passkey<class Database>, std::shared_ptr<SqlFile> file) : file_(std::move(file)) {}

  // Reads beside the writer, what was committed before: a write of the caller's own is seen, since
  // it is on disk when write() returns. query_one gives the first row, and nothing when there is
  // none.
  [[nodiscard]] std::vector<Row> query(ControlSql sql, const Parameters& parameters = {}) const;
  [[nodiscard]] std::optional<Row> query_one(ControlSql sql,
                                             const Parameters& parameters = {}) const;
  // Runs `work(ControlTransaction&)` on the writer and returns its result once it is on disk.
  // An unexpected result or an exception undoes the work, and only this work.
  template <std::invocable<ControlTransaction&> Work>
  auto write(Work work) const -> std::invoke_result_t<Work, ControlTransaction&> {
    using Result = std::invoke_result_t<Work, ControlTransaction&>;
    if constexpr (std::is_void_v<Result>) {
      run([&](SqlConnection& connection) {
        ControlTransaction transaction({}, connection);
        work(transaction);
        return true;
      });
    } else {
      std::optional<Result> result;
      run([&](SqlConnection& connection) {
        ControlTransaction transaction({}, connection);
        result.emplace(work(transaction));
        return !asks_to_undo(*result);
      });
      return std::move(*result);
    }
  }

 private:
  void run(const std::function<bool(SqlConnection&)>& job) const;
  std::shared_ptr<SqlFile> file_;
};

// The door to everything that belongs to the organization of one access. Same rules.
class OrganizationStore {
 public:
  OrganizationStore(Passkey<class Database>, std::shared_ptr<SqlFile> file,
                    OrganizationAccess access)
      : file_(std::move(file)), access_(access) {}

  [[nodiscard]] OrganizationAccess access() const noexcept { return access_; }
  [[nodiscard]] std::vector<Row> query(TenantSql sql, const Parameters& parameters = {}) const;
  [[nodiscard]] std::optional<Row> query_one(TenantSql sql,
                                             const Parameters& parameters = {}) const;
  // As ControlStore::write, on this organization's own file and in a transaction that carries its
  // access.
  template <std::invocable<Transaction&> Work>
  auto write(Work work) const -> std::invoke_result_t<Work, Transaction&> {
    using Result = std::invoke_result_t<Work, Transaction&>;
    if constexpr (std::is_void_v<Result>) {
      run([&](SqlConnection& connection) {
        Transaction transaction({}, connection, access_);
        work(transaction);
        return true;
      });
    } else {
      std::optional<Result> result;
      run([&](SqlConnection& connection) {
        Transaction transaction({}, connection, access_);
        result.emplace(work(transaction));
        return !asks_to_undo(*result);
      });
      return std::move(*result);
    }
  }

  // Writes the organization's file anew: afterwards neither it nor its log holds what was deleted.
  void rewrite() const;

 private:
  void run(const std::function<bool(SqlConnection&)>& job) const;
  std::shared_ptr<SqlFile> file_;
  OrganizationAccess access_;
};

// The database of one data directory: control.db and one file per organization under
// organizations/. Made once, handed down by reference, thread-safe. Two doors and no third: rows
// of an organization are reached with that organization's access or not at all.
class Database {
 public:
  // Makes the directory (0700) when absent and brings control.db to the newest schema. Refuses a
  // directory that a newer version of the program has written.
  [[nodiscard]] static std::expected<std::unique_ptr<Database>, OpenError> open(
      const std::filesystem::path& directory);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Cheap: a handle to the one file.
  [[nodiscard]] ControlStore control() const;
  // Opens (and brings up to date) the organization's file on first use.
  [[nodiscard]] OrganizationStore organization(OrganizationAccess access) const;
  [[nodiscard]] const std::filesystem::path& directory() const noexcept;

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::storage
