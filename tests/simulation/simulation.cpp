#include "simulation.h"

#include "storage/sql_connection.h"
#include "violation.h"

#include <algorithm>
#include <fstream>
#include <utility>

namespace sluice::simulation {
namespace {

// Turns of the loop after which what was begun beside a step counts as lost. Each turn waits for
// the pool once, so that this is work and no time.
constexpr int settling_turns_max = 5'000;

Task<void> turn(BlockingPool* pool) {
  co_await run_blocking(*pool, [] {});
}

std::filesystem::path file_of(const House& house, std::size_t organization) {
  return house.folder / "organizations" /
         (to_text(house.access_to(organization).organization()) + ".db");
}

// Below the product, as a broken one or a thief would write.
void tamper(const House& house, std::size_t organization, const std::string& sql) {
  storage::SqlConnection(file_of(house, organization), storage::SqlConnection::Mode::read_write)
      .run_script(sql);
}

}  // namespace

Simulation::Simulation(std::uint64_t seed, const Options& options, const Stage& stage)
    : stage_(stage),
      options_(options),
      dice_(seed),
      random_(seed),
      vendor_random_(seed + 1),
      watchman_(stage.world.catalog()),
      vendors_({stage.world.files(), clock_, clock_, vendor_random_},
               [this](const Arrival& arrival) { watchman_.arrive(arrival); }) {
  std::filesystem::copy(stage.world.folder(), folder_.path(),
                        std::filesystem::copy_options::recursive);
  restart();
  if (options_.sabotage == Sabotage::smuggle_tool) vendors_.smuggled_tool = "delete_everything";
}

void Simulation::run() {
  one(&Simulation::move_in);
  for (std::size_t at = 0; at < options_.steps; ++at)
    one(&Simulation::step);
  for (std::size_t at = 0; at < organization_count; ++at)
    check_trail(*house_, at);
}

void Simulation::one(Step step) {
  announced_ = {};
  const Snapshot before = look_at(*house_);
  (this->*step)();
  settle();
  sabotage(before);
  check(before);
}

void Simulation::move_in() {
  // The first with both vendors, the second with one, the third with none.
  for (std::size_t organization = 0; organization < organization_count; ++organization) {
    person_ = organization * people_per_organization;
    watchman_.works_for(organization);
    for (std::size_t vendor = organization; vendor < vendor_slugs.size(); ++vendor)
      if (begin_with(std::string(vendor_slugs.at(vendor))))
        come_back_with(flows_.back(), std::nullopt);
  }
}

void Simulation::step() {
  struct Weighted {
    Step step;
    std::size_t weight;
  };
  using S = Simulation;
  static constexpr std::array<Weighted, 22> table{{
      {&S::sign_in, 2},           {&S::sign_out, 1},      {&S::begin_connect, 10},
      {&S::connect_with_key, 3},  {&S::come_back, 14},    {&S::test_connection, 4},
      {&S::call_tool, 8},         {&S::ask, 10},          {&S::pin, 6},
      {&S::refresh_card, 4},      {&S::remove_card, 2},   {&S::disconnect, 6},
      {&S::reach_for_another, 2}, {&S::approve_tool, 2},  {&S::change_plan, 2},
      {&S::rotate_keys, 1},       {&S::let_time_pass, 6}, {&S::disturb_vendor, 5},
      {&S::calm_vendors, 3},      {&S::tend, 2},          {&S::watch_tools, 2},
      {&S::restart, 1},
  }};
  std::size_t sum = 0;
  for (const Weighted& one : table)
    sum += one.weight;
  std::size_t at = dice_.below(sum);
  person_ = dice_.below(people_.size());
  watchman_.works_for(organization_of_person(person_));
  const auto* chosen = table.begin();
  for (; at >= chosen->weight; ++chosen)
    at -= chosen->weight;
  (this->*chosen->step)();
}

void Simulation::settle() {
  for (int turns = 0; turns < settling_turns_max && open_uses(*house_) > 0; ++turns)
    wait(turn(&stage_.runtime.blocking_pool()));
}

void Simulation::check(const Snapshot& before) {
  const Snapshot now = look_at(*house_);
  for (std::size_t at = 0; at < organization_count; ++at) {
    for (const auto& [id, connection] : now.organizations.at(at).connections) {
      const auto& old = before.organizations.at(at).connections;
      const auto was = old.find(id);
      if (was != old.end() && was->second.disconnects != connection.disconnects)
        watchman_.ended(at, connection.vendor);
    }
  }
  check_rows(*house_, now);
  check_events(*house_, before, now, announced_);
  const std::size_t organization = organization_of_person(person_);
  check_trail(*house_, organization);
  if (const auto who = house_->sessions.authenticate(people_.at(person_).token))
    check_sight(*house_, *who, organization, now);
}

void Simulation::sabotage(const Snapshot& before) {
  const Snapshot now = look_at(*house_);
  const auto ended = [&](std::size_t at) {
    const auto& old = before.organizations.at(at).connections;
    return std::ranges::any_of(now.organizations.at(at).connections, [&](const auto& connection) {
      const auto was = old.find(connection.first);
      return was != old.end() && was->second.disconnects != connection.second.disconnects;
    });
  };
  const std::size_t at = organization_of_person(person_);
  switch (options_.sabotage) {
    case Sabotage::none:
    case Sabotage::smuggle_tool: return;
    case Sabotage::keep_slot:
      if (ended(at)) std::ofstream(house_->slot_folder / "4711.slot") << std::string(32, 'k');
      return;
    case Sabotage::keep_answer:
      tamper(*house_, at,
             "UPDATE answer SET answer = '" + marker(at, std::string(vendor_slugs.front()), -1) +
                 "' WHERE deleted_with IS NOT NULL");
      return;
    case Sabotage::foreign_answer:
      tamper(*house_, at,
             "UPDATE answer SET answer = '" +
                 marker((at + 1) % organization_count, std::string(vendor_slugs.front()), 0) + "'");
      return;
    case Sabotage::lose_record:
      tamper(*house_, at, "DELETE FROM audit_record WHERE sequence = 1");
      return;
    case Sabotage::invent_record:
      if (steps_.size() > 3)
        (void)house_->trail->record(house_->access_to(at), {.action = "connection.disconnect"});
      return;
    case Sabotage::unrecorded_request:
      watchman_.arrive({"stripe", Door::mcp, "tools/list", {}, "a-token"});
      return;
  }
}

void Simulation::say(const std::string& what) {
  steps_.push_back(std::to_string(steps_.size() + 1) + ". person " + std::to_string(person_) +
                   ": " + what);
}

void Simulation::say_outcome(bool good) {
  steps_.back() += good ? ": ok" : ": refused";
}

void Simulation::say_result(const std::expected<std::string, calls::CallError>& result) {
  say_outcome(result.has_value());
  if (!result) steps_.back() += " (" + result.error().detail + ")";
}

Outcome run_seed(std::uint64_t seed, const Options& options, const Stage& stage) {
  Outcome outcome;
  Simulation simulation(seed, options, stage);
  try {
    simulation.run();
  } catch (const std::exception& found) {  // A broken server may throw anything.
    outcome.violation = found.what();
  }
  outcome.steps = std::move(simulation.steps());
  return outcome;
}

}  // namespace sluice::simulation
