#include "audit/record.h"

#include "base/time_format.h"

namespace sluice::audit {

std::string_view to_text(Trail trail) {
  switch (trail) {
    case Trail::organization: return "organization";
    case Trail::control: return "control";
  }
  return {};
}

std::string_view to_text(storage::ActorKind kind) {
  switch (kind) {
    case storage::ActorKind::user: return "user";
    case storage::ActorKind::api_key: return "api_key";
    case storage::ActorKind::operator_shell: return "operator_shell";
    case storage::ActorKind::schedule: return "schedule";
  }
  return {};
}

std::string line_of(const StoredRecord& stored) {
  const AuditRecord& record = stored.record;
  Json line{{"sequence", stored.sequence},
            {"time", to_rfc3339(stored.recorded_at)},
            {"actor",
             {{"kind", stored.actor_kind},
              {"id", std::to_string(stored.actor_id)},
              {"name", record.actor_name}}},
            {"action", record.action},
            {"target", {{"kind", record.target_kind}, {"id", record.target_id}}},
            {"result", record.result},
            {"address", record.address},
            {"detail", record.detail}};
  // Without it: the organization's own, whose lines were chained before there was another trail.
  if (stored.trail == Trail::control) line["trail"] = to_text(stored.trail);
  return to_wire(line);
}

}  // namespace sluice::audit
