#include "sources/fetch.h"

#include "sources/arguments.h"
#include "sources/gather.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>

#include <optional>
#include <set>
#include <utility>

namespace sluice::sources {
namespace {

using catalog::Paging;

// One series of pages and how far it is.
struct Series {
  Json arguments;
  std::int64_t position = 0;  // Page number or offset.
  std::set<std::string> cursors;
  std::size_t rows = 0;
};

void begin(Series& series, const Paging& paging) {
  if (!paging.size_argument.empty() && paging.size > 0) {
    set_argument(series.arguments, paging.size_argument, paging.size);
  }
  series.position = paging.style == Paging::Style::page ? paging.first : 0;
}

[[nodiscard]] bool says_done(const analyst::PageInfo& page, const Series& series) {
  const bool all = page.total && series.rows >= static_cast<std::size_t>(*page.total);
  return page.more == false || all;
}

// Whether the page was shorter than asked for, which ends a series that says nothing else.
[[nodiscard]] bool is_last_by_size(const analyst::PageInfo& page, const Paging& paging) {
  if (page.rows == 0) return true;
  if (page.more == true || page.total) return false;
  return paging.size > 0 && page.rows < static_cast<std::size_t>(paging.size);
}

// Sets the arguments of the next page; false when this was the last.
[[nodiscard]] bool go_on(Series& series, const Paging& paging, const analyst::PageInfo& page) {
  if (paging.style == Paging::Style::none || says_done(page, series)) return false;
  if (paging.style == Paging::Style::cursor) {
    // A cursor that comes again would go round for ever.
    if (!page.next || !series.cursors.insert(*page.next).second) return false;
    set_argument(series.arguments, paging.argument, *page.next);
    return true;
  }
  if (is_last_by_size(page, paging)) return false;
  const bool pages = paging.style == Paging::Style::page;
  series.position += pages ? 1 : static_cast<std::int64_t>(page.rows);
  set_argument(series.arguments, paging.argument, series.position);
  return true;
}

void add_page(Fetched& fetched, const analyst::PageInfo& page, const catalog::ToolLimits& limits) {
  fetched.provenance.pages += 1;
  fetched.provenance.rows += page.rows;
  fetched.rung = page.rung;
  fetched.unreadable_cells += page.unreadable_cells;
  fetched.unconverted_cells += page.unconverted_cells;
  if (page.unconverted_cells > 0) fetched.unconverted_currency = page.unconverted_currency;
  const auto most = static_cast<std::size_t>(limits.rows_max);
  // A tool that stops at so many rows has stopped there, whatever it says.
  if (limits.rows_max > 0 && page.rows >= most && !page.next) fetched.provenance.partial = true;
}

[[nodiscard]] FetchError failed_call(const Fetched& fetched, CallFailure failure) {
  return {.kind = FetchError::Kind::call,
          .call = std::move(failure),
          .analyst = {},
          .provenance = fetched.provenance};
}
[[nodiscard]] FetchError failed_analyst(const Fetched& fetched, analyst::AnalystError error) {
  return {.kind = FetchError::Kind::analyst,
          .call = {},
          .analyst = std::move(error),
          .provenance = fetched.provenance};
}

using Outcome = std::expected<Fetched, FetchError>;

// The coroutines own what they are given: a question that is given up leaves them behind.
Task<Outcome> fetch_series(FetchSpec spec, Json arguments, FetchContext context) {
  Fetched fetched{.provenance = {.vendor = spec.vendor,
                                 .tool = spec.tool->name,
                                 .arguments = arguments,
                                 .fetched_at = context.now},
                  .rung = {}};
  Series series{.arguments = std::move(arguments), .cursors = {}};
  begin(series, spec.tool->paging);
  fetched.provenance.arguments = series.arguments;
  bool more = true;
  while (more) {
    if (!co_await context.budget->acquire()) {
      fetched.provenance.partial = true;
      break;
    }
    VendorCall call{.vendor = spec.vendor, .tool = spec.tool->name, .arguments = series.arguments};
    auto result = co_await context.call(std::move(call));
    context.budget->release();
    if (!result) co_return std::unexpected(failed_call(fetched, std::move(result.error())));
    const auto page = co_await context.session->add_page(spec.table, std::move(*result),
                                                         to_wire(series.arguments));
    if (!page) co_return std::unexpected(failed_analyst(fetched, page.error()));
    series.rows += page->rows;
    add_page(fetched, *page, spec.tool->limits);
    if (context.progress) context.progress(fetched.provenance);
    more = go_on(series, spec.tool->paging, *page);
  }
  co_return fetched;
}

void add_series(Fetched& whole, Fetched part) {
  const bool first = whole.provenance.pages == 0 && whole.provenance.vendor.empty();
  if (first) {
    whole = std::move(part);
    return;
  }
  whole.provenance.pages += part.provenance.pages;
  whole.provenance.rows += part.provenance.rows;
  whole.provenance.partial = whole.provenance.partial || part.provenance.partial;
  whole.unreadable_cells += part.unreadable_cells;
  whole.unconverted_cells += part.unconverted_cells;
  if (part.unconverted_cells > 0) whole.unconverted_currency = part.unconverted_currency;
  if (whole.rung.empty()) whole.rung = part.rung;
}

}  // namespace

Task<bool> CallBudget::acquire() {
  if (stopped_ || spent_ >= calls_max) co_return false;
  ++spent_;
  const auto [error] = co_await places_.async_send(
      boost::system::error_code(), boost::asio::as_tuple(boost::asio::use_awaitable));
  if (!error && !stopped_) co_return true;
  if (!error) release();
  co_return false;
}

void CallBudget::release() {
  places_.try_receive([](const boost::system::error_code&) {});
}

Task<Outcome> fetch_table(FetchSpec spec, FetchContext context) {
  std::vector<Task<Outcome>> tasks;
  for (const Json& arguments : spec.arguments) {
    tasks.push_back(fetch_series(spec, arguments, context));
  }
  Fetched whole{.provenance = {}, .rung = {}};
  for (Outcome& outcome : co_await gather(std::move(tasks))) {
    if (!outcome) co_return std::unexpected(std::move(outcome.error()));
    add_series(whole, std::move(*outcome));
  }
  co_return whole;
}

}  // namespace sluice::sources
