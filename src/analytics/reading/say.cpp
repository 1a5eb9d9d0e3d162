#include "analytics/reading/say.h"

#include "analytics/language/number_text.h"
#include "analytics/language/sentences.h"
#include "analytics/language/spans.h"
#include "analytics/meaning/filter_text.h"
#include "analytics/meaning/labels.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

class Speaker {
 public:
  Speaker(const Meaning& meaning, const QueryPlan& plan)
      : meaning_(meaning), plan_(plan), english_(Sentences::english()) {}

  [[nodiscard]] std::optional<std::string> say() {
    // Forms that there are no words for yet; said without them it would be another question.
    if (plan_.bands || plan_.limit_within || plan_.each_dimension || plan_.count_groups ||
        !plan_.related.empty() || !plan_.steps.empty() ||
        std::ranges::any_of(plan_.dimensions,
                            [](const Dimension& each) { return each.part == DatePart::hour; }))
      return std::nullopt;
    core();
    for (const Filter& filter : plan_.filters)
      condition(filter);
    for (const Filter& filter : plan_.part)
      condition(filter);
    groups();
    ranks();
    restriction();
    times();
    if (!plan_.currency.empty()) add(Saying::in_currency, {{"what", plan_.currency}});
    const VendorMeaning* vendor =
        plan_.measures.empty() ? nullptr : meaning_.vendor(plan_.measures.front().vendor);
    if (vendor == nullptr || !plan_.having.empty()) return std::nullopt;
    add(Saying::in_vendor, {{"what", vendor->vendor->name}});
    return unsaid_ ? std::nullopt : std::optional(std::move(text_));
  }

 private:
  void put(std::string_view words) {
    if (!text_.empty() && !words.empty()) text_ += ' ';
    text_ += words;
  }
  void add(Saying saying, SaidWords words = {}) { put(english_.say(saying, words)); }

  [[nodiscard]] std::string rows_of(const Reference& reference) const {
    const catalog::Entry* entry = meaning_.entry(reference);
    return entry == nullptr ? reference.entry : inside_sentence(entry->label);
  }

  [[nodiscard]] std::string measure(std::size_t at) const {
    const Reference& reference = plan_.measures.at(at);
    const catalog::Entry* entry = meaning_.entry(reference);
    if (entry != nullptr && reference.name == "count" &&
        std::ranges::none_of(entry->measures,
                             [](const catalog::Measure& each) { return each.name == "count"; }))
      return english_.say(Saying::rows, {{"what", rows_of(reference)}});
    return inside_sentence(measure_label(meaning_, reference));
  }

  // "Country"; of another entry with its noun in front, "company country".
  [[nodiscard]] std::string field(const Reference& reference) const {
    const std::string label = inside_sentence(field_label(meaning_, reference));
    const catalog::Entry* entry = meaning_.entry(reference);
    const bool own = !plan_.measures.empty() && reference.entry == plan_.measures.front().entry &&
                     reference.vendor == plan_.measures.front().vendor;
    if (own || entry == nullptr) return label;
    const std::string noun = entry->synonyms.empty() ? rows_of(reference) : entry->synonyms.front();
    std::string text = reference.name == entry->name_field ? noun : noun + " " + label;
    if (reference.vendor != plan_.measures.front().vendor)
      if (const VendorMeaning* vendor = meaning_.vendor(reference.vendor))
        text = vendor->vendor->name + " " + text;
    return text;
  }

  [[nodiscard]] const Dimension* time() const {
    const auto found = std::ranges::find_if(
        plan_.dimensions, [](const Dimension& each) { return each.grain.has_value(); });
    return found == plan_.dimensions.end() ? nullptr : &*found;
  }

  [[nodiscard]] std::string grain() const {
    const Dimension* held = time();
    return held == nullptr ? std::string() : std::string(to_text(held->grain.value_or(Grain::day)));
  }

  // What is made of the measures, before it is split and restricted.
  [[nodiscard]] std::string counted() {
    std::string what = measure(0);
    if (plan_.measures.size() == 1) return what;
    const std::string other = measure(1);
    switch (plan_.derivation) {
      case Derivation::none: break;
      case Derivation::ratio:
        return english_.say(Saying::ratio, {{"what", what}, {"other", other}});
      case Derivation::percent:
        return english_.say(Saying::percent, {{"what", what}, {"other", other}});
      case Derivation::difference: unsaid_ = true; return {};
    }
    for (std::size_t at = 1; at < plan_.measures.size(); ++at)
      what = english_.say(Saying::both, {{"what", what}, {"other", measure(at)}});
    return what;
  }

  [[nodiscard]] std::string transformed() {
    const std::string what = counted();
    switch (plan_.transform) {
      case Transform::none: break;
      case Transform::running_total: return english_.say(Saying::running_total, {{"what", what}});
      case Transform::moving_average:
        return english_.say(
            Saying::moving_average,
            {{"what", what}, {"n", std::to_string(plan_.window)}, {"grain", grain()}});
    }
    switch (plan_.change) {
      case Change::none: return what;
      case Change::percent: return english_.say(Saying::percent_change, {{"what", what}});
      case Change::absolute: return english_.say(Saying::contribution, {{"what", what}});
    }
    return what;
  }

  void core() {
    if (plan_.measures.empty()) {
      unsaid_ = true;
      return;
    }
    switch (plan_.frame) {
      case Frame::list: return list();
      case Frame::share:
        return add(plan_.part.empty() ? Saying::share : Saying::share_of_rows,
                   {{"what", counted()}});
      case Frame::record_count:
        return add(Saying::rows, {{"what", rows_of(plan_.measures.front())}});
      case Frame::distribution:
      case Frame::funnel: unsaid_ = true; return;
      case Frame::total:
        if (time() == nullptr) break;
        return add(Saying::mean_per_grain, {{"what", counted()}, {"grain", grain()}});
      case Frame::trend:
      case Frame::breakdown:
      case Frame::top:
      case Frame::comparison: break;
    }
    // Without that word rows that are named by what they are would be listed.
    if (plan_.frame == Frame::total && counts_rows())
      return add(Saying::rows, {{"what", counted()}});
    put(transformed());
  }

  [[nodiscard]] bool counts_rows() const {
    const Reference& reference = plan_.measures.front();
    const catalog::Entry* entry = meaning_.entry(reference);
    const auto measure = entry == nullptr ? std::nullopt : measure_named(*entry, reference.name);
    return measure && measure->aggregation == catalog::Aggregation::count &&
           reference.name != "count" && plan_.measures.size() == 1;
  }

  void list() {
    const catalog::Entry* entry = meaning_.entry(plan_.measures.front());
    const bool plain = plan_.measures.front().name == "count";
    add(Saying::list, {{"what", plain ? rows_of(plan_.measures.front()) : measure(0)}});
    std::string columns;
    for (const Reference& column : plan_.columns) {
      const bool usual =
          entry != nullptr && column.entry == entry->name &&
          std::ranges::find(entry->list_fields, column.name) != entry->list_fields.end();
      if (usual) continue;
      columns = columns.empty()
                    ? field(column)
                    : english_.say(Saying::both, {{"what", columns}, {"other", field(column)}});
    }
    if (!columns.empty()) add(Saying::columns, {{"what", columns}});
  }

  // What people call a value, where the catalog says so; else as the vendor has it.
  [[nodiscard]] std::string value(const Reference& reference, const Json& held) const {
    const std::string text = held.is_string() ? held.get<std::string>() : held.dump();
    if (const catalog::Field* about = meaning_.field(reference))
      for (const catalog::FieldValue& each : about->values)
        if (each.value == text && !each.synonyms.empty()) return each.synonyms.front();
    return text;
  }

  [[nodiscard]] std::string values(const Filter& filter) const {
    std::string text;
    for (const Json& each : filter.values) {
      const std::string one = value(filter.field, each);
      text = text.empty() ? one : english_.say(Saying::or_else, {{"what", text}, {"other", one}});
    }
    return text;
  }

  // A truth is said by the words of its value ("open", "draft"), not as "open true".
  void truth(const Filter& filter) {
    const bool wanted = filter.values.front().get<bool>() == (filter.op == FilterOp::eq);
    const catalog::Field* about = meaning_.field(filter.field);
    const auto words = [&](std::string_view truth) -> std::string {
      if (about == nullptr) return {};
      for (const catalog::FieldValue& each : about->values)
        if (each.value == truth && !each.synonyms.empty()) return each.synonyms.front();
      return {};
    };
    const std::string yes = words("true").empty() ? field(filter.field) : words("true");
    if (wanted) return add(Saying::flag, {{"value", yes}});
    if (!words("false").empty()) return add(Saying::flag, {{"value", words("false")}});
    add(Saying::except, {{"value", yes}});
  }

  // Of a part of the rows' time.
  void part_of_time(const Filter& filter) {
    if (filter.part == DatePart::weekday)
      return add(filter.op == FilterOp::in ? Saying::on_days : Saying::not_on_days,
                 {{"what", weekdays_text(filter.values)}});
    const auto stretch = stretch_of(filter.values);
    if (!stretch || filter.op != FilterOp::in) {
      unsaid_ = true;
      return;
    }
    const std::string from = std::to_string(stretch->from);
    const std::string to = std::to_string(stretch->until);
    if (stretch->from == 0) return add(Saying::before_hour, {{"to", to}});
    if (stretch->until == 0) return add(Saying::after_hour, {{"from", from}});
    add(Saying::between_hours, {{"from", from}, {"to", to}});
  }

  void condition(const Filter& filter) {
    if (filter.part) return part_of_time(filter);
    const std::string what = field(filter.field);
    if (filter.values.size() == 1 && filter.values.front().is_boolean()) return truth(filter);
    const std::string first =
        filter.values.empty() ? "" : value(filter.field, filter.values.front());
    switch (filter.op) {
      case FilterOp::eq:
      case FilterOp::in: return add(Saying::value, {{"what", what}, {"value", values(filter)}});
      case FilterOp::ne:
      case FilterOp::not_in: return add(Saying::except, {{"value", values(filter)}});
      case FilterOp::contains: return add(Saying::name, {{"what", what}, {"value", first}});
      case FilterOp::is_null: return add(Saying::lack, {{"what", what}});
      case FilterOp::is_not_null: unsaid_ = true; return;
      case FilterOp::gt: return add(Saying::more, {{"what", what}, {"n", first}});
      case FilterOp::gte: return add(Saying::at_least, {{"what", what}, {"n", first}});
      case FilterOp::lt: return add(Saying::less, {{"what", what}, {"n", first}});
      case FilterOp::lte: return add(Saying::at_most, {{"what", what}, {"n", first}});
    }
  }

  void groups() {
    // What a measure is split by on its own needs no words.
    bool first = true;
    for (const Dimension& each : plan_.dimensions) {
      if (each.part) {
        add(Saying::by_weekday);
      } else if (!each.grain) {
        add(first ? Saying::by : Saying::and_by, {{"what", field(each.field)}});
        first = false;
      }
    }
    const bool weekday = time() != nullptr && time()->part.has_value();
    if (time() != nullptr && !weekday && plan_.frame != Frame::total)
      add(Saying::per_grain, {{"grain", grain()}});
  }

  void ranks() {
    if (plan_.frame != Frame::top) return;
    const bool high = !plan_.order || plan_.order->descending;
    add(high ? Saying::top : Saying::bottom, {{"n", std::to_string(plan_.limit.value_or(1))}});
    if (plan_.rest) add(Saying::rest);
  }

  void restriction() {
    if (!plan_.restriction) return;
    const Restriction& asked = *plan_.restriction;
    add(asked.largest ? Saying::largest : Saying::smallest,
        {{"n", std::to_string(asked.count)},
         {"what", field(asked.key)},
         {"other", inside_sentence(measure_label(meaning_, asked.measure))}});
  }

  // As it was said, so that it moves on with the days; else by its days.
  [[nodiscard]] std::string stretch(const PeriodSpec& period) {
    if (!period.text.empty()) return period.text;
    const auto zone = TimeZone::find(plan_.timezone);
    if (!zone) {
      unsaid_ = true;
      return {};
    }
    const std::string end = long_day_text(zone->day_of(period.end));
    if (period.open_start) return english_.say(Saying::until, {{"to", end}});
    const std::string last = long_day_text(zone->day_of(period.end - std::chrono::seconds(1)));
    return english_.say(Saying::from_to,
                        {{"from", long_day_text(zone->day_of(period.start))}, {"to", last}});
  }

  void times() {
    if (plan_.time && plan_.period) put(field(*plan_.time));
    if (plan_.period) put(stretch(*plan_.period));
    switch (plan_.comparison) {
      case Comparison::none: return;
      case Comparison::previous_period: return add(Saying::previous_period);
      case Comparison::previous_year: return add(Saying::previous_year);
      case Comparison::named_period: break;
    }
    if (!plan_.other_period) {
      unsaid_ = true;
      return;
    }
    add(Saying::other_period, {{"other", stretch(*plan_.other_period)}});
  }

  const Meaning& meaning_;
  const QueryPlan& plan_;
  const Sentences& english_;
  std::string text_;
  bool unsaid_ = false;
};

}  // namespace

std::optional<std::string> say(const Meaning& meaning, const QueryPlan& plan) {
  return Speaker(meaning, plan).say();
}

bool means_the_same(const QueryPlan& a, const QueryPlan& b) {
  const auto numbers = [](const QueryPlan& plan) {
    Json json = to_json(plan);
    for (const char* told : {"assumptions", "confidence", "unused_words", "chart_hint"})
      json.erase(told);
    for (const char* time : {"period", "other_period"})
      if (json.contains(time) && json[time].is_object()) json[time].erase("text");
    return json;
  };
  return numbers(a) == numbers(b);
}

}  // namespace sluice::analytics
