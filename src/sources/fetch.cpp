#include "sources/fetch.h"

#include "sources/arguments.h"
#include "sources/gather.h"
#include "sources/link_cursor.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

namespace sluice::sources {
namespace {

using catalog::Paging;

void fall_short(Fetched& fetched, Shortfall why) {
  fetched.provenance.partial = true;
  fetched.shortfall = std::max(fetched.shortfall, why);
}

// One series of pages and how far it is.
struct Series {
  Json arguments;
  std::size_t number = 0;     // Tells it from the others of its table.
  std::int64_t position = 0;  // Page number or offset.
  std::size_t page_rows = 0;  // Rows of the largest page: what the vendor gives at most, for all
                              // that is known.
  std::size_t last_page = 0;  // Rows of the last page.
  std::set<std::string> cursors;
  std::size_t rows = 0;  // Different ones.
};

void begin(Series& series, const Paging& paging) {
  if (!paging.size_argument.empty() && paging.size > 0) {
    set_argument(series.arguments, paging.size_argument, paging.size);
  }
  series.position = paging.style == Paging::Style::page ? paging.first : 0;
}

// What follows a page. `unsure`: it was shorter than asked for, which ends a series, unless the
// vendor gives less than asked for on every page.
enum class Next { page, complete, incomplete, unsure };

// What stands at `next`, or the query parameter of the link that stands there. A link without it
// is no way to go on, and shows no end either.
[[nodiscard]] std::optional<std::string> cursor_of(const Paging& paging,
                                                   const analyst::PageInfo& page) {
  if (!page.next || paging.next_in.empty()) return page.next;
  return query_parameter(*page.next, paging.next_in);
}

[[nodiscard]] Next by_cursor(Series& series, const Paging& paging, const analyst::PageInfo& page) {
  const std::optional<std::string> cursor = cursor_of(paging, page);
  if (!cursor) {
    // A full page without a mark for the next may be the last one, or not.
    const bool full = paging.size > 0 && page.rows >= static_cast<std::size_t>(paging.size);
    const bool more = page.more == true || page.total || page.next || (full && !page.said_last);
    return more ? Next::incomplete : Next::complete;
  }
  // A cursor that comes again would go round for ever.
  if (!series.cursors.insert(*cursor).second) return Next::incomplete;
  set_argument(series.arguments, paging.argument, *cursor);
  return Next::page;
}

[[nodiscard]] Next by_number(Series& series, const Paging& paging, const analyst::PageInfo& page) {
  const bool announced = page.more == true || page.total;
  if (page.rows == 0) return announced ? Next::incomplete : Next::complete;
  const bool pages = paging.style == Paging::Style::page;
  series.position += pages ? 1 : static_cast<std::int64_t>(page.rows);
  set_argument(series.arguments, paging.argument, series.position);
  if (announced) return Next::page;
  if (page.rows < series.page_rows) return Next::complete;
  const bool is_short = paging.size > 0 && page.rows < static_cast<std::size_t>(paging.size);
  return is_short && series.page_rows == 0 ? Next::unsure : Next::page;
}

// Sets the arguments of the next page, if there is one.
[[nodiscard]] Next go_on(Series& series, const Paging& paging, const analyst::PageInfo& page) {
  const std::size_t fresh = page.rows - std::min(page.rows, page.repeated);
  series.rows += fresh;
  series.last_page = page.rows;
  const bool all = page.total && series.rows >= static_cast<std::size_t>(*page.total);
  if (all) return Next::complete;
  const bool none = paging.style == Paging::Style::none;
  // A vendor without pages can say all the same that there was more.
  const bool left_out = page.total || (none && page.more == true);
  if (none || page.more == false) return left_out ? Next::incomplete : Next::complete;
  // The place that was asked for is ignored: the same page would come for ever.
  if (page.rows > 0 && fresh == 0) return Next::incomplete;
  const Next next = paging.style == Paging::Style::cursor ? by_cursor(series, paging, page)
                                                          : by_number(series, paging, page);
  series.page_rows = std::max(series.page_rows, page.rows);
  return next;
}

void add_page(Fetched& fetched, const analyst::PageInfo& page, const catalog::ToolLimits& limits) {
  fetched.provenance.pages += 1;
  fetched.provenance.rows += page.rows - std::min(page.rows, page.dropped);
  fetched.form = page.form;
  fetched.unreadable_cells += page.unreadable_cells;
  fetched.unconverted_cells += page.unconverted_cells;
  if (page.unconverted_cells > 0) fetched.unconverted_currency = page.unconverted_currency;
  if (page.total) fetched.total = std::max(fetched.total, *page.total);
  const auto most = static_cast<std::size_t>(limits.rows_max);
  // A tool that stops at so many rows has stopped there, whatever it says.
  const bool stopped = limits.rows_max > 0 && page.rows >= most && !page.next;
  if (stopped || page.cut) fall_short(fetched, Shortfall::vendor);
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

// A series of pages as far as it was read.
struct Part {
  Fetched fetched;
  Series series;
  bool unsure = false;
};
using Outcome = std::expected<Part, FetchError>;

// The coroutines own what they are given: a question that is given up leaves them behind.
Task<Outcome> fetch_series(FetchSpec spec, Part part, FetchContext context) {
  Next next = Next::page;
  Series& series = part.series;
  const Paging& paging = catalog::paging_of(*spec.tool, series.arguments);
  while (next == Next::page) {
    if (!co_await context.budget->acquire()) {
      fall_short(part.fetched, Shortfall::limits);
      break;
    }
    VendorCall call{.vendor = spec.vendor,
                    .connection = spec.connection,
                    .tool = spec.tool->name,
                    .arguments = series.arguments};
    if (context.waiting) context.waiting(part.fetched.provenance);
    const auto asked = std::chrono::steady_clock::now();
    auto result = co_await context.call(std::move(call));
    context.budget->release();
    if (!result) {
      result.error().waited = std::chrono::duration_cast<std::chrono::seconds>(
          std::chrono::steady_clock::now() - asked);
      co_return std::unexpected(failed_call(part.fetched, std::move(result.error())));
    }
    const auto page = co_await context.session->add_page(
        {.table = spec.table,
         .result = std::move(*result),
         .arguments = to_wire(merged(series.arguments, spec.told)),
         .series = series.number});
    if (!page) co_return std::unexpected(failed_analyst(part.fetched, page.error()));
    add_page(part.fetched, *page, spec.tool->limits);
    if (context.progress) context.progress(part.fetched.provenance);
    next = go_on(series, paging, *page);
  }
  if (next == Next::incomplete) fall_short(part.fetched, Shortfall::vendor);
  part.unsure = next == Next::unsure;
  const bool full = paging.size > 0 && series.last_page >= static_cast<std::size_t>(paging.size);
  part.fetched.full_last_page = full;
  co_return part;
}

[[nodiscard]] std::vector<Part> beginnings(const FetchSpec& spec, Instant now) {
  std::vector<Part> parts;
  for (const Json& arguments : spec.arguments) {
    Series series{
        .arguments = arguments, .number = spec.first_series + parts.size(), .cursors = {}};
    begin(series, catalog::paging_of(*spec.tool, arguments));
    Fetched fetched{.provenance = {.vendor = spec.vendor,
                                   .tool = spec.tool->name,
                                   .arguments = series.arguments,
                                   .fetched_at = now,
                                   .connection = spec.connection,
                                   .account = spec.account},
                    .form = {}};
    parts.push_back({.fetched = std::move(fetched), .series = std::move(series)});
  }
  return parts;
}

// Of those that ended with a first page shorter than asked for, the ones that have to be asked for
// one page more: a vendor that caps its pages caps them at the size of the longest.
[[nodiscard]] std::vector<std::size_t> to_be_probed(const std::vector<Part>& parts) {
  std::size_t longest = 0;
  for (const Part& part : parts)
    longest = std::max({longest, part.series.last_page, part.series.page_rows});
  std::vector<std::size_t> wanted;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    if (parts[at].unsure && parts[at].series.last_page == longest) wanted.push_back(at);
  }
  return wanted;
}

void add_part(Fetched& whole, Fetched part) {
  const bool first = whole.provenance.pages == 0 && whole.provenance.vendor.empty();
  if (first) {
    whole = std::move(part);
    return;
  }
  whole.provenance.pages += part.provenance.pages;
  whole.provenance.rows += part.provenance.rows;
  whole.provenance.partial = whole.provenance.partial || part.provenance.partial;
  whole.shortfall = std::max(whole.shortfall, part.shortfall);
  whole.total += part.total;
  whole.full_last_page = whole.full_last_page || part.full_last_page;
  whole.unreadable_cells += part.unreadable_cells;
  whole.unconverted_cells += part.unconverted_cells;
  if (!part.unconverted_currency.empty()) whole.unconverted_currency = part.unconverted_currency;
  if (!part.form.empty()) whole.form = part.form;
}

}  // namespace

Task<bool> CallBudget::acquire() {
  if (stopped_ || spent_ >= most_) co_return false;
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

Task<std::expected<Fetched, FetchError>> fetch_table(FetchSpec spec, FetchContext context) {
  context.budget->allow(spec.calls_max);
  std::vector<Part> parts = beginnings(spec, context.now);
  std::vector<std::size_t> wanted(parts.size());
  std::iota(wanted.begin(), wanted.end(), std::size_t{0});
  while (!wanted.empty()) {
    std::vector<Task<Outcome>> tasks;
    for (const std::size_t at : wanted)
      tasks.push_back(fetch_series(spec, std::move(parts[at]), context));
    std::vector<Outcome> outcomes = co_await gather(std::move(tasks));
    for (std::size_t at = 0; at < wanted.size(); ++at) {
      if (!outcomes[at]) co_return std::unexpected(std::move(outcomes[at].error()));
      parts[wanted[at]] = std::move(*outcomes[at]);
    }
    wanted = to_be_probed(parts);
  }
  Fetched whole{.provenance = {}, .form = {}};
  for (Part& part : parts)
    add_part(whole, std::move(part.fetched));
  co_return whole;
}

}  // namespace sluice::sources
