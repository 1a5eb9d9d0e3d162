#include "analytics/asking/question_desk.h"

#include "analytics/asking/plan_question.h"
#include "analytics/reading/explain.h"
#include "analytics/reading/suggestions.h"

#include "base/log.h"
#include "vault/connection_repository.h"

#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

namespace sluice::analytics {

analyst::CurrencyRates rates_of(const identity::Organization& organization) {
  analyst::CurrencyRates rates;
  rates.reporting = organization.currency;
  for (const auto& [currency, rate] : organization.exchange_rates.items()) {
    if (rate.is_number()) rates.to_reporting.emplace_back(currency, rate.get<double>());
  }
  rates.to_reporting.emplace_back(organization.currency, 1.0);
  return rates;
}

// UTC where the organization's zone is not known.
TimeZone zone_of(const identity::Organization& organization) {
  auto zone = TimeZone::find(organization.timezone);
  if (!zone) zone = TimeZone::find("UTC");
  if (!zone) std::abort();  // Every database of time zones has it.
  return *zone;
}

namespace {

constexpr std::chrono::seconds question_time_max{120};  // docs/limits: a question.

[[nodiscard]] sources::CallFailure failure_of(const calls::CallError& error) {
  using From = calls::CallError::Kind;
  using To = sources::CallFailure::Kind;
  switch (error.kind) {
    case From::not_connected: return {To::not_connected, error.detail};
    case From::tool_not_allowed: return {To::tool_not_allowed, error.detail};
    case From::needs_reconnect:
    case From::needs_more_access: return {To::needs_reconnect, error.detail};
    case From::deadline: return {To::deadline, error.detail};
    case From::cannot_open: return {To::cannot_open, error.detail};
    case From::vendor_refused:
    case From::vendor_down:
    case From::not_recorded:
    case From::plan_required: return {To::vendor_error, error.detail};
  }
  return {To::vendor_error, error.detail};
}

// All that one call needs, owned: the question's frame may be gone while it ends.
// The caller is made once and outlives every question.
Task<std::expected<std::string, sources::CallFailure>> call_one(calls::VendorCaller* caller,
                                                                identity::OrganizationAccess access,
                                                                sources::VendorCall call,
                                                                Deadline deadline) {
  auto result = co_await caller->call(access, call.connection, std::move(call.tool),
                                      std::move(call.arguments), deadline);
  if (!result) co_return std::unexpected(failure_of(result.error()));
  co_return std::move(*result);
}

// What one answer showed and where it is kept, owned: the question's frame is gone by then.
struct Lesson {
  const storage::Database* database = nullptr;  // Both outlive every question.
  BlockingPool* pool = nullptr;
  identity::OrganizationAccess access;
  std::vector<VendorMeaning> vendors;
  std::vector<ReadThrough> connections;
  ShownValues shown;
  Instant now;
};

// No answer may fail by what is kept of it: a disk that is full is the log's.
void keep(const Lesson& lesson, const std::vector<LearntField>& fields) {
  try {
    OwnValueRepository(*lesson.database, lesson.access)
        .learn(fields, lesson.connections, lesson.now);
  } catch (const storage::StorageFailure& failure) {
    log(LogLevel::error, "own_values_not_kept", {{"error", failure.what()}});
  }
}

[[nodiscard]] Task<void> take(Lesson lesson) {
  const std::vector<LearntField> fields =
      co_await read_shown(std::move(lesson.shown), lesson.vendors);
  if (fields.empty()) co_return;
  co_await run_blocking(*lesson.pool, [&] { keep(lesson, fields); });
}

// Vendors over MCP are part of a plan, and a plan can end between two questions.
[[nodiscard]] Answer outside_plan(const Question& question) {
  const auto lowest = identity::lowest_plan_with<identity::Mcp>();
  Answer answer;
  answer.id = question.id;
  answer.question = question.text;
  answer.status = AnswerStatus::refused;
  answer.reason = "plan_limit";
  answer.text = "The current plan does not include data sources over MCP. They are part of " +
                std::string(identity::display_name(lowest)) + " and above.";
  return answer;
}

// A question that was not run because others were before it.
[[nodiscard]] Answer out_of_turn(const Question& question, TurnError error) {
  Answer answer;
  answer.id = question.id;
  answer.question = question.text;
  switch (error) {
    case TurnError::queue_full:
      answer.status = AnswerStatus::refused;
      answer.reason = "busy";
      answer.text =
          "Too many questions are waiting already, so this one was not taken. Wait until some of "
          "them are answered, then ask it again.";
      return answer;
    case TurnError::deadline:
      answer.status = AnswerStatus::failed;
      answer.reason = "deadline";
      answer.text =
          "This question waited two minutes for its turn behind others and was given up. Ask it "
          "again when fewer questions are running.";
      return answer;
  }
  return answer;
}

[[nodiscard]] std::function<void()> waiting_step(const QuestionDesk::Progress& progress) {
  if (!progress) return {};
  return [progress] { progress({StepEvent::Step::waiting, "Waiting for its turn", "", "", 0}); };
}

// Those that a question reads through, the oldest first: one that only the user can renew is among
// them, and says so when it is asked.
[[nodiscard]] std::vector<Account> accounts_of(const std::vector<vault::ConnectionRow>& rows,
                                               const catalog::Vendor& vendor) {
  std::vector<Account> accounts;
  for (const vault::ConnectionRow& row : rows) {
    const bool renew = vault::needs_reconnect(row);
    if (row.vendor != vendor.slug || !(vault::is_usable(row.status) || renew)) continue;
    accounts.push_back({row.id, row.name, row.parameters, renew});
  }
  return accounts;
}

[[nodiscard]] std::set<std::string> told_apart_in(const Question& question) {
  return question.previous ? vendors_told_apart(*question.previous) : std::set<std::string>();
}

[[nodiscard]] bool wanted(const Asker& asker, const std::string& slug) {
  return asker.vendors.empty() ||
         std::find(asker.vendors.begin(), asker.vendors.end(), slug) != asker.vendors.end();
}

}  // namespace

sources::CallVendor QuestionDesk::vendor_door(identity::OrganizationAccess access,
                                              Deadline deadline) const {
  calls::VendorCaller* const caller = &parts_.caller;
  return [caller, access, deadline](sources::VendorCall call) {
    return call_one(caller, access, std::move(call), deadline);
  };
}

Task<QuestionDesk::View> QuestionDesk::look(Asker asker, Deadline deadline,
                                            std::set<std::string> told_apart) {
  const auto rows = co_await run_blocking(parts_.pool, [this, access = asker.access] {
    std::vector<vault::ConnectionRow> all;
    for (const vault::Connection& connection :
         vault::ConnectionRepository(parts_.database, access).list())
      all.push_back(connection.row());
    return all;
  });
  const Instant now = asker.now.value_or(parts_.business_clock.now());
  View view{.planner = {.connected = {},
                        .catalog = {},
                        .now = now,
                        .timezone = zone_of(asker.organization),
                        .currency = asker.organization.currency,
                        .week_starts_on = parse_week_start(asker.organization.week_starts_on)
                                              .value_or(WeekStart::monday)},
            .run = {},
            .connections = {}};
  for (const catalog::Vendor& vendor : parts_.catalog.all()) {
    view.planner.catalog.push_back({.vendor = &vendor});
    view.run.absent[vendor.slug] = {.name = vendor.name, .was_connected = false};
  }
  for (const vault::ConnectionRow& row : rows) {
    if (parts_.catalog.find(row.vendor) == nullptr) continue;
    view.run.absent[row.vendor].was_connected |= row.connected_at.has_value();
    const bool there = vault::is_usable(row.status) || vault::needs_reconnect(row);
    if (there && wanted(asker, row.vendor))
      view.connections.push_back({row.vendor, row.name_in_sentences, row.disconnects, row.id});
  }
  for (VendorMeaning& known : view.planner.catalog) {
    known.accounts = accounts_of(rows, *known.vendor);
    if (known.accounts.empty()) continue;
    known.needs_reconnect = std::ranges::all_of(known.accounts, &Account::needs_reconnect);
    if (!wanted(asker, known.vendor->slug)) continue;
    known.parameters = known.accounts.front().parameters;
    constexpr std::size_t one = 1;
    if (known.accounts.size() > one || told_apart.contains(known.vendor->slug)) {
      known.own = account_vendors_.of(*known.vendor, known.accounts);
      known.vendor = known.own.get();
    }
    // No new question is planned on what only the user can renew; a pinned one says so when asked.
    if (!known.needs_reconnect) view.planner.connected.push_back(known);
    view.run.vendors.push_back(known);
  }
  view.planner.lexicon = lexicons_.of(view.planner.connected);
  view.planner.own = co_await run_blocking(parts_.pool, [&] {
    return own_lexicons_.of(OwnValueRepository(parts_.database, asker.access),
                            view.planner.connected);
  });
  view.run.spawner = &parts_.spawner;
  view.run.rates = rates_of(asker.organization);
  view.run.now = now;
  view.run.deadline = deadline;
  view.run.call = vendor_door(asker.access, view.run.deadline);
  co_return view;
}

std::shared_ptr<ShownValues> QuestionDesk::listen(View& view) const {
  if (parts_.learning == Learning::none) return nullptr;
  auto shown = std::make_shared<ShownValues>();
  view.run.shown = [shown](ShownValues values) { *shown = std::move(values); };
  return shown;
}

Task<void> QuestionDesk::learn(identity::OrganizationAccess access,
                               std::vector<VendorMeaning> vendors,
                               std::vector<ReadThrough> connections,
                               std::shared_ptr<ShownValues> shown) const {
  if (!shown || !shown->session) co_return;
  Lesson lesson{.database = &parts_.database,
                .pool = &parts_.pool,
                .access = access,
                .vendors = std::move(vendors),
                .connections = std::move(connections),
                .shown = std::move(*shown),
                .now = parts_.clock.now()};
  switch (parts_.learning) {
    case Learning::none: co_return;
    case Learning::before_answer: co_return co_await take(std::move(lesson));
    case Learning::behind_answer:
      boost::asio::co_spawn(co_await boost::asio::this_coro::executor, take(std::move(lesson)),
                            boost::asio::detached);
      co_return;
  }
}

Task<Answer> QuestionDesk::ask(Asker asker, Question question, Progress progress) {
  if (!identity::PlanGate::entitle<identity::Mcp>(asker.organization, parts_.clock.now())) {
    co_return outside_plan(question);
  }
  const Deadline deadline = Deadline::in(question_time_max);
  const auto turn = co_await turns_.take(asker.access, deadline, waiting_step(progress));
  if (!turn) co_return out_of_turn(question, turn.error());
  const identity::OrganizationAccess access = asker.access;
  SharedSpawner spawner(parts_.spawner, computing_, access);
  View view = co_await look(std::move(asker), deadline, told_apart_in(question));
  view.run.spawner = &spawner;
  const auto shown = listen(view);
  const std::vector<VendorMeaning> vendors = view.run.vendors;
  view.run.progress = std::move(progress);
  Answer answer =
      co_await analytics::ask(std::move(question), std::move(view.planner), std::move(view.run));
  answer.connections = std::move(view.connections);
  co_await learn(access, vendors, answer.connections, shown);
  co_return answer;
}

Task<Answer> QuestionDesk::ask_again(Asker asker, Question question, QueryPlan plan) {
  if (!identity::PlanGate::entitle<identity::Mcp>(asker.organization, parts_.clock.now())) {
    co_return outside_plan(question);
  }
  const Deadline deadline = Deadline::in(question_time_max);
  const auto turn = co_await turns_.take(asker.access, deadline, {});
  if (!turn) co_return out_of_turn(question, turn.error());
  const identity::OrganizationAccess access = asker.access;
  SharedSpawner spawner(parts_.spawner, computing_, access);
  View view = co_await look(std::move(asker), deadline, vendors_told_apart(plan));
  view.run.spawner = &spawner;
  const auto shown = listen(view);
  const std::vector<VendorMeaning> vendors = view.run.vendors;
  Answer answer = co_await analytics::ask_again(std::move(question), std::move(plan),
                                                std::move(view.planner), std::move(view.run));
  answer.connections = std::move(view.connections);
  co_await learn(access, vendors, answer.connections, shown);
  co_return answer;
}

Task<std::vector<std::string>> QuestionDesk::suggestions(Asker asker, std::size_t count) {
  const View view = co_await look(std::move(asker), Deadline::in(question_time_max), {});
  co_return suggest_questions(view.planner, count);
}

Task<PlanOutcome> QuestionDesk::explain(Asker asker, Question question) {
  const View view =
      co_await look(std::move(asker), Deadline::in(question_time_max), told_apart_in(question));
  co_return plan_of(view.planner, question);
}

Task<OrderedJson> QuestionDesk::readings(Asker asker, Question question) {
  const View view =
      co_await look(std::move(asker), Deadline::in(question_time_max), told_apart_in(question));
  co_return explain_reading(view.planner, question.text);
}

}  // namespace sluice::analytics
