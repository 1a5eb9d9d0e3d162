#pragma once
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::audit {

// What an organization's control trail says of its own trail. Private to audit/.
struct TrailMarks {
  // The record "audit.anchor": `hash` is that of record number `records` of the organization's
  // trail.
  struct Anchor {
    std::int64_t records = 0;
    std::string hash;
  };
  std::optional<Anchor> anchor;  // How far it reached without a key when the data got one.
  bool begun = false;            // It has records: an empty one was emptied.
};
inline constexpr std::string_view begin_action = "audit.begin";
inline constexpr std::string_view anchor_action = "audit.anchor";

// Read from the control database only: it says what the organization's file can no longer say.
[[nodiscard]] TrailMarks marks_of(const storage::Database& database,
                                  const storage::OrganizationAccess& access);

}  // namespace sluice::audit
