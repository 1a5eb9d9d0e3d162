#pragma once
#include "analytics/computing/compile_fault.h"
#include "analytics/computing/sql_value.h"
#include "analytics/meaning/join_path.h"
#include "analytics/meaning/meaning.h"
#include "base/clock.h"
#include "base/time_zone.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// The stretch of time that tools are told about.
struct FetchRange {
  Instant start;
  Instant end;
  bool bounded = false;  // False: no period was asked; start is far back.
  friend bool operator==(const FetchRange&, const FetchRange&) = default;
};

// One table that a statement reads: one fetch. The same entry asked with other arguments (an
// aggregate tool told what to count) is another table.
struct TableNeed {
  std::string name;  // t0, t1, ...
  Place place;
  Json arguments;                   // Of the measure, over those of the entry.
  std::optional<FetchRange> range;  // Of its own, where its rows carry no date to tell by.
  std::set<std::string> fields;     // Read from the rows; computed ones are not among them.
  // What every use of the table agrees on, so that the vendor may leave other rows out.
  std::optional<std::string> time_field;
  std::set<std::size_t> filters;  // Indexes into the plan's filters.
  bool used = false;
  bool additive = true;  // Every measure over it adds up over days.
};

// What one use of a table restricts.
struct Restricting {
  std::optional<std::string> time_field;
  std::set<std::size_t> filters;
};

// The clock that parts of moments are read from, and the times whose changes of it matter.
struct WallClock {
  TimeZone zone;
  Instant from;
  Instant until;
};

// What compiling one plan gathers: the tables it needs and the first thing wrong with it.
class Workbook {
 public:
  Workbook(const Meaning& meaning, Moment now) : meaning_(meaning), now_(std::move(now)) {}

  [[nodiscard]] const Meaning& meaning() const noexcept { return meaning_; }
  [[nodiscard]] const Moment& now() const noexcept { return now_; }

  void set_clock(WallClock clock) { clock_ = std::move(clock); }
  // Nothing: no clock was set, and a plan that compares parts of moments cannot be compiled.
  [[nodiscard]] const std::optional<WallClock>& clock() const noexcept { return clock_; }

  // Accounts whose rows count nowhere (account_value).
  void leave_out(std::set<std::string> accounts) { left_out_ = std::move(accounts); }
  [[nodiscard]] const std::set<std::string>& left_out() const noexcept { return left_out_; }

  // The index of the table of an entry asked with these arguments.
  [[nodiscard]] std::size_t table(Place place, const Json& arguments,
                                  const std::optional<FetchRange>& range = std::nullopt);
  [[nodiscard]] TableNeed& need(std::size_t table) { return tables_[table]; }
  [[nodiscard]] const std::vector<TableNeed>& tables() const noexcept { return tables_; }
  void restrict(std::size_t table, const Restricting& restricting);

  [[nodiscard]] std::string new_alias(std::string_view letter) {
    return std::string(letter) + std::to_string(aliases_++);
  }
  // Keeps the first fault, since later ones follow from it; gives the value to go on with.
  SqlValue fail(CompileFault fault) {
    if (!fault_) fault_ = std::move(fault);
    return {"NULL", "null"};
  }
  [[nodiscard]] const std::optional<CompileFault>& fault() const noexcept { return fault_; }
  void note(std::string note) { notes_.insert(std::move(note)); }
  [[nodiscard]] const std::set<std::string>& notes() const noexcept { return notes_; }

 private:
  const Meaning& meaning_;
  Moment now_;
  std::optional<WallClock> clock_;
  std::set<std::string> left_out_;
  std::vector<TableNeed> tables_;
  std::size_t aliases_ = 0;
  std::optional<CompileFault> fault_;
  std::set<std::string> notes_;
};

}  // namespace sluice::analytics
