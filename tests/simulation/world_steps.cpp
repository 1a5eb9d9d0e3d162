// What happens around the people: plans, keys, time, vendors, the server's own work.
#include "simulation.h"
#include "violation.h"

#include <array>
#include <stdexcept>

namespace sluice::simulation {
namespace {

// A key file holds at most so many keys, and each costs every copy of a run.
constexpr std::size_t rotations_max = 3;

// Faults of the stand-in vendors (sandbox/faults.h), as the control page takes them.
const std::vector<Json>& vendor_faults() {
  static const std::vector<Json> faults{
      {{"fault", "down"}},
      {{"fault", "html"}},
      {{"fault", "500"}, {"where", "both"}},
      {{"fault", "401"}, {"times", 1}},
      {{"fault", "401"}},
      {{"fault", "expire_tokens"}},
      {{"fault", "revoke_grants"}},
      {{"fault", "forget_clients"}},
      {{"fault", "more_scope"}, {"scope", "write"}},
      {{"fault", "wide_grant"}, {"scope", "write"}},
      {{"fault", "wide_registration"}, {"scope", "write"}},
      {{"fault", "refuse_registration"}},
      {{"fault", "refuse_redirect"}},
      {{"fault", "challenge_scope"}, {"scope", "write"}},
      {{"fault", "names_issuer"}, {"text", "https://issuer.evil-example.com"}},
      {{"fault", "token_says"}, {"status", 400}, {"text", R"({"error":"invalid_grant"})"}},
      {{"fault", "token_says"}, {"status", 500}, {"text", R"({"error":"invalid_grant"})"}},
      {{"fault", "token_says"}, {"status", 200}, {"text", R"({"access_token":"","x":1})"}},
      {{"fault", "token_says"}, {"status", 401}, {"text", R"({"error":"invalid_client"})"}},
      {{"fault", "token_says"}, {"status", 403}, {"text", "<html>firewall</html>"}},
      {{"fault", "drift"}, {"tool", "list_issues"}},
      {{"fault", "drift"}, {"tool", "list_customers"}}};
  return faults;
}

// Most organizations pay most of the time: a run on a plan without vendors shows little.
constexpr std::array<identity::Plan, 9> plans{
    identity::Plan::free,         identity::Plan::lite,       identity::Plan::trial,
    identity::Plan::starter,      identity::Plan::enterprise, identity::Plan::professional,
    identity::Plan::professional, identity::Plan::enterprise, identity::Plan::enterprise};

}  // namespace

void Simulation::change_plan() {
  const identity::Plan plan = plans.at(dice_.below(plans.size()));
  const std::string slug = organization_name(organization_of_person(person_));
  say("the operator gives " + slug + " the plan " + std::string(identity::to_text(plan)));
  if (!house_->directory().set_plan(slug, plan)) throw Violation("a plan could not be set");
  announced_.plan_changes = 1;
}

void Simulation::rotate_keys() {
  say("the operator rotates the keys");
  if (rotations_++ >= rotations_max) return;
  house_->rotate_keys();
}

void Simulation::let_time_pass() {
  using std::chrono::minutes;
  constexpr std::array<minutes, 7> spans{minutes(1),           minutes(9),       minutes(11),
                                         minutes(61),          minutes(13 * 60), minutes(25 * 60),
                                         minutes(15 * 24 * 60)};
  const minutes span = spans.at(dice_.below(spans.size()));
  say(std::to_string(span.count()) + " minutes pass");
  clock_.advance(span);
}

void Simulation::disturb_vendor() {
  if (dice_.one_in(2)) {
    constexpr std::array<Door, 4> doors{Door::mcp, Door::token, Door::registration,
                                        Door::revocation};
    const auto fault = static_cast<WireFault>(dice_.below(wire_fault_kinds));
    const auto times = static_cast<int>(1 + dice_.below(3));
    const Door door = doors.at(dice_.below(doors.size()));
    say("the wire to door " + std::to_string(static_cast<int>(door)) + " meets " +
        std::string(to_text(fault)) + " " + std::to_string(times) + " times");
    vendors_.disturb(fault, door, times);
    return;
  }
  Json fault = dice_.pick(vendor_faults());
  fault["vendor"] = a_vendor();
  say("the vendor does " + fault.dump());
  vendors_.set_fault(fault);
}

void Simulation::calm_vendors() {
  say("the vendors work again");
  vendors_.calm();
}

void Simulation::tend() {
  say("the server tends credentials");
  watchman_.works_for(std::nullopt);
  wait(house_->upkeep.tend_all());
}

void Simulation::watch_tools() {
  watchman_.works_for(std::nullopt);
  const std::size_t read = wait(house_->watch.look());
  say("the server reads the tools of " + std::to_string(read) + " connections");
}

void Simulation::restart() {
  if (house_) say("the server starts again");
  watchman_.watch(nullptr);
  house_.reset();
  house_ = std::make_unique<House>(Surroundings{stage_.world.catalog(), stage_.runtime,
                                                stage_.spawner, vendors_, clock_, random_},
                                   folder_.path());
  watchman_.watch(house_.get());
}

}  // namespace sluice::simulation
