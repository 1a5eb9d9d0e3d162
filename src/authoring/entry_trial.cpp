#include "authoring/entry_trial.h"

#include "analytics/computing/fetch_plan.h"
#include "analytics/computing/sql_text.h"
#include "sources/arguments.h"
#include "sources/fetch.h"

#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace sluice::authoring {
namespace {

using analytics::FanOut;
using analytics::PlannedFetch;
using sources::Fetched;

// The trial's moment in the three forms that conditions of rows compare with.
[[nodiscard]] analytics::Moment moment_of(const TrialContext& context) {
  return {.at = analytics::sql_timestamp(context.now),
          .day = analytics::sql_date(context.zone.day_of(context.now)),
          .local = analytics::sql_timestamp(context.now + context.zone.offset_at(context.now))};
}

// What has to be fetched for all fields of the entry that stand in its rows; those that the tool
// groups by are asked one at a time by questions, and not here.
[[nodiscard]] std::vector<PlannedFetch> fetches_of(const TrialContext& context,
                                                   const catalog::Entry& entry,
                                                   std::string& failure) {
  const analytics::Meaning meaning({context.vendor});
  analytics::QueryPlan plan;
  plan.timezone = context.zone.name();
  analytics::Workbook book(meaning, moment_of(context));
  const Json arguments = entry.measures.empty() ? Json() : entry.measures.front().arguments;
  const std::size_t table = book.table({&meaning.vendors().front(), &entry}, arguments);
  book.restrict(table, {});
  for (const catalog::Field& field : entry.fields)
    if (field.expression.empty() && field.grouped_by.empty())
      book.need(table).fields.insert(field.name);
  const analytics::FetchRange range{
      .start = context.now - context.days, .end = context.now, .bounded = true};
  auto fetches =
      plan_fetches(book, plan, {.range = range, .now = context.now, .zone = context.zone});
  const std::optional<analytics::CompileFault>& fault = book.fault();
  if (fault) failure = to_text(*fault);
  return fetches;
}

// One entry: its table and those that its calls are fanned out from. Lives in try_entry()'s frame.
class Trial {
 public:
  Trial(TrialContext context, const catalog::Entry& entry,
        std::unique_ptr<analyst::AnalystSession> session,
        const boost::asio::any_io_executor& executor)
      : context_(std::move(context)),
        session_(std::move(session)),
        budget_(std::make_shared<sources::CallBudget>(executor)) {
    result_.entry = entry.name;
    result_.tool = entry.tool;
    fetches_ = fetches_of(context_, entry, result_.failure);
  }

  [[nodiscard]] Task<EntryTrial> run() {
    std::set<std::string> done;
    while (result_.failure.empty() && done.size() < fetches_.size()) {
      const std::size_t before = done.size();
      for (const PlannedFetch& fetch : fetches_) {
        const bool ready = !fetch.fan_out || done.contains(fetch.fan_out->table);
        if (done.contains(fetch.table.name) || !ready) continue;
        if (!co_await fill(fetch)) co_return std::move(result_);
        done.insert(fetch.table.name);
      }
      if (done.size() == before) result_.failure = "Its calls wait for each other.";
    }
    if (result_.failure.empty() && result_.rows > 0) co_await look_for_empty_fields();
    co_return std::move(result_);
  }

 private:
  [[nodiscard]] Task<bool> fill(PlannedFetch fetch) {
    auto arguments = co_await arguments_of(fetch);
    if (!result_.failure.empty()) co_return false;
    if (arguments.empty())
      co_return fail("No row of the entry that it is asked for says what to ask it with.");
    if (const auto made = co_await session_->create_table(fetch.table); !made)
      co_return fail("The table could not be made: " + made.error().detail);
    auto fetched =
        co_await sources::fetch_table({.vendor = fetch.vendor,
                                       .connection = fetch.connection,
                                       .tool = fetch.tool,
                                       .arguments = std::move(arguments),
                                       .table = fetch.table.name,
                                       .calls_max = std::max(fetch.calls_max, sources::calls_max)},
                                      {.session = session_,
                                       .call = context_.call,
                                       .budget = budget_,
                                       .waiting = {},
                                       .progress = {},
                                       .now = context_.now});
    if (!fetched) co_return fail(sentence_of(fetched.error(), fetch.tool->name));
    // The first table is the entry's own; the others only say what it is asked with.
    if (fetch.table.name == fetches_.front().table.name) take(std::move(*fetched));
    co_return true;
  }

  [[nodiscard]] Task<std::vector<Json>> arguments_of(PlannedFetch fetch) {
    if (!fetch.fan_out) co_return std::move(fetch.arguments);
    const FanOut& fan_out = *fetch.fan_out;
    const auto rows =
        co_await session_->run(fan_out.sql, std::vector<analyst::Column>(fan_out.arguments.size()));
    std::vector<Json> all;
    if (!rows) {
      result_.failure = "What to ask it with could not be read: " + rows.error().detail;
      co_return all;
    }
    for (const auto& row : rows->rows) {
      for (Json arguments : fetch.arguments) {
        for (std::size_t at = 0; at < row.size(); ++at)
          sources::set_argument(arguments, fan_out.arguments[at], row[at]);
        all.push_back(std::move(arguments));
      }
    }
    co_return all;
  }

  void take(Fetched fetched) {
    result_.form = std::move(fetched.form);
    result_.rows = fetched.provenance.rows;
    result_.pages = fetched.provenance.pages;
    result_.total = fetched.total;
    result_.partial = fetched.provenance.partial;
    result_.full_last_page = fetched.full_last_page;
    result_.unreadable_cells = fetched.unreadable_cells;
    result_.unconverted_cells = fetched.unconverted_cells;
  }

  [[nodiscard]] Task<void> look_for_empty_fields() {
    const analyst::TableSpec& table = fetches_.front().table;
    std::string sql;
    for (const analyst::FieldSpec& field : table.fields)
      sql += (sql.empty() ? "SELECT count(" : ", count(") + analytics::sql_name(field.name) + ")";
    const auto counted = co_await session_->run(sql + " FROM " + analytics::sql_name(table.name),
                                                std::vector<analyst::Column>(table.fields.size()));
    if (!counted || counted->rows.empty()) {
      result_.failure = "Its rows could not be counted.";
      co_return;
    }
    for (std::size_t at = 0; at < table.fields.size(); ++at)
      if (counted->rows.front()[at] == Json(0))
        result_.empty_fields.push_back(table.fields[at].name);
  }

  bool fail(std::string sentence) {
    result_.failure = std::move(sentence);
    return false;
  }
  [[nodiscard]] static std::string sentence_of(const sources::FetchError& error,
                                               const std::string& tool) {
    if (error.kind == sources::FetchError::Kind::call)
      return error.call.detail.empty() ? tool + " gave no answer." : error.call.detail;
    return "The answer of " + tool +
           " has no rows where they were looked for: " + error.analyst.detail;
  }

  TrialContext context_;
  std::shared_ptr<analyst::AnalystSession> session_;
  std::shared_ptr<sources::CallBudget> budget_;
  std::vector<PlannedFetch> fetches_;
  EntryTrial result_;
};

// The entry is of the catalog, which outlives the trial.
[[nodiscard]] Task<EntryTrial> try_entry(TrialContext context, const catalog::Entry* entry) {
  const auto executor = co_await boost::asio::this_coro::executor;
  auto session =
      co_await context.spawner->open(executor, context.rates, {}, Deadline::in(trial_deadline));
  if (!session) {
    co_return EntryTrial{.entry = entry->name,
                         .tool = entry->tool,
                         .failure = "No worker could be started: " + session.error().detail};
  }
  Trial trial(std::move(context), *entry, std::move(*session), executor);
  co_return co_await trial.run();
}

}  // namespace

bool EntryTrial::is_clean() const {
  return failure.empty() && rows > 0 && !partial && unreadable_cells == 0 &&
         unconverted_cells == 0 && empty_fields.empty();
}

Task<std::vector<EntryTrial>> try_entries(TrialContext context) {
  std::vector<EntryTrial> trials;
  for (const catalog::Entry& entry : context.vendor.vendor->entries)
    trials.push_back(co_await try_entry(context, &entry));
  co_return trials;
}

}  // namespace sluice::authoring
