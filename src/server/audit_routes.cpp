#include "server/audit_routes.h"

#include "audit/audit_trail.h"
#include "base/time_format.h"
#include "identity/plan.h"
#include "server/people.h"
#include "server/problems.h"

#include <charconv>
#include <utility>

namespace sluice::server {
namespace {

using identity::Action;
using identity::SignedIn;

constexpr std::int64_t page_records = 100;

// Who did it, as a reader knows them: the recorded name, else a member's address, else the id.
[[nodiscard]] std::string actor_of(const audit::StoredRecord& stored, const People& people) {
  if (!stored.record.actor_name.empty()) return stored.record.actor_name;
  const auto person = people.find(UserId{stored.actor_id});
  if (stored.actor_kind == "user" && person != people.end()) return person->second.email;
  return stored.actor_kind + " " + std::to_string(stored.actor_id);
}

// What a connection is to a reader: its vendor. Null where the id is all there is.
[[nodiscard]] Json target_name_of(const audit::AuditRecord& record,
                                  const catalog::Catalog& catalog) {
  const auto slug = record.detail.find("vendor");
  if (slug == record.detail.end() || !slug->is_string()) return nullptr;
  const catalog::Vendor* vendor = catalog.find(slug->get_ref<const std::string&>());
  return vendor == nullptr ? *slug : Json(vendor->name);
}

[[nodiscard]] Json record_json(const audit::StoredRecord& stored, const People& people,
                               const catalog::Catalog& catalog) {
  const audit::AuditRecord& record = stored.record;
  return {{"sequence", stored.sequence},
          {"time", to_rfc3339(stored.recorded_at)},
          {"actor", actor_of(stored, people)},
          {"action", record.action},
          {"target", record.target_kind + " " + record.target_id},
          {"target_name", target_name_of(record, catalog)},
          {"result", record.result},
          {"address", record.address},
          {"detail", record.detail}};
}

[[nodiscard]] std::optional<std::int64_t> number_of(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  std::int64_t number = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc{} || stop != end || number < 1) return std::nullopt;
  return number;
}

Task<Answered> list(ServerParts* parts, Call call, SignedIn who) {
  const identity::Plan plan = identity::plan_at(who.organization, parts->clock.now());
  if (!identity::includes<identity::AuditView>(plan)) {
    const auto lowest = identity::lowest_plan_with<identity::AuditView>();
    co_return net::problem(plan_required,
                           "Everything is recorded on every plan; it can be read on " +
                               std::string(identity::display_name(lowest)) + " and above.");
  }
  const auto before = number_of(call.request.query_parameter("before"));
  const auto limit = number_of(call.request.query_parameter("limit")).value_or(page_records);
  co_return co_await run_blocking(parts->pool, [parts, access = who.access, before, limit] {
    const audit::AuditTrail trail(parts->database, parts->clock);
    const auto stored = trail.page(access, before, std::min(limit, page_records));
    const People people = people_of(*parts, access);
    Json records = Json::array();
    for (const audit::StoredRecord& record : stored)
      records.push_back(record_json(record, people, parts->catalog));
    Json next = nullptr;
    if (!stored.empty() && stored.back().sequence > 1) next = stored.back().sequence;
    return json_response({{"records", records}, {"next", next}});
  });
}

}  // namespace

void add_audit_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.member(
      "GET", "/api/v1/audit", "The audit trail, newest first", Action::view_audit,
      [shared](Call call, SignedIn who) { return list(shared, std::move(call), std::move(who)); });
}

}  // namespace sluice::server
