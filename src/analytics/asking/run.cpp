#include "analytics/asking/run.h"

#include "analytics/answering/caveats.h"
#include "analytics/answering/nothing_found.h"
#include "analytics/answering/present.h"
#include "analytics/answering/running_bucket.h"
#include "analytics/asking/left_out_accounts.h"
#include "analytics/asking/run_assumptions.h"
#include "analytics/asking/run_faults.h"
#include "analytics/computing/bands.h"
#include "analytics/computing/compile.h"
#include "analytics/computing/known_now.h"
#include "analytics/computing/report_currency.h"
#include "analytics/computing/vendor_weeks.h"
#include "analytics/language/number_text.h"
#include "base/log.h"
#include "base/time_format.h"
#include "sources/arguments.h"
#include "sources/fetch.h"
#include "sources/gather.h"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <utility>

namespace sluice::analytics {
namespace {

using sources::Fetched;
using FetchOutcome = std::expected<Fetched, sources::FetchError>;

// The arguments with those that a row of the fan-out's table fills.
[[nodiscard]] Json filled(Json arguments, const FanOut& fan_out, const std::vector<Json>& row) {
  for (std::size_t at = 0; at < row.size(); ++at) {
    sources::set_argument(arguments, fan_out.arguments[at], row[at]);
  }
  return arguments;
}

// No rows, or none but zeros.
[[nodiscard]] bool is_nothing(const analyst::Table& table) {
  bool zeros = table.rows.empty();
  for (const auto& row : table.rows)
    for (const Json& cell : row) {
      if (cell.is_number() && cell != Json(0)) return false;
      zeros = zeros || cell.is_number() || cell.is_null();
    }
  return zeros;
}

// One run: what its steps share. Lives in the frame of run_plan.
class Run {
 public:
  Run(QueryPlan plan, RunContext context, const boost::asio::any_io_executor& executor)
      : plan_(std::move(plan)),
        context_(std::move(context)),
        meaning_(context_.vendors),
        left_out_(meaning_, plan_),
        budget_(std::make_shared<sources::CallBudget>(executor)),
        executor_(executor) {}
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  ~Run() { budget_->stop(); }

  [[nodiscard]] Task<std::expected<Answer, RunError>> execute() {
    if (auto why = known_only_now(plan_, meaning_, context_.now))
      co_return refused("not_kept", *std::move(why));
    if (!change_currency()) co_return std::unexpected(std::move(error_));
    if (auto weeks = go_by_vendors_weeks(plan_, meaning_, context_.now))
      caveats_.insert(std::move(*weeks));
    if (!compile_plan()) co_return std::unexpected(std::move(error_));
    auto session =
        co_await context_.spawner->open(executor_, context_.rates, {}, context_.deadline);
    if (!session) co_return std::unexpected(error_of(session.error()));
    session_ = std::move(*session);
    if (!co_await fetch_all()) co_return std::unexpected(std::move(error_));
    step(StepEvent::Step::joining, "Computing the answer");
    if (!co_await find_range() || !co_await choose_bands())
      co_return std::unexpected(std::move(error_));
    std::vector<analyst::Table> tables;
    for (const Statement& statement : compiled_.statements) {
      auto table = co_await session_->run(statement.sql, statement.columns);
      if (!table) co_return std::unexpected(failed_query(statement, table.error()));
      tables.push_back(std::move(*table));
      if (!co_await look_for_gaps(statement)) co_return std::unexpected(std::move(error_));
    }
    step(StepEvent::Step::drawing, "Drawing the answer");
    leave_out_running(plan_, compiled_, tables);
    Answer answer =
        present({.plan = &plan_, .meaning = &meaning_, .compiled = &compiled_, .now = context_.now},
                std::move(tables));
    caveats_.insert(compiled_.caveats.begin(), compiled_.caveats.end());
    // Of a list, cells without a value are no zeros.
    const bool rows = plan_.frame == Frame::list;
    if (answer.table && (rows ? answer.table->rows.empty() : is_nothing(*answer.table)))
      if (auto doubt = doubt_of_nothing(plan_, meaning_, partial_))
        co_return refused("value_not_found", *std::move(doubt));
    for (const std::string& caveat : caveats_)
      answer.text += " " + caveat;
    for (Assumption& each : assumed_while_running(plan_, meaning_, context_.rates))
      answer.assumptions.push_back(std::move(each));
    answer.caveats.assign(caveats_.begin(), caveats_.end());
    answer.partial = partial_;
    if (answer.chart) answer.chart->partial = partial_;
    answer.provenance = std::move(provenance_);
    answer.how.notes.insert(answer.how.notes.end(), notes_.begin(), notes_.end());
    leave_values();
    co_return answer;
  }

 private:
  [[nodiscard]] Answer refused(std::string_view reason, std::string text) {
    Answer answer;
    answer.status = AnswerStatus::refused;
    answer.reason = reason;
    answer.text = std::move(text);
    answer.plan = plan_;
    answer.provenance = std::move(provenance_);
    return answer;
  }

  void step(StepEvent::Step which, std::string text) const {
    if (!context_.progress) return;
    StepEvent event;
    event.step = which;
    event.text = std::move(text);
    context_.progress(event);
  }

  // Amounts in another currency than the organization's, by the organization's own rates.
  [[nodiscard]] bool change_currency() {
    if (plan_.currency.empty() || plan_.currency == context_.rates.reporting) return true;
    if (auto said = report_in(context_.rates, plan_.currency)) {
      caveats_.insert(std::move(*said));
      return true;
    }
    RunError error = plan_error("no exchange rate for " + plan_.currency);
    error.kind = RunError::Kind::no_exchange_rate;
    return fail(std::move(error));
  }

  [[nodiscard]] bool compile_plan() {
    auto compiled = compile(plan_, {.meaning = &meaning_,
                                    .now = context_.now,
                                    .currency = context_.rates.reporting,
                                    .range = range_,
                                    .left_out = left_out_.values(),
                                    .shows_values = static_cast<bool>(context_.shown)});
    if (compiled) {
      compiled_ = std::move(*compiled);
      return true;
    }
    const CompileFault& fault = compiled.error();
    error_ = plan_error(to_text(fault));
    error_.kind = kind_of(fault.kind);
    if (error_.kind != RunError::Kind::not_connected) return false;
    error_.vendor = fault.subject;
    const auto absent = context_.absent.find(error_.vendor);
    if (absent != context_.absent.end()) {
      error_.vendor_name = absent->second.name;
      error_.was_connected = absent->second.was_connected;
    }
    if (meaning_.vendor(error_.vendor) != nullptr)  // Other accounts of it are.
      error_.vendor_name = "The " + error_.vendor_name + " account that this is about";
    return false;
  }

  // Tables that others are fanned out from come first; the others side by side.
  [[nodiscard]] Task<bool> fetch_all() {
    std::set<std::string> tables;
    for (const PlannedFetch& fetch : compiled_.fetches)
      tables.insert(fetch.table.name);
    std::set<std::string> done;
    while (done.size() < tables.size()) {
      std::vector<const PlannedFetch*> ready;
      for (const PlannedFetch& fetch : compiled_.fetches)
        if (!done.contains(fetch.table.name) &&
            (!fetch.fan_out || done.contains(fetch.fan_out->table)))
          ready.push_back(&fetch);
      if (ready.empty()) co_return fail(plan_error("the tables wait for each other"));
      if (!co_await fetch_each(ready)) co_return false;
      for (const PlannedFetch* fetch : ready)
        done.insert(fetch->table.name);
    }
    if (left_out_.empty()) co_return true;
    partial_ = true;
    caveats_.insert(left_out_.caveats().begin(), left_out_.caveats().end());
    co_return compile_plan();  // Without their rows.
  }

  // Side by side. A table of several connections is filled by a fetch of each.
  [[nodiscard]] Task<bool> fetch_each(std::vector<const PlannedFetch*> fetches) {
    std::erase_if(fetches, [this](const PlannedFetch* fetch) { return left_out_.holds(*fetch); });
    std::map<std::string, std::size_t> series;  // By table.
    std::vector<Task<FetchOutcome>> tasks;
    for (const PlannedFetch* fetch : fetches) {
      auto arguments = co_await arguments_of(*fetch);
      if (!arguments) co_return false;
      const auto [next, first] = series.try_emplace(fetch->table.name, std::size_t{0});
      if (first) {
        const auto made = co_await session_->create_table(fetch->table);
        if (!made) co_return fail(error_of(made.error()));
      }
      const std::size_t count = arguments->size();
      tasks.push_back(
          sources::fetch_table({.vendor = fetch->vendor,
                                .connection = fetch->connection,
                                .account = fetch->account,
                                .tool = fetch->tool,
                                .arguments = std::move(*arguments),
                                .table = fetch->table.name,
                                .calls_max = std::max(fetch->calls_max, sources::calls_max),
                                .told = fetch->told,
                                .first_series = next->second},
                               fetch_context()));
      next->second += count;
    }
    const std::vector<FetchOutcome> outcomes = co_await sources::gather(std::move(tasks));
    for (std::size_t at = 0; at < fetches.size(); ++at) {
      if (outcomes[at])
        note(*outcomes[at]);
      else if (RunError error = error_of(outcomes[at].error()); !left_out_.add(*fetches[at], error))
        co_return fail(std::move(error));
    }
    co_return true;
  }

  [[nodiscard]] std::string name_of(const RunError& error) const {
    const VendorMeaning* vendor = meaning_.vendor(error.vendor);
    if (vendor == nullptr) return error.vendor;
    const bool read = !error.provenance.empty();
    return name_with_account(*vendor, read ? error.provenance.back().account : "");
  }
  [[nodiscard]] sources::FetchContext fetch_context() const {
    sources::FetchContext fetch{.session = session_,
                                .call = context_.call,
                                .budget = budget_,
                                .waiting = {},
                                .progress = {},
                                .now = context_.now};
    if (!context_.progress) return fetch;
    // By value: a question that is given up leaves its fetches behind.
    fetch.waiting = [report = context_.progress,
                     meaning = meaning_](const sources::Provenance& read) {
      report(fetch_step(meaning, read, true));
    };
    fetch.progress = [report = context_.progress,
                      meaning = meaning_](const sources::Provenance& read) {
      report(fetch_step(meaning, read, false));
    };
    return fetch;
  }

  // Of a fan-out: the arguments once for each row that its table has.
  [[nodiscard]] Task<std::optional<std::vector<Json>>> arguments_of(PlannedFetch fetch) {
    if (!fetch.fan_out) co_return std::move(fetch.arguments);
    const FanOut& fan_out = *fetch.fan_out;
    const auto rows =
        co_await session_->run(fan_out.sql, std::vector<analyst::Column>(fan_out.arguments.size()));
    if (!rows) {
      fail(error_of(rows.error()));
      co_return std::nullopt;
    }
    std::vector<Json> all;
    for (const auto& row : rows->rows) {
      for (const Json& arguments : fetch.arguments)
        all.push_back(filled(arguments, fan_out, row));
    }
    co_return all;
  }

  // A series without a period runs from the first row to now.
  [[nodiscard]] Task<bool> find_range() {
    if (!compiled_.range) co_return true;
    const auto bounds = co_await session_->run(compiled_.range->sql, compiled_.range->columns);
    if (!bounds) co_return fail(error_of(bounds.error()));
    const Json first = bounds->rows.empty() ? Json() : bounds->rows[0][0];
    const auto start = parse_rfc3339(first.is_string() ? first.get<std::string>() : "");
    if (!start) co_return true;
    range_ = SpanRange{
        .start = std::min(*start, context_.now), .end = context_.now, .now = context_.now};
    if (!compile_plan()) co_return false;
    co_return true;
  }

  // Bands that nobody named are round numbers that fit what the rows hold.
  [[nodiscard]] Task<bool> choose_bands() {
    if (!compiled_.spread) co_return true;
    const auto found = co_await session_->run(compiled_.spread->sql, compiled_.spread->columns);
    if (!found) co_return fail(failed_query(*compiled_.spread, found.error()));
    const auto number = [&](std::size_t at) {
      const Json cell = found->rows.empty() ? Json() : found->rows[0][at];
      return cell.is_number() ? cell.get<double>() : 0;
    };
    const bool whole = number(0) == std::floor(number(0)) && number(2) == std::floor(number(2));
    if (plan_.bands) plan_.bands->edges = round_edges({number(0), number(1), number(2)}, whole);
    co_return compile_plan();
  }

  // Rows that a measure could not value in full.
  [[nodiscard]] Task<bool> look_for_gaps(Statement statement) {
    for (const Statement::Gap& gap : statement.gaps) {
      const auto count = co_await session_->run(gap.sql, std::vector<analyst::Column>(1));
      if (!count) co_return fail(failed_query({.sql = gap.sql, .columns = {}}, count.error()));
      const Json rows = count->rows.empty() ? Json(0) : count->rows[0][0];
      if (rows == 0) continue;
      partial_ = true;
      caveats_.insert("This is incomplete: it does not count in full the " + gap.say + " (" +
                      number_text(rows, "count") + ").");
    }
    co_return true;
  }

  void note(const Fetched& fetched) {
    if (fetched.provenance.pages == 0 && fetched.provenance.vendor.empty()) return;
    provenance_.push_back(fetched.provenance);
    partial_ = partial_ || fetched.provenance.partial || fetched.unconverted_cells > 0;
    const std::string source = fetched.provenance.vendor + " " + fetched.provenance.tool;
    if (fetched.unreadable_cells > 0) {
      notes_.push_back(source + ": " + std::to_string(fetched.unreadable_cells) +
                       " cells could not be read and count as empty");
    }
    const VendorMeaning* vendor = meaning_.vendor(fetched.provenance.vendor);
    const auto found = caveats_of(
        fetched,
        vendor == nullptr ? source : name_with_account(*vendor, fetched.provenance.account));
    caveats_.insert(found.begin(), found.end());
  }

  // The rows stay in the worker: what they show is read there, behind the answer.
  void leave_values() {
    if (!context_.shown) return;
    ShownValues shown{.session = session_, .fields = {}};
    for (PlannedFetch& fetch : compiled_.fetches)
      std::ranges::move(fetch.shown, std::back_inserter(shown.fields));
    context_.shown(std::move(shown));
  }

  [[nodiscard]] RunError failed_query(const Statement& statement,
                                      const analyst::AnalystError& error) const {
    RunError run_error = error_of(error);
    run_error.provenance = provenance_;
    if (error.kind == analyst::AnalystError::Kind::query_failed) {
      log(LogLevel::debug, "statement_failed", {{"sql", statement.sql}});
    }
    return run_error;
  }
  bool fail(RunError error) {
    error_ = std::move(error);
    if (!error_.vendor.empty()) error_.vendor_name = name_of(error_);
    error_.provenance.insert(error_.provenance.begin(), provenance_.begin(), provenance_.end());
    return false;
  }

  QueryPlan plan_;
  RunContext context_;
  Meaning meaning_;
  LeftOutAccounts left_out_;
  std::shared_ptr<sources::CallBudget> budget_;
  boost::asio::any_io_executor executor_;
  std::shared_ptr<analyst::AnalystSession> session_;
  CompiledPlan compiled_;
  std::optional<SpanRange> range_;
  std::vector<sources::Provenance> provenance_;
  std::vector<std::string> notes_;
  bool partial_ = false;
  std::set<std::string> caveats_;  // What the sentence has to admit.
  RunError error_;
};

}  // namespace

Task<std::expected<Answer, RunError>> run_plan(QueryPlan plan, RunContext context) {
  const auto executor = co_await boost::asio::this_coro::executor;
  Run run(std::move(plan), std::move(context), executor);
  auto answer = co_await run.execute();
  if (!answer) {
    log(LogLevel::warning, "question_failed",
        {{"reason", reason_of(answer.error().kind)},
         {"vendor", answer.error().vendor},
         {"detail", answer.error().detail}});
  }
  co_return answer;
}

}  // namespace sluice::analytics
