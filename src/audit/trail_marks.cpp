#include "audit/trail_marks.h"

#include "base/json.h"

namespace sluice::audit {

TrailMarks marks_of(const storage::Database& database, const storage::OrganizationAccess& access) {
  TrailMarks marks;
  for (const storage::Row& row : database.control().query(
           "SELECT action, detail FROM control_audit_record"
           " WHERE organization_id = :organization AND action IN ('audit.begin', 'audit.anchor')"
           " ORDER BY sequence",
           {{"organization", access.organization()}})) {
    if (row.text("action") == begin_action) marks.begun = true;
    const auto detail = parse_json(row.text("detail"));
    if (row.text("action") != anchor_action || !detail) continue;
    const Json& records = member(*detail, "records");
    if (!records.is_number_integer()) continue;
    marks.anchor = {records.get<std::int64_t>(), text_member(*detail, "hash").value_or("")};
  }
  return marks;
}

}  // namespace sluice::audit
