#include "analytics/reading/edit_plan.h"

#include "analytics/meaning/meaning.h"
#include "analytics/reading/edit_forms.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

using catalog::Aggregation;

[[nodiscard]] bool has_grain(const Dimension& dimension) {
  return dimension.grain.has_value() || dimension.part.has_value();
}

[[nodiscard]] bool same_groups(const QueryPlan& a, const QueryPlan& b) {
  return std::equal(a.dimensions.begin(), a.dimensions.end(), b.dimensions.begin(),
                    b.dimensions.end(), [](const Dimension& x, const Dimension& y) {
                      return x.field == y.field && x.grain == y.grain && x.part == y.part;
                    });
}

// Everything of the plan before, but for what it measures and what was said about that question.
void keep_plan(Parts& parts) {
  QueryPlan kept = *parts.before;
  kept.timezone = parts.plan.timezone;
  kept.week_starts_on = parts.plan.week_starts_on;
  kept.measures.clear();
  kept.confidence = 0;
  kept.unused_words.clear();
  if (kept.frame != Frame::list) kept.frame = Frame::total;
  parts.plan = std::move(kept);
  const auto forget = [&](std::string_view about) {
    std::erase_if(parts.plan.assumptions,
                  [&](const Assumption& assumption) { return assumption.about == about; });
  };
  if (!parts.periods.empty() || parts.asks(AskedFor::all_time)) forget("period");
  if (names_measure(parts)) forget("measure");
  if (!parts.restrictions.empty()) forget("ranking");
}

// "How many is that", where the money of the rows was shown: the number of the same rows.
void count_instead(Parts& parts) {
  const catalog::Measure* shown = parts.what.measure;
  const bool money = shown != nullptr && shown->unit == "reporting";
  if (!parts.asks(AskedFor::count) || parts.asks(AskedFor::amount) || !money) return;
  for (const catalog::Measure& other : parts.what.entry->measures) {
    if (other.aggregation != Aggregation::count || other.filter != shown->filter) continue;
    parts.what.measure = &other;
    parts.what.name = other.name;
    return;
  }
  parts.fail("how many");
}

// "And the median?" of a number that was made ad hoc before.
void aggregate_anew(Parts& parts) {
  const std::size_t colon = parts.what.name.find(':');
  if (parts.what.measure != nullptr || colon == std::string::npos || parts.aggregates.empty())
    return;
  parts.what.name =
      measure_prefix(*parts.aggregates.front().piece) + parts.what.name.substr(colon + 1);
  parts.aggregates.erase(parts.aggregates.begin());
}

// A list shows rows: what asks for a number of them ends it.
[[nodiscard]] bool ends_list(const Parts& parts) {
  return parts.asks(AskedFor::count) || parts.asks(AskedFor::amount) || !parts.groups.empty() ||
         !parts.buckets.empty() || !parts.weekdays.empty() || !parts.aggregates.empty() ||
         !parts.shares.empty() || !parts.transforms.empty() || !parts.changes.empty();
}

// "And what share of the total is that?"
void take_percent(Parts& parts) {
  QueryPlan& plan = parts.plan;
  if (plan.comparison != Comparison::none) {
    plan.change = Change::percent;
    return;
  }
  const auto measure = measure_named(*parts.what.entry, plan.measures.front().name);
  const bool adds = measure && plan.measures.size() == 1 && adds_over_groups(*measure);
  const bool series = std::any_of(plan.dimensions.begin(), plan.dimensions.end(), has_grain);
  if (!adds || series || !plan.having.empty()) return parts.fail("percent");
  plan.frame = Frame::share;
  if (!plan.dimensions.empty()) {
    // A share of what is shown alone would hide the others.
    plan.limit.reset();
    return;
  }
  if (plan.filters.empty()) return parts.fail("percent");
  plan.part = std::move(plan.filters);
  plan.filters.clear();
}

// What stays has to hold of the rows that are counted now.
void check_kept(Parts& parts) {
  const QueryPlan& plan = parts.plan;
  const auto check = [&](const Reference& field, std::string_view what) {
    if (!sense_of(parts, field)) parts.fail(std::string(what) + " " + field.name);
  };
  for (const Dimension& dimension : plan.dimensions)
    check(dimension.field, "by");
  for (const Filter& filter : plan.filters)
    check(filter.field, "only for");
  for (const Filter& filter : plan.part)
    check(filter.field, "only for");
  if (plan.restriction) check(plan.restriction->key, "of the largest");
  for (const Having& having : plan.having)
    if (having.measure != plan.measures.front()) parts.fail("with " + having.measure.name);
  check_related(parts);
  const bool dated = parts.is_state() || !parts.time_field().empty();
  if (plan.period && !dated && !plan.time) parts.fail(plan.period->text);
}

void edit_frame(Parts& parts) {
  take_frame(parts);
  if (parts.impossible) return;
  QueryPlan& plan = parts.plan;
  if (plan.comparison == Comparison::none) plan.change = Change::none;
  const bool series = std::any_of(plan.dimensions.begin(), plan.dimensions.end(), has_grain);
  if (!series) plan.transform = Transform::none;
  if (plan.frame != Frame::top) plan.rest = false;
  // A pie of another split may be no pie any more; a table shows everything.
  const bool fits = same_groups(plan, *parts.before) || plan.chart_hint == "table";
  if (parts.drawn.empty() && !fits) plan.chart_hint.clear();
  check_kept(parts);
}

}  // namespace

bool names_measure(const Parts& parts) {
  return !parts.view.anchor().words.empty();
}

bool follows(const Parts& parts, FollowUp how) {
  return std::any_of(parts.follows.begin(), parts.follows.end(),
                     [&](const Said<Follows>& said) { return said.piece->how == how; });
}

std::optional<FieldSense> sense_of(const Parts& parts, const Reference& reference) {
  const auto& vendors = parts.scene.lexicon.vendors();
  for (std::size_t at = 0; at < vendors.size(); ++at) {
    if (vendors[at].vendor->slug != reference.vendor) continue;
    const catalog::Entry* entry = find_entry(vendors[at], reference.entry);
    const catalog::Field* field = entry == nullptr ? nullptr : find_field(*entry, reference.name);
    const auto distance = parts.view.reach().distance(entry);
    if (field == nullptr || !distance) return std::nullopt;
    return FieldSense{at, entry, field, *distance};
  }
  return std::nullopt;
}

void edit_measure(Parts& parts) {
  const std::vector<Reference>& before = parts.before->measures;
  if (!names_measure(parts)) {
    count_instead(parts);
    aggregate_anew(parts);
  }
  take_measure(parts);
  if (parts.impossible) return;
  if (names_measure(parts)) {
    parts.plan.derivation = Derivation::none;
    return;
  }
  if (!before.empty() && parts.plan.measures.front() == before.front()) {
    if (parts.plan.measures.size() == 1) parts.plan.measures = before;
  } else if (before.size() > 1) {
    // Of several numbers, which one is meant?
    parts.fail("of several numbers");
  }
}

void edit_groups(Parts& parts) {
  QueryPlan& plan = parts.plan;
  const std::vector<Dimension> shown = plan.dimensions;
  // "Why" behind a comparison asks which parts made the difference.
  static const Asked contribution{AskedFor::contribution, {}};
  for (Said<Asked>& said : parts.asked)
    if (said.piece->what == AskedFor::reason && plan.comparison != Comparison::none &&
        !shown.empty())
      said.piece = &contribution;
  static const Listed listed;
  for (const Said<Follows>& said : parts.follows)
    if (said.piece->how == FollowUp::rows) parts.lists.push_back({said.at, &listed});
  if (plan.frame == Frame::list && ends_list(parts)) {
    plan.frame = Frame::total;
    plan.columns.clear();
    plan.order.reset();
    plan.limit.reset();
  }
  const bool same =
      !parts.before->measures.empty() && parts.before->measures.front() == plan.measures.front();
  const bool regroups = !parts.groups.empty() || parts.asks_for_person() ||
                        (parts.asks(AskedFor::reason) && !parts.asks(AskedFor::contribution));
  const bool in_total = parts.asks(AskedFor::overall) || !parts.lists.empty() ||
                        (parts.asks(AskedFor::count) && same);
  const bool adds = follows(parts, FollowUp::add);
  if ((regroups && !adds) || (in_total && !regroups)) {
    if (!plan.having.empty()) return parts.fail("with " + plan.having.front().measure.name);
    plan.dimensions.clear();
    if (plan.frame != Frame::list) plan.limit.reset();
    plan.rest = false;
  }
  take_groups(parts);
  // "By dependabot": the noun turned out to belong to a condition.
  if (regroups && plan.dimensions.empty()) plan.dimensions = shown;
}

void edit_rows(Parts& parts) {
  QueryPlan& plan = parts.plan;
  if (plan.frame != Frame::list || !parts.lists.empty() || !parts.time_ranks.empty()) {
    take_rows(parts);
    return;
  }
  add_asked_columns(parts);
  for (const Said<Ranked>& said : parts.ranks) {
    plan.order = OrderBy{true, said.piece->high};
    if (said.piece->limit) plan.limit = said.piece->limit;
  }
}

bool keeps_shape(Parts& parts) {
  QueryPlan& plan = parts.plan;
  const QueryPlan& before = *parts.before;
  if (follows(parts, FollowUp::percent)) {
    take_percent(parts);
    return true;
  }
  const bool said_anew = !parts.ranks.empty() || parts.group_limit || !parts.weekdays.empty();
  if (said_anew) return false;
  const auto bucketed =
      std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                  [](const Dimension& dimension) { return dimension.grain.has_value(); });
  const bool grouped = !plan.dimensions.empty() && !bucketed;
  if (before.frame == Frame::top && plan.dimensions.size() == before.dimensions.size() &&
      plan.limit) {
    plan.frame = Frame::top;
    return true;
  }
  // The mean of the buckets, as long as they are the same ones.
  if (before.frame == Frame::total && bucketed && parts.buckets.empty()) return true;
  if (before.frame == Frame::share && !plan.part.empty()) {
    // Of each group its own share: no plan says so.
    if (grouped) parts.fail("share");
    plan.frame = Frame::share;
    return true;
  }
  if (before.frame == Frame::share && grouped) {
    plan.frame = Frame::share;
    return true;
  }
  if (before.frame != Frame::top || plan.frame == Frame::list) return false;
  plan.limit.reset();
  return false;
}

std::expected<Assembled, Impossible> assemble_edit(Parts& parts) {
  check_fixed_form(parts);
  keep_plan(parts);
  if (parts.impossible) return std::unexpected(Impossible{*parts.impossible});
  for (const auto step : {edit_measure, take_second_measures, take_restriction, edit_groups,
                          edit_conditions, edit_time, edit_rows, edit_frame, restore_form}) {
    step(parts);
    if (parts.impossible)
      return std::unexpected(Impossible{*parts.impossible, parts.contradiction});
  }
  return Assembled{std::move(parts.plan), parts.cost};
}

}  // namespace sluice::analytics
