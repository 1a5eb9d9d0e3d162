#pragma once
#include "simulated_vendors.h"
#include "snapshot.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

// What must hold after each step, and at each request that a vendor sees. Each function throws a
// Violation that says what was found.
namespace sluice::simulation {

// What stands in an answer that was read for an organization through a connection: whose it is, and
// how often that connection had been ended until then.
[[nodiscard]] std::string marker(std::size_t organization, const std::string& vendor,
                                 std::int64_t disconnects);

// At rest: no credential and no key slot without a connection that has it, nothing kept that was
// read through a connection that was ended since or by another organization, every use ended.
void check_rows(const House& house, const Snapshot& now);

// What a step itself announces; everything else follows from the rows.
struct Announced {
  std::int64_t sign_ins = 0;
  std::int64_t sign_outs = 0;
  std::int64_t plan_changes = 0;
};
// One record of each event, and none of what did not happen.
void check_events(const House& house, const Snapshot& before, const Snapshot& now,
                  const Announced& announced);

// Both trails of an organization verify.
void check_trail(const House& house, std::size_t organization);

// What one person sees, and cannot reach by knowing its id, of the other organizations.
void check_sight(const House& house, const identity::SignedIn& who, std::size_t organization,
                 const Snapshot& now);

// Judges each request as it arrives at a vendor.
class Watchman {
 public:
  explicit Watchman(const catalog::Catalog& catalog) : catalog_(catalog) {}
  // The server restarts: the house is another one, or none for a while.
  void watch(const House* house) { house_ = house; }
  // For whom the server works now; nothing: for whoever is due.
  void works_for(std::optional<std::size_t> organization) { acting_ = organization; }
  void arrive(const Arrival& arrival);
  // From now on no token of that connection may be seen at the vendor's tools.
  void ended(std::size_t organization, const std::string& vendor);

 private:
  using Owner = std::pair<std::size_t, std::string>;
  void check_owner(const Arrival& arrival);
  void check_plan(const Arrival& arrival) const;
  void check_tool(const Arrival& arrival) const;

  const catalog::Catalog& catalog_;
  const House* house_ = nullptr;
  std::optional<std::size_t> acting_;
  std::map<std::string, Owner> owners_;  // By token.
  std::set<std::string> dead_;           // Tokens.
};

}  // namespace sluice::simulation
