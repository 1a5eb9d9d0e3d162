#include "server/audit_routes.h"

#include "audit/audit_trail.h"
#include "base/time_format.h"
#include "connections/data_sources.h"
#include "identity/plan.h"
#include "server/problems.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace sluice::server {
namespace {

using identity::Action;
using identity::SignedIn;

constexpr std::int64_t page_records = 100;

// Who did it, as a reader knows them: the recorded name, else a member's address, else the id.
[[nodiscard]] std::string actor_of(const audit::StoredRecord& stored,
                                   const identity::People& people) {
  if (!stored.record.actor_name.empty()) return stored.record.actor_name;
  const auto person = people.find(UserId{stored.actor_id});
  if (stored.actor_kind == "user" && person != people.end()) return person->second.email;
  return stored.actor_kind + " " + std::to_string(stored.actor_id);
}

// The names of the organization's connections, by the id that a record has of its target: of today,
// because what people write stands in no trail.
using ConnectionNames = std::map<std::string, std::string>;

// What a connection is to a reader: its vendor, and its own name where that says more. Null where
// the id is all there is.
[[nodiscard]] Json target_name_of(const audit::AuditRecord& record, const catalog::Catalog& catalog,
                                  const ConnectionNames& names) {
  const auto slug = record.detail.find("vendor");
  if (slug == record.detail.end() || !slug->is_string()) return nullptr;
  const catalog::Vendor* vendor = catalog.find(slug->get_ref<const std::string&>());
  const std::string name = vendor == nullptr ? slug->get<std::string>() : vendor->name;
  const auto own = names.find(record.target_id);
  if (record.target_kind != "connection" || own == names.end() || own->second == name) return name;
  return name + " (" + own->second + ")";
}

[[nodiscard]] Json record_json(const audit::StoredRecord& stored, const identity::People& people,
                               const catalog::Catalog& catalog, const ConnectionNames& names) {
  const audit::AuditRecord& record = stored.record;
  return {{"sequence", stored.sequence},
          {"trail", audit::to_text(stored.trail)},
          {"time", to_rfc3339(stored.recorded_at)},
          {"actor", actor_of(stored, people)},
          {"action", record.action},
          {"target", record.target_kind + " " + record.target_id},
          {"target_name", target_name_of(record, catalog, names)},
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
  const auto before = call.request.query_parameter("before");
  // Without a mark: from the newest record on.
  const auto mark = before ? audit::PageMark::parse(*before) : audit::PageMark{};
  if (!mark) co_return net::problem(invalid_input, "`before` is what `next` of a page says.");
  const auto limit = number_of(call.request.query_parameter("limit")).value_or(page_records);
  ConnectionNames names;
  for (const connections::ConnectionRow& row : co_await parts->connections.list(who.access))
    names[to_text(row.id)] = row.name_in_sentences;
  co_return co_await run_blocking(parts->pool, [parts, access = who.access, mark = *mark, limit,
                                                &names] {
    const std::int64_t wanted = std::min(limit, page_records);
    const auto stored = parts->audit.page(access, mark, wanted);
    const identity::People people = parts->organizations.people(access);
    audit::PageMark next = mark;
    Json records = Json::array();
    for (const audit::StoredRecord& record : stored) {
      records.push_back(record_json(record, people, parts->catalog, names));
      (record.trail == audit::Trail::control ? next.control : next.organization) = record.sequence;
    }
    // A full page may be the last one; the next is empty then, which readers of pages take.
    const bool more = std::ssize(stored) == wanted;
    return json_response(
        {{"records", records}, {"next", more ? Json(next.to_text()) : Json(nullptr)}});
  });
}

[[nodiscard]] std::optional<net::ServerResponse> export_refusal(const ServerParts& parts,
                                                                const SignedIn& who) {
  const identity::Plan plan = identity::plan_at(who.organization, parts.clock.now());
  if (identity::includes<identity::AuditExport>(plan)) return std::nullopt;
  const auto lowest = identity::lowest_plan_with<identity::AuditExport>();
  return net::problem(plan_required, "The audit trail can be exported on " +
                                         std::string(identity::display_name(lowest)) + ".");
}

// A file that the browser saves under a name.
[[nodiscard]] net::ServerResponse file_response(std::string body, std::string type,
                                                const std::string& name) {
  net::ServerResponse response;
  response.status = 200;
  response.headers = {{"Content-Type", std::move(type)},
                      {"Content-Disposition", "attachment; filename=\"" + name + "\""},
                      {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

void record_export(const ServerParts& parts, const SignedIn& who, std::string action,
                   const std::string& format) {
  parts.audit.record(who.access, {.action = std::move(action),
                                  .target_kind = "organization",
                                  .target_id = to_text(who.organization.id),
                                  .detail = {{"format", format}}});
}

// Signed over both trails as they stand, after a look that found nothing wrong.
Task<Answered> signed_head(ServerParts* parts, SignedIn who) {
  if (auto refused = export_refusal(*parts, who)) co_return *std::move(refused);
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who)] {
    record_export(*parts, who, "audit.head", "json");
    const audit::AuditCheck check = parts->audit.verify(who.access);
    if (const auto* fault = std::get_if<audit::AuditFault>(&check))
      return net::problem(conflict, "The trail was changed at record " +
                                        std::to_string(fault->sequence) + ": " + fault->detail +
                                        " No head is signed over it. Tell your operator.");
    const audit::SignedHead& head = std::get<audit::AuditProof>(check).head;
    return file_response(to_wire(head.to_json()) + "\n", "application/json",
                         "sluice-audit-head.json");
  });
}

// The server's memory holds one export at most this big; a longer trail is exported by the
// operator's command, which writes as it reads.
constexpr std::size_t export_bytes_max = 64UL << 20U;

Task<Answered> export_records(ServerParts* parts, Call call, SignedIn who) {
  if (auto refused = export_refusal(*parts, who)) co_return *std::move(refused);
  const std::string format = call.request.query_parameter("format").value_or("jsonl");
  if (format != "jsonl" && format != "csv")
    co_return net::problem(invalid_input, "The format of an export is jsonl or csv.");
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who), format] {
    record_export(*parts, who, "audit.export", format);
    const bool csv = format == "csv";
    std::string body;
    bool whole = true;
    parts->audit.export_to(
        who.access, csv ? audit::AuditTrail::Format::csv : audit::AuditTrail::Format::json_lines,
        [&](std::string_view piece) {
          whole = whole && body.size() + piece.size() <= export_bytes_max;
          if (whole) body.append(piece);
        });
    if (!whole)
      return net::problem(conflict,
                          "This trail is longer than 64 MiB. Ask your operator for it: "
                          "`sluice audit export` writes it to a file.");
    return file_response(std::move(body), csv ? "text/csv; charset=utf-8" : "application/jsonl",
                         "sluice-audit." + format);
  });
}

}  // namespace

void add_audit_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.member(
      "GET", "/api/v1/audit", "The audit trail, newest first", needs(Action::view_audit),
      [shared](Call call, SignedIn who) { return list(shared, std::move(call), std::move(who)); });
  router.member("GET", "/api/v1/audit/export", "Every record, as JSON Lines or CSV",
                needs(Action::export_audit), [shared](Call call, SignedIn who) {
                  return export_records(shared, std::move(call), std::move(who));
                });
  router.member(
      "GET", "/api/v1/audit/head", "A signed head: keep it elsewhere, check the trail against it",
      needs(Action::export_audit),
      [shared](Call /*call*/, SignedIn who) { return signed_head(shared, std::move(who)); });
}

}  // namespace sluice::server
