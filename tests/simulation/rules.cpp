#include "rules.h"

#include "analytics/asking/conversations.h"
#include "audit/audit_trail.h"
#include "dashboards/card_repository.h"
#include "dashboards/dashboard_repository.h"
#include "identity/organization_settings.h"
#include "identity/plan.h"
#include "violation.h"

#include <algorithm>
#include <filesystem>
#include <variant>

namespace sluice::simulation {
namespace {

constexpr std::string_view marker_begin = "[read for ";

void require(bool holds, const std::string& what) {
  if (!holds) throw Violation(what);
}

// Every marker in a text is one that may be kept.
void check_markers(const std::string& text, std::size_t organization, const OrganizationSeen& seen,
                   const std::string& where) {
  for (std::size_t at = text.find(marker_begin); at != std::string::npos;
       at = text.find(marker_begin, at + 1)) {
    const std::string found = text.substr(at, text.find(']', at) - at + 1);
    const bool allowed = std::ranges::any_of(seen.connections, [&](const auto& connection) {
      return found == marker(organization, connection.second.vendor, connection.second.disconnects);
    });
    require(allowed, where + " of " + organization_name(organization) + " still shows " + found);
  }
}

void check_kept_text(const storage::OrganizationStore& store, std::size_t organization,
                     const OrganizationSeen& seen) {
  for (const storage::Row& row : store.query(
           "SELECT answer FROM answer WHERE organization_id = :organization_id AND answer <> ''"))
    check_markers(row.text("answer"), organization, seen, "an answer");
  for (const storage::Row& row : store.query(
           "SELECT answer FROM card WHERE organization_id = :organization_id AND answer <> ''"))
    check_markers(row.text("answer"), organization, seen, "a card");
}

// Whose credential lies in the rows, and which slots the rows name.
void check_credentials(const storage::OrganizationStore& store, const OrganizationSeen& seen,
                       std::set<std::string>& slots) {
  const auto holds_slot = [&](const storage::Row& row) {
    const auto found = seen.connections.find(row.id<ConnectionId>("connection_id"));
    return found != seen.connections.end() && found->second.slot != 0 &&
           found->second.status != "disconnected";
  };
  for (const storage::Row& row :
       store.query("SELECT connection_id FROM credential WHERE organization_id = :organization_id"))
    require(holds_slot(row), "a credential row of an ended connection");
  for (const storage::Row& row : store.query(
           "SELECT connection_id FROM credential_state WHERE organization_id = :organization_id"))
    require(holds_slot(row), "a credential's state of an ended connection");
  for (const auto& [id, connection] : seen.connections)
    if (connection.slot != 0) slots.insert(std::to_string(connection.slot) + ".slot");
  for (const storage::Row& row :
       store.query("SELECT slot FROM pending_authorization"
                   " WHERE organization_id = :organization_id AND slot IS NOT NULL"))
    slots.insert(std::to_string(row.integer("slot")) + ".slot");
  // Slots that are noted for erasure are not among them: no disk refuses one here, so none may
  // outlive the step that noted it.
}

std::int64_t count_of(const Records& records, const std::string& action,
                      const std::string& result) {
  const auto found = records.find({action, result});
  return found == records.end() ? 0 : found->second;
}

template <class T>
std::int64_t missing_from(const std::set<T>& whole, const std::set<T>& part) {
  return std::ranges::count_if(part, [&](const T& one) { return !whole.contains(one); });
}

struct Happened {
  std::int64_t connects = 0;
  std::int64_t disconnects = 0;
  std::int64_t pins = 0;
  std::int64_t removals = 0;
};

Happened compare(const OrganizationSeen& before, const OrganizationSeen& now) {
  Happened happened;
  for (const auto& [id, connection] : now.connections) {
    const auto old = before.connections.find(id);
    const ConnectionSeen was = old == before.connections.end() ? ConnectionSeen{} : old->second;
    happened.disconnects += connection.disconnects - was.disconnects;
    if (connection.slot != 0 && connection.slot != was.slot) ++happened.connects;
  }
  happened.pins = missing_from(before.cards, now.cards);
  happened.removals = missing_from(now.cards, before.cards);
  return happened;
}

void require_records(const Records& records, const std::string& action, std::int64_t expected) {
  const std::int64_t found = count_of(records, action, "ok");
  require(found == expected, action + ": " + std::to_string(expected) + " happened, " +
                                 std::to_string(found) + " are in the trail");
}

}  // namespace

std::string marker(std::size_t organization, const std::string& vendor, std::int64_t disconnects) {
  return std::string(marker_begin) + organization_name(organization) + " through " + vendor + " " +
         std::to_string(disconnects) + "]";
}

void check_rows(const House& house, const Snapshot& now) {
  std::set<std::string> slots;
  for (std::size_t at = 0; at < organization_count; ++at) {
    const auto store = house.database->organization(house.access_to(at));
    check_credentials(store, now.organizations.at(at), slots);
    check_kept_text(store, at, now.organizations.at(at));
  }
  for (const auto& file : std::filesystem::directory_iterator(house.slot_folder))
    require(slots.contains(file.path().filename().string()), "a key slot of no connection");
  require(open_uses(house) == 0, "a use of a credential that began and did not end");
}

void check_events(const House& house, const Snapshot& before, const Snapshot& now,
                  const Announced& announced) {
  Happened all;
  for (std::size_t at = 0; at < organization_count; ++at) {
    const Happened one = compare(before.organizations.at(at), now.organizations.at(at));
    all.connects += one.connects;
    all.disconnects += one.disconnects;
    all.pins += one.pins;
    all.removals += one.removals;
  }
  const Records records = records_since(house, before);
  require_records(records, "connection.connect", all.connects);
  require_records(records, "connection.disconnect", all.disconnects);
  require_records(records, "card.pin", all.pins);
  require_records(records, "card.remove", all.removals);
  require_records(records, "session.sign_in", announced.sign_ins);
  require(missing_from(before.sessions, now.sessions) <= announced.sign_ins,
          "a session that nobody began");
  require_records(records, "session.sign_out", announced.sign_outs);
  require_records(records, "organization.set_plan", announced.plan_changes);
}

void check_trail(const House& house, std::size_t organization) {
  const audit::AuditCheck checked = house.trail->verify(house.access_to(organization));
  if (const auto* fault = std::get_if<audit::AuditFault>(&checked))
    throw Violation("the trail of " + organization_name(organization) + ": " + fault->detail);
}

void check_sight(const House& house, const identity::SignedIn& who, std::size_t organization,
                 const Snapshot& now) {
  const OrganizationSeen& own = now.organizations.at(organization);
  const vault::ConnectionRepository connections(*house.database, who.access);
  const dashboards::DashboardRepository boards(*house.database, who.access, house.around.random,
                                               *house.trail);
  const dashboards::CardRepository cards(*house.database, who.access, house.around.random,
                                         *house.trail);
  const analytics::ConversationRepository talks(*house.database, who.access, house.around.random);
  for (const vault::Connection& connection : connections.list())
    require(own.connections.contains(connection.id()), "a listed connection of somebody else");
  for (const auto& board : boards.list())
    for (const auto& card : cards.cards(board.id))
      check_markers(card.answer.dump(), organization, own, "a shown card");
  for (const auto& talk : talks.list())
    for (const auto& answer : talks.answers(talk.id))
      check_markers(answer.answer.dump(), organization, own, "a shown answer");
  for (std::size_t other = 0; other < organization_count; ++other) {
    if (other == organization) continue;
    for (const auto& [id, connection] : now.organizations.at(other).connections)
      require(!connections.find(id), "another organization's connection was found");
    for (const CardId card : now.organizations.at(other).cards)
      require(!cards.card(card), "another organization's card was found");
  }
}

void Watchman::arrive(const Arrival& arrival) {
  if (house_ == nullptr) throw Violation("a request while no server runs");
  if (arrival.door == Door::elsewhere) {
    require(arrival.bearer.empty(), "a credential went to a host of no vendor");
    return;
  }
  const bool shows_a_secret = !arrival.bearer.empty() || arrival.door == Door::token ||
                              arrival.door == Door::registration ||
                              arrival.door == Door::revocation;
  if (shows_a_secret)
    require(open_uses(*house_) > 0, "a request to " + arrival.vendor + " without a recorded use");
  if (arrival.door == Door::mcp && !arrival.bearer.empty()) {
    check_owner(arrival);
    check_plan(arrival);
  }
  if (!arrival.tool.empty()) check_tool(arrival);
}

void Watchman::ended(std::size_t organization, const std::string& vendor) {
  for (const auto& [token, owner] : owners_)
    if (owner == Owner{organization, vendor}) dead_.insert(token);
}

void Watchman::check_owner(const Arrival& arrival) {
  // An API key of the stand-ins is the same for everybody.
  const bool key = arrival.bearer.starts_with("rk_test_") || arrival.bearer.starts_with("lin_api_");
  if (key || !acting_) return;
  require(!dead_.contains(arrival.bearer), "a token of an ended connection was used");
  const Owner owner{*acting_, arrival.vendor};
  const auto [known, fresh] = owners_.try_emplace(arrival.bearer, owner);
  require(fresh || known->second == owner, "a token of another connection was used");
}

void Watchman::check_plan(const Arrival& arrival) const {
  if (!acting_) return;
  const auto organization =
      identity::organization_of(*house_->database, house_->access_to(*acting_));
  const bool included =
      identity::PlanGate::entitle<identity::Mcp>(organization, house_->around.clock.now())
          .has_value();
  require(included, "a credential went to " + arrival.vendor + " on a plan without it");
}

void Watchman::check_tool(const Arrival& arrival) const {
  const catalog::Vendor* vendor = catalog_.find(arrival.vendor);
  const catalog::Tool* tool = vendor == nullptr ? nullptr : vendor->find_tool(arrival.tool);
  require(tool != nullptr && tool->callable(),
          arrival.vendor + " saw a call of the tool " + arrival.tool + ", which is on no list");
  if (!acting_) return;
  const auto rows = house_->database->organization(house_->access_to(*acting_))
                        .query(
                            "SELECT t.verdict FROM connection_tool t JOIN mcp_server_connection c"
                            " ON c.organization_id = t.organization_id AND c.id = t.connection_id"
                            " WHERE t.organization_id = :organization_id AND c.vendor = :vendor"
                            " AND t.tool = :tool",
                            {{"vendor", arrival.vendor}, {"tool", arrival.tool}});
  require(rows.size() == 1 && rows.front().text("verdict") == "approved",
          arrival.vendor + " saw a call of the tool " + arrival.tool + ", which is not approved");
}

}  // namespace sluice::simulation
