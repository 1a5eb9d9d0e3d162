#include "analytics/meaning/meaning.h"
#include "analytics/reading/edit_plan.h"
#include "analytics/reading/parts.h"

#include <algorithm>

// Which shape the answer has, and whether the forms that were asked for fit what is counted.
namespace sluice::analytics {
namespace {

[[nodiscard]] bool has_time(const QueryPlan& plan) {
  return std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                     [](const Dimension& each) { return each.grain.has_value(); });
}

void rank(Parts& parts) {
  constexpr std::size_t several = 5;
  const Ranked asked = parts.ranks.empty() ? Ranked{} : *parts.ranks.front().piece;
  QueryPlan& plan = parts.plan;
  plan.frame = Frame::top;
  // "The repositories with most merged PRs: median hours": ranked by something else than is shown.
  const Placed* at = parts.ranks.empty() ? nullptr : parts.ranks.front().at;
  if (at != nullptr && at->end < parts.scene.words.size() && !parts.counts_rows() &&
      parts.scene.grammar.is(WordList::many, parts.scene.words[at->end - 1].text) &&
      !parts.view.is_taken(at->end) &&
      (!parts.view.own_nouns(at->end).empty() || !parts.view.counted(at->end).empty()))
    return parts.fail(*at);
  bool high = asked.high;
  // The "best" churn rate is the lowest one.
  if (asked.judged && parts.what.measure != nullptr && !parts.what.measure->higher_is_better)
    high = !high;
  plan.order = OrderBy{true, high};
  const std::size_t unsaid = parts.plural_subject ? several : 1;
  plan.limit = parts.group_limit.value_or(parts.number_asked().value_or(unsaid));
  // "Who opened the most? Top 3": whichever says how many.
  for (const Said<Ranked>& said : parts.ranks)
    if (said.piece->limit) plan.limit = said.piece->limit;
  plan.rest = !parts.rests.empty();
}

void add_default_dimensions(Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  QueryPlan& plan = parts.plan;
  const bool wanted = measure != nullptr && plan.dimensions.empty() &&
                      !parts.asks(AskedFor::overall) && plan.measures.size() == 1 &&
                      parts.aggregates.empty();
  // Who followed up had the split before them, and left it or not.
  const bool kept = parts.before != nullptr && parts.view.anchor().words.empty();
  if (!wanted || kept) return;
  for (const std::string& name : measure->default_dimensions) {
    const Reference field = parts.own(name);
    const bool fixed = std::any_of(
        plan.filters.begin(), plan.filters.end(),
        [&](const Filter& filter) { return filter.field == field && filter.op == FilterOp::eq; });
    if (!fixed) plan.dimensions.push_back({field, std::nullopt, std::nullopt});
  }
}

// Whether the field splits the rows into parts that people know by name, and does not follow from
// which rows are counted.
[[nodiscard]] bool splits(const Parts& parts, const catalog::Field& field) {
  const bool listed = !field.values.empty() || field.meaning.ends_with(".name") ||
                      field.meaning.starts_with("staff.") || field.meaning.ends_with(".login");
  const catalog::Measure* measure = parts.what.measure;
  return field.role == "dimension" && field.type == "text" && listed && !field.list &&
         (measure == nullptr || measure->filter.find(field.name) == std::string::npos);
}

// "Why did it drop": every way of splitting that the rows have, and those that they are joined to.
void add_parts(Parts& parts) {
  constexpr std::size_t dimensions_max = 5;
  QueryPlan& plan = parts.plan;
  const auto measure = measure_named(*parts.what.entry, plan.measures.front().name);
  if (!measure || !adds_at_one_time(*measure)) return parts.fail("explain");
  const VendorMeaning& vendor = parts.scene.lexicon.vendors()[parts.what.vendor];
  const auto add = [&](const catalog::Entry& entry, const catalog::Field& field) {
    const bool known = std::ranges::any_of(
        plan.dimensions, [&](const Dimension& each) { return each.field.name == field.name; });
    if (known || !splits(parts, field) || plan.dimensions.size() == dimensions_max) return;
    plan.dimensions.push_back({{vendor.vendor->slug, entry.name, field.name}, {}, {}});
  };
  for (const int wanted : {0, 1})
    for (const catalog::Entry& entry : vendor.vendor->entries) {
      if (parts.view.reach().distance(&entry) != wanted || entry.hidden) continue;
      for (const catalog::Field& field : entry.fields)
        add(entry, field);
    }
  if (plan.dimensions.empty()) return parts.fail("explain");
  plan.each_dimension = true;
}

// "Which brought in the most, and how much did each of them bring in": all are told, unless so many
// were wanted.
[[nodiscard]] bool tells_each_of_them(const Parts& parts) {
  if (parts.ranks.empty() || parts.ranks.front().piece->limit) return false;
  const auto is = [&](WordList list, std::size_t at) {
    return parts.scene.grammar.is(list, parts.scene.words, at);
  };
  for (std::size_t at = 0; at + 2 < parts.scene.words.size(); ++at)
    if (is(WordList::each, at) && is(WordList::belongs, at + 1) && is(WordList::pronouns, at + 2))
      return true;
  return false;
}

// "Open issues by priority, in percent": no change of them, but the share of each.
[[nodiscard]] bool is_shown_as_share(Parts& parts) {
  const bool shown = std::ranges::all_of(
      parts.changes, [](const Said<ChangeAsked>& said) { return said.piece->shown; });
  const QueryPlan& plan = parts.plan;
  const bool split = plan.dimensions.size() == 1 && !has_time(plan) && parts.ranks.empty() &&
                     parts.shares.empty() && plan.filters.empty();
  const auto measure = measure_named(*parts.what.entry, plan.measures.front().name);
  if (!shown || !split || !measure || !adds_at_one_time(*measure)) return false;
  parts.in_shares = true;
  return true;
}

void take_change(Parts& parts) {
  QueryPlan& plan = parts.plan;
  const bool percent =
      std::any_of(parts.changes.begin(), parts.changes.end(),
                  [](const Said<ChangeAsked>& said) { return said.piece->percent; });
  // "Which has more": of the values or of the numbers that stand beside each other.
  const bool of_several = parts.compares_values || plan.measures.size() > 1;
  for (const Said<ChangeAsked>& said : parts.changes)
    if (said.piece->compares && plan.comparison == Comparison::none && !of_several)
      parts.fail(*said.at);
  if (plan.comparison == Comparison::none) {
    if (percent && !is_shown_as_share(parts) && !is_share_in_percent(parts))
      parts.fail(*parts.changes.front().at);
    if (parts.explains_change()) parts.fail("explain");
    return;
  }
  if (plan.measures.size() != 1) {
    if (percent) parts.fail(*parts.changes.front().at);
    return;
  }
  const bool amount = std::ranges::any_of(
      parts.changes, [](const Said<ChangeAsked>& said) { return said.piece->amount; });
  if (amount && !percent) plan.change = Change::absolute;
  if (percent) plan.change = Change::percent;
  if (parts.explains_change()) {
    plan.change = Change::absolute;
    if (plan.dimensions.empty()) add_parts(parts);
  }
}

// "Accounts per owner, who has the most": all of them are asked, and which is the first is seen.
[[nodiscard]] bool ranks_after_groups(const Parts& parts) {
  if (parts.ranks.size() != 1 || parts.groups.empty() || parts.group_limit) return false;
  const Said<Ranked>& rank = parts.ranks.front();
  if (rank.piece->limit || !parts.rests.empty()) return false;
  return std::all_of(parts.groups.begin(), parts.groups.end(), [&](const Said<GroupedBy>& said) {
    return !said.piece->subject && !said.piece->qualified && said.piece->announced &&
           said.at->end < rank.at->first;
  });
}

// Forms that add groups up need a measure whose parts add up.
void check_forms(Parts& parts) {
  const QueryPlan& plan = parts.plan;
  const auto measure = measure_named(*parts.what.entry, plan.measures.front().name);
  const bool sums = measure && plan.measures.size() == 1 && adds_over_groups(*measure) &&
                    plan.derivation == Derivation::none && plan.frame != Frame::share;
  const auto groups = std::count_if(plan.dimensions.begin(), plan.dimensions.end(),
                                    [](const Dimension& each) { return !each.grain; });
  if (!parts.ranks.empty() && groups > 1 && !plan.limit_within) parts.fail(*parts.ranks.front().at);
  if (plan.limit_within && (plan.rest || plan.frame != Frame::top))
    parts.fail(*parts.ranks.front().at);
  if (parts.ranks_rows && std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                                      [](const Dimension& each) { return !each.grain; }))
    parts.fail(*parts.ranks.front().at);
  if (!parts.transforms.empty() &&
      (plan.frame != Frame::trend || (plan.transform == Transform::running_total && !sums)))
    parts.fail(*parts.transforms.front().at);
  if (!parts.weekdays.empty() && !sums) parts.fail(*parts.weekdays.front().at);
  const bool at_one_time = measure && plan.measures.size() == 1 && adds_at_one_time(*measure) &&
                           plan.derivation == Derivation::none && plan.frame != Frame::share &&
                           !has_time(plan);
  if (!parts.rests.empty() && (!plan.rest || !(sums || at_one_time)))
    parts.fail(*parts.rests.front().at);
  if (!parts.ranks.empty() && plan.frame != Frame::top && !ranks_after_groups(parts) &&
      !tells_each_of_them(parts))
    parts.fail(*parts.ranks.front().at);
  if (parts.mean_of_buckets && (plan.frame != Frame::total || !has_time(plan)))
    parts.fail(*parts.aggregates.front().at);
  if (!plan.having.empty() && plan.frame == Frame::list)
    parts.bounds.empty() ? parts.fail("list") : parts.fail(*parts.bounds.front().at);
}

// "The longest", "the cheapest": of what is no time, or no money, nothing is the longest.
void check_superlatives(Parts& parts, const std::vector<Said<Ranked>>& said) {
  const QueryPlan& plan = parts.plan;
  std::string unit;
  bool length = false;
  if (plan.order && plan.order->field) {
    const catalog::Field* field = find_field(*parts.what.entry, plan.order->field->name);
    if (field != nullptr) unit = field->type == "money" ? "reporting" : field->unit;
  } else if (const auto measure = measure_named(*parts.what.entry, plan.measures.front().name)) {
    unit = measure->unit;
  }
  length = unit == "days" || unit == "hours" || unit == "minutes" || unit == "seconds";
  for (const Said<Ranked>& rank : said)
    for (std::size_t at = rank.at->first; at < rank.at->end; ++at) {
      const std::string& word = parts.scene.words[at].text;
      const bool wrong = (parts.scene.grammar.is(WordList::of_length, word) && !length) ||
                         (parts.scene.grammar.is(WordList::of_money, word) && unit != "reporting");
      if (wrong) return parts.fail(*rank.at);
      // The slowest one took longest; of a speed itself it is the lowest.
      if (length && plan.order && parts.scene.grammar.is(WordList::of_speed, word))
        parts.plan.order->descending = !plan.order->descending;
    }
}

// "When was it highest": without a time in the answer nobody is told.
void check_moment(Parts& parts) {
  const auto dated = [](const Dimension& each) { return each.grain || each.part; };
  if (parts.asks(AskedFor::moment) && std::ranges::none_of(parts.plan.dimensions, dated))
    parts.fail("when");
}

// A length of time in the unit that was asked for.
void take_unit(Parts& parts) {
  QueryPlan& plan = parts.plan;
  for (const Said<InUnit>& said : parts.units) {
    Reference& asked = plan.measures.front();
    const auto measure = measure_named(*parts.what.entry, asked.name);
    if (measure && measure->unit == said.piece->unit) continue;
    // What is counted beside it would stay in its own unit.
    const std::string converted = name_in_unit(said.piece->unit, asked.name);
    const bool alone = plan.measures.size() == 1 && plan.frame != Frame::list;
    if (!alone || !measure_named(*parts.what.entry, converted)) return parts.fail(*said.at);
    asked.name = converted;
    // Where the rows' own moments give it in that unit, those are meant.
    constexpr double other_unit = 0.4;
    parts.cost += other_unit;
  }
}

void take_currency(Parts& parts) {
  if (parts.currencies.empty()) return;
  const InCurrency& asked = *parts.currencies.front().piece;
  if (asked.code == parts.scene.context.currency) return;
  const auto measure = measure_named(*parts.what.entry, parts.plan.measures.front().name);
  const bool money = measure && measure->unit == "reporting";
  if (!money || parts.plan.frame == Frame::list) return parts.fail(*parts.currencies.front().at);
  parts.plan.currency = asked.code;
}

void choose(Parts& parts) {
  QueryPlan& plan = parts.plan;
  if (parts.before != nullptr && keeps_shape(parts)) return;
  if (counts_groups(parts) || asks_for_first(parts)) return;
  const bool time = has_time(plan);
  if (!parts.weekdays.empty() || !parts.hours.empty()) {
    if (parts.ranks.empty()) {
      plan.frame = Frame::breakdown;
    } else {
      rank(parts);
      plan.limit = parts.ranks.front().piece->limit.value_or(parts.number_asked().value_or(1));
    }
  } else if (ranks_after_groups(parts)) {
    plan.frame = Frame::breakdown;
    plan.order = OrderBy{true, parts.ranks.front().piece->high};
  } else if ((!parts.ranks.empty() || parts.group_limit) && !plan.dimensions.empty()) {
    rank(parts);
    // "Which month had the most": one, unless several are asked.
    if (time && !parts.ranks.empty() && !parts.ranks.front().piece->limit)
      plan.limit = parts.number_asked().value_or(1);
    if (tells_each_of_them(parts)) {
      plan.frame = Frame::breakdown;
      plan.limit.reset();
    }
  } else if (time && parts.mean_of_buckets) {
    plan.frame = Frame::total;
  } else if (time) {
    plan.frame = Frame::trend;
  } else if (!plan.dimensions.empty()) {
    plan.frame = parts.in_shares ? Frame::share : Frame::breakdown;
    plan.order = OrderBy{true, true};
  } else if (plan.comparison != Comparison::none) {
    plan.frame = Frame::comparison;
  } else {
    const bool rows = parts.asks(AskedFor::count) && plan.measures.front().name == "count";
    plan.frame = rows ? Frame::record_count : Frame::total;
  }
}

}  // namespace

void take_frame(Parts& parts) {
  QueryPlan& plan = parts.plan;
  for (const Said<DrawnAs>& said : parts.drawn)
    plan.chart_hint = said.piece->chart;
  const bool shaped = plan.frame == Frame::distribution || plan.frame == Frame::funnel;
  if (plan.frame == Frame::list || shaped || !parts.shares.empty()) check_group_counts(parts);
  if (plan.frame != Frame::list && !shaped) {
    add_default_dimensions(parts);
    take_change(parts);
    if (!parts.shares.empty()) {
      take_share(parts);
    } else {
      choose(parts);
    }
  }
  if (parts.impossible) return;
  take_currency(parts);
  take_unit(parts);
  check_superlatives(parts, parts.superlatives);
  if (plan.frame != Frame::list) {
    check_moment(parts);
    return check_forms(parts);
  }
  // A list shows rows: what would be made of their number has no place in it.
  if (!parts.changes.empty()) parts.fail(*parts.changes.front().at);
  if (!parts.transforms.empty()) parts.fail(*parts.transforms.front().at);
  if (!parts.rests.empty()) parts.fail(*parts.rests.front().at);
  for (const AskedFor other : {AskedFor::contribution, AskedFor::reason, AskedFor::duration})
    if (parts.asks(other)) parts.fail("list");
}

}  // namespace sluice::analytics
