#include "base/time_zone.h"

#include <date/tz.h>

#include <exception>

namespace sluice {
namespace {

[[nodiscard]] const date::time_zone& zone_of(const void* zone) {
  return *static_cast<const date::time_zone*>(zone);
}

}  // namespace

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  try {  // The library's only way to say "unknown" is to throw.
    return TimeZone(std::string(name), date::locate_zone(name));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

LocalDay TimeZone::day_of(Instant instant) const {
  const auto local = zone_of(zone_).to_local(instant);
  return LocalDay(std::chrono::floor<std::chrono::days>(local.time_since_epoch()));
}

Instant TimeZone::start_of(LocalDay day) const {
  const date::local_time<std::chrono::milliseconds> midnight(day.time_since_epoch());
  return zone_of(zone_).to_sys(midnight, date::choose::earliest);
}

std::chrono::minutes TimeZone::offset_at(Instant instant) const {
  return std::chrono::duration_cast<std::chrono::minutes>(zone_of(zone_).get_info(instant).offset);
}

}  // namespace sluice
