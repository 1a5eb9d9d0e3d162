#pragma once
#include "base/clock.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

using LocalDay = std::chrono::local_days;  // A calendar day without a zone.

// One zone of the system's IANA time zone database. libstdc++ 12 has none of its own, so
// Debian's libhowardhinnant-date stands behind this header. A value: copy it freely.
class TimeZone {
 public:
  // Nothing when the name is unknown ("America/New_York", "UTC", "Europe/Berlin").
  [[nodiscard]] static std::optional<TimeZone> find(std::string_view name);

  // As it was asked for, not the canonical one of an alias.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  // The local calendar day an instant falls on.
  [[nodiscard]] LocalDay day_of(Instant instant) const;
  // The first instant of a local day: 00:00, or the first time that exists where a
  // daylight-saving change skips midnight. Days may so have 23, 24 or 25 hours.
  [[nodiscard]] Instant start_of(LocalDay day) const;
  // Minutes to add to UTC for the local time at this instant.
  [[nodiscard]] std::chrono::minutes offset_at(Instant instant) const;

 private:
  TimeZone(std::string name, const void* zone) : name_(std::move(name)), zone_(zone) {}
  std::string name_;
  const void* zone_;  // date::time_zone of the process-wide database, never freed.
};

}  // namespace sluice
