#include "analytics/computing/call_arguments.h"

#include "analytics/computing/statement.h"
#include "analytics/meaning/labels.h"
#include "base/text.h"
#include "base/time_format.h"
#include "catalog/argument_path.h"
#include "catalog/placeholders.h"
#include "sources/arguments.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>

namespace sluice::analytics {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

constexpr std::string_view of_connection = "connection.";

[[nodiscard]] std::int64_t seconds_of(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch()).count();
}

// An argument may be asked for as "parameters.created.gte" under "${...}" or set by a pushdown.
class ArgumentWriter {
 public:
  ArgumentWriter(Workbook& book, const TableNeed& need, const QueryPlan& plan,
                 const FetchRange& range, const TimeZone& zone)
      : book_(book), need_(need), plan_(plan), range_(range), zone_(zone) {}

  [[nodiscard]] Json write() {
    const catalog::Entry& entry = *need_.place.entry;
    Json arguments = sources::merged(entry.arguments.is_object() ? entry.arguments : Json::object(),
                                     need_.arguments);
    arguments =
        catalog::fill_in(arguments, [this](std::string_view name) { return substitute(name); });
    for (const std::string& name : need_.fields) {
      const catalog::Field* field = field_named(entry, name);
      if (field == nullptr || field->grouped_by.empty()) continue;
      const Json value = field->grouped_value.is_null() ? Json(field->path) : field->grouped_value;
      sources::set_argument(arguments, field->grouped_by, value);
    }
    for (const catalog::Pushdown& pushdown : entry.pushdowns) {
      push(pushdown, arguments);
      if (pushdown.required && catalog::argument_at(arguments, pushdown.argument).is_null())
        book_.fail({CompileFault::Kind::no_search_words, inside_sentence(entry.label),
                    need_.place.vendor->vendor->name});
    }
    return arguments;
  }

 private:
  [[nodiscard]] std::string grain() const {
    const Dimension* time = time_dimension(plan_);
    // Days add up to anything; what does not add up is asked in the buckets that are shown.
    if (need_.additive || time == nullptr) return "day";
    return std::string(to_text(time->grain.value_or(Grain::day)));
  }

  [[nodiscard]] Json substitute(std::string_view name) const {
    const LocalDay last = zone_.day_of(range_.end - milliseconds(1));
    if (name == "from") return to_rfc3339(range_.start);
    if (name == "to") return to_rfc3339(range_.end);
    if (name == "from_date") return day_text(zone_.day_of(range_.start));
    if (name == "to_date") return day_text(last);
    if (name == "from_epoch_s") return seconds_of(range_.start);
    if (name == "to_epoch_s") return seconds_of(range_.end);
    if (name == "from_epoch_ms") return range_.start.time_since_epoch().count();
    if (name == "to_epoch_ms") return range_.end.time_since_epoch().count();
    if (name == "grain") return grain();
    if (name == "timezone") return plan_.timezone;
    if (name.starts_with(of_connection))
      return member(need_.place.vendor->parameters, name.substr(of_connection.size()));
    return nullptr;
  }

  void push(const catalog::Pushdown& pushdown, Json& arguments) const {
    const bool lower = pushdown.op == "gte" || pushdown.op == "gt";
    const bool upper = pushdown.op == "lte" || pushdown.op == "lt";
    if (lower || upper) {
      const bool open = lower && plan_.period && plan_.period->open_start;
      if (!range_.bounded || need_.time_field != pushdown.field || open) return;
      sources::set_argument(arguments, pushdown.argument, bound(pushdown, lower));
      return;
    }
    for (const std::size_t at : need_.filters)
      push_filter(pushdown, plan_.filters[at], arguments);
  }

  // A bound for the vendor, a little too wide where its words are coarser than ours.
  [[nodiscard]] Json bound(const catalog::Pushdown& pushdown, bool lower) const {
    const Instant edge = lower ? range_.start : range_.end;
    const bool inclusive = pushdown.op == "gte" || pushdown.op == "lt";
    const Instant instant = inclusive ? edge : edge + std::chrono::seconds(lower ? -1 : 1);
    if (pushdown.format == "epoch_s") return seconds_of(instant);
    if (pushdown.format == "epoch_ms") return instant.time_since_epoch().count();
    if (pushdown.format == "iso") return to_rfc3339(instant);
    const std::string day =
        day_text(zone_.day_of(edge) + (lower ? (inclusive ? -days(1) : -days(2)) : days(1)));
    return worded(pushdown.format, day);
  }

  [[nodiscard]] static Json worded(const std::string& format, const std::string& text) {
    const auto mark = format.find("{}");
    if (mark == std::string::npos) return text;
    return format.substr(0, mark) + text + format.substr(mark + 2);
  }

  // Plain words: what else a person wrote could be an operator of the vendor's search.
  [[nodiscard]] static std::string search_words(const Json& said) {
    std::string words;
    for (const char c : said.get_ref<const std::string&>()) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = is_letter_or_digit(c) || byte >= 0x80 || c == '-' || c == '.';
      if (plain) words += c;
      if (!plain && !words.empty() && words.back() != ' ') words += ' ';
    }
    while (words.ends_with(' '))
      words.pop_back();
    return words;
  }

  // Only values that the catalog knows to the letter: what a person typed may differ in case.
  void push_filter(const catalog::Pushdown& pushdown, const Filter& filter, Json& arguments) const {
    if (filter.part) return;  // No vendor knows the organization's clock.
    const catalog::Field* field = book_.meaning().field(filter.field);
    const bool own = book_.meaning().entry(filter.field) == need_.place.entry &&
                     filter.field.name == pushdown.field && field != nullptr;
    const bool several = filter.op == FilterOp::in && pushdown.op == "in";
    const bool single =
        (filter.op == FilterOp::eq || filter.op == FilterOp::in) && filter.values.size() == 1;
    const bool words = pushdown.op == "contains" && filter.values.size() == 1 &&
                       (filter.op == FilterOp::contains || filter.op == FilterOp::eq) &&
                       filter.values.front().is_string();
    if (own && words)
      sources::set_argument(arguments, pushdown.argument,
                            worded(pushdown.format, search_words(filter.values.front())));
    if (!own || pushdown.op == "contains" || (!several && !single)) return;
    Json values = Json::array();
    for (const Json& value : filter.values) {
      const bool known = std::any_of(field->values.begin(), field->values.end(),
                                     [&value](const auto& each) { return value == each.value; });
      if (!known) return;
      values.push_back(worded(pushdown.format, value.get<std::string>()));
    }
    sources::set_argument(arguments, pushdown.argument,
                          pushdown.op == "in" ? values : values.front());
  }

  Workbook& book_;
  const TableNeed& need_;
  const QueryPlan& plan_;
  FetchRange range_;
  TimeZone zone_;
};

}  // namespace

Json call_arguments(Workbook& book, const TableNeed& need, const QueryPlan& plan,
                    const FetchRange& range, const TimeZone& zone) {
  return ArgumentWriter(book, need, plan, range, zone).write();
}

}  // namespace sluice::analytics
