#include "cli/guard_period.h"

#include "analytics/language/period.h"
#include "base/time_format.h"

#include <array>
#include <cstdio>
#include <optional>
#include <string>

namespace sluice::cli {
namespace {

constexpr std::size_t text_bytes_max = 2'000;

// The instant in the zone's own wall time: 2026-10-01T00:00:00-04:00.
[[nodiscard]] std::string local_rfc3339(Instant instant, const TimeZone& zone) {
  const auto offset = zone.offset_at(instant);
  std::string text = to_rfc3339(instant + offset).substr(0, 19);
  const auto minutes = offset.count();
  const auto absolute = minutes < 0 ? -minutes : minutes;
  std::array<char, 8> suffix{};
  const int length =
      std::snprintf(suffix.data(), suffix.size(), "%c%02d:%02d", minutes < 0 ? '-' : '+',
                    static_cast<int>(absolute / 60 % 100), static_cast<int>(absolute % 60));
  return text.append(suffix.data(), static_cast<std::size_t>(length));
}

[[nodiscard]] OrderedJson grain_name(const std::optional<analytics::Grain>& grain) {
  if (!grain) return nullptr;
  switch (*grain) {
    case analytics::Grain::day: return "day";
    case analytics::Grain::week: return "week";
    case analytics::Grain::month: return "month";
    case analytics::Grain::quarter: return "quarter";
    case analytics::Grain::year: return "year";
  }
  return nullptr;
}

[[nodiscard]] std::expected<OrderedJson, std::string> check(std::string_view line) {
  const auto json = parse_json(line);
  if (!json) return std::unexpected(json.error());
  const auto text = text_member(*json, "text");
  const auto now_text = text_member(*json, "now");
  if (!text || !now_text) return std::unexpected("a line needs \"text\" and \"now\"");
  const auto now = parse_rfc3339(*now_text);
  if (!now) return std::unexpected("\"now\" is no RFC 3339 time");
  const auto zone = TimeZone::find(text_member(*json, "timezone").value_or("UTC"));
  if (!zone) return std::unexpected("\"timezone\" is no known time zone");
  std::optional<analytics::FoundPeriod> found;
  if (text->size() <= text_bytes_max) found = analytics::resolve_period(*text, {*now, *zone});
  if (!found)
    return OrderedJson{{"verdict", "refuse"},
                       {"reason", "no_period"},
                       {"detail", "This is no time expression that is understood."}};
  OrderedJson answer{{"verdict", "allow"},
                     {"reason", "understood"},
                     {"detail", "Days of " + zone->name() + ", the end not included."}};
  answer["start"] = nullptr;
  if (!found->open_start) answer["start"] = local_rfc3339(zone->start_of(found->start), *zone);
  answer["end"] = local_rfc3339(zone->start_of(found->end), *zone);
  answer["grain"] = grain_name(found->grain);
  answer["partial"] = found->partial;
  return answer;
}

}  // namespace

Guard make_period_guard() {
  return check;
}

}  // namespace sluice::cli
