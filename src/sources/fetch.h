#pragma once
#include "analyst/analyst.h"
#include "base/clock.h"
#include "base/deadline.h"
#include "base/task.h"
#include "catalog/vendor.h"
#include "sources/call_vendor.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/experimental/channel.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sluice::sources {

// Limits of one question (docs/limits); a vendor whose pages are small may have more calls
// (`limits.calls` of its row).
inline constexpr std::size_t calls_max = 40;
inline constexpr std::size_t calls_side_by_side_max = 8;

// What the fetches of one question share: how many calls are left, and the places to wait for.
class CallBudget {
 public:
  explicit CallBudget(const boost::asio::any_io_executor& executor)
      : places_(executor, calls_side_by_side_max) {}

  // False when no call is left, or the question is over. Else a place that release() gives back.
  [[nodiscard]] Task<bool> acquire();
  // Once for each acquire() that was true.
  void release();
  // Of one of the vendors: the question has so many calls, if it had less.
  void allow(std::size_t calls) noexcept { most_ = std::max(most_, calls); }
  // The question is over: no further call leaves.
  void stop() noexcept { stopped_ = true; }

 private:
  boost::asio::experimental::channel<void(boost::system::error_code)> places_;
  std::size_t most_ = calls_max;
  std::size_t spent_ = 0;
  bool stopped_ = false;
};

// One table to fill through one connection: the tool, and the arguments of each series of pages
// (one, or one per value of a fan-out or per piece of a long range).
struct FetchSpec {
  std::string vendor;
  ConnectionId connection{};
  std::string account{};  // The connection's name, where the vendor has several; else empty.
  const catalog::Tool* tool = nullptr;  // Of the catalog, which outlives the run.
  std::vector<Json> arguments;
  std::string table;
  std::size_t calls_max = sources::calls_max;  // That a question to this vendor may take.
  // What the rows are told beside what they were asked with, and the vendor is not.
  Json told = Json::object();
  std::size_t first_series = 0;  // Tells its series from those that fill the same table.
};

// What all fetches of one question share.
struct FetchContext {
  std::shared_ptr<analyst::AnalystSession> session;
  CallVendor call;
  std::shared_ptr<CallBudget> budget;
  std::function<void(const Provenance&)> waiting;   // Before each call; may be empty.
  std::function<void(const Provenance&)> progress;  // After each page; may be empty.
  Instant now;
};

// Which side failed, and what had been fetched until then.
struct FetchError {
  enum class Kind { call, analyst };
  Kind kind = Kind::call;
  CallFailure call;
  analyst::AnalystError analyst;
  Provenance provenance;  // Until then.
};

// Why rows are missing: a limit of one question, or the vendor gave fewer than it has, gave no way
// to the next page, or said that it cut its answer.
enum class Shortfall { none, limits, vendor };

// What was fetched, and how the rows were found.
struct Fetched {
  Provenance provenance;
  std::string form;
  Shortfall shortfall = Shortfall::none;
  std::int64_t total = 0;  // How many rows the vendor says there are; 0: it did not say.
  // The last page of a series was as long as pages get: the end was told by the vendor alone.
  bool full_last_page = false;
  std::size_t unreadable_cells = 0;
  std::size_t unconverted_cells = 0;  // Money of a currency without a rate.
  std::string unconverted_currency{};
};

// Fetches all pages of all series into the table, which exists, each row once. When the limits of a
// question end it early, or the vendor does not give all that it has, the provenance says partial.
[[nodiscard]] Task<std::expected<Fetched, FetchError>> fetch_table(FetchSpec spec,
                                                                   FetchContext context);

}  // namespace sluice::sources
