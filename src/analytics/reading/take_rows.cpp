#include "analytics/meaning/labels.h"
#include "analytics/meaning/meaning.h"
#include "analytics/meaning/row_facts.h"
#include "analytics/reading/parts.h"

#include <algorithm>

// Answers that are rows: lists, ranked rows, the next or the latest one.
namespace sluice::analytics {
namespace {

using catalog::Aggregation;

[[nodiscard]] const catalog::Field* ranking_field(const catalog::Entry& entry) {
  const catalog::Field* best = nullptr;
  for (const catalog::Field& field : entry.fields) {
    if (!is_numeric(field) || field.role != "measure") continue;
    if (field.type == "money") return &field;
    if (best == nullptr) best = &field;
  }
  return best;
}

// The sum of that number over the same rows as are counted.
[[nodiscard]] std::string ranking_measure(const Parts& parts, const catalog::Field& field) {
  std::string value = (field.additive ? "sum:" : "max:") + field.name;
  const catalog::Measure* own = parts.what.measure;
  if (own == nullptr || own->filter.empty()) return value;
  for (const catalog::Measure& measure : parts.what.entry->measures)
    if (measure.aggregation == Aggregation::sum && measure.expression == field.name &&
        measure.filter == own->filter)
      return measure.name;
  return {};
}

[[nodiscard]] bool anchor_is_plural(const Parts& parts) {
  const auto& words = parts.view.anchor().words;
  return !words.empty() && is_plural_word(parts.scene.words[words.back()].text);
}

[[nodiscard]] bool rank_stands_before(const Parts& parts) {
  constexpr std::size_t between_max = 3;
  const auto& words = parts.view.anchor().words;
  if (words.empty() || parts.ranks.empty()) return false;
  const std::size_t end = parts.ranks.front().at->end;
  return words.front() >= end && words.front() - end <= between_max;
}

// "The most deals" is about their number; "the largest deals" about each.
[[nodiscard]] bool counts_the_most(const Parts& parts) {
  const Placed& at = *parts.ranks.front().at;
  for (std::size_t word = at.first; word < at.end; ++word)
    if (parts.scene.grammar.is(WordList::many, parts.scene.words[word].text)) return true;
  return false;
}

// "Top 3 projects by issues": what stands behind the rank is what is ranked.
[[nodiscard]] bool group_stands_between(const Parts& parts) {
  const std::size_t anchor = parts.view.anchor().words.front();
  const std::size_t rank = parts.ranks.front().at->end;
  return parts.groups.empty() ||
         std::any_of(parts.groups.begin(), parts.groups.end(), [&](const Said<GroupedBy>& said) {
           return said.at->first >= rank && said.at->end <= anchor;
         });
}

// One group a row: the plan ranks groups, and a name stands for its row.
void rank_by_name(Parts& parts, Reference measure) {
  parts.plan.measures = {std::move(measure)};
  parts.plan.dimensions.push_back({parts.own(parts.what.entry->name_field), {}, {}});
  parts.plural_subject = anchor_is_plural(parts);
}

void add_column(Parts& parts, const std::string& name) {
  Reference column = parts.own(name);
  const std::size_t dot = name.find('.');
  if (dot != std::string::npos) {
    const auto* other =
        find_entry(parts.scene.lexicon.vendors()[parts.what.vendor], name.substr(0, dot));
    if (other != nullptr)
      column = {parts.scene.lexicon.vendors()[parts.what.vendor].vendor->slug, other->name,
                name.substr(dot + 1)};
  }
  auto& columns = parts.plan.columns;
  if (std::find(columns.begin(), columns.end(), column) == columns.end())
    columns.push_back(std::move(column));
}

// "Our three largest renewals, with value and owner": the rows themselves, by the number that makes
// one large.
[[nodiscard]] bool list_ranked_rows(Parts& parts) {
  const catalog::Entry& entry = *parts.what.entry;
  const catalog::Field* size = ranking_field(entry);
  if (parts.columns.empty() || entry.list_fields.empty() || !parts.counts_rows() || size == nullptr)
    return false;
  const Ranked& rank = *parts.ranks.front().piece;
  constexpr std::size_t several = 5;
  parts.plan.frame = Frame::list;
  parts.plan.order = OrderBy{true, rank.high, parts.own(size->name)};
  parts.plan.limit = rank.limit.value_or(anchor_is_plural(parts) ? several : 1);
  for (const std::string& name : entry.list_fields)
    add_column(parts, name);
  add_column(parts, size->name);
  add_asked_columns(parts);
  parts.ranks.clear();
  return true;
}

// "Largest payout": the measure adds money up, and the largest single amount is asked.
[[nodiscard]] bool take_extreme(Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  const bool single = !parts.ranks.front().piece->limit && measure != nullptr &&
                      measure->aggregation == Aggregation::sum && measure->filter.empty() &&
                      find_field(*parts.what.entry, measure->expression) != nullptr;
  if (!single) return false;
  // "When was our biggest payout": the row itself, which has its day.
  if (parts.asks(AskedFor::moment) && !parts.what.entry->list_fields.empty()) {
    parts.plan.frame = Frame::list;
    parts.plan.order =
        OrderBy{true, parts.ranks.front().piece->high, parts.own(measure->expression)};
    parts.plan.limit = 1;
    for (const std::string& name : parts.what.entry->list_fields)
      add_column(parts, name);
    add_column(parts, parts.time_field());
    add_column(parts, measure->expression);
    parts.plan.measures = {parts.own("count")};
    parts.ranks.clear();
    return true;
  }
  parts.plan.measures.front().name =
      (parts.ranks.front().piece->high ? "max:" : "min:") + measure->expression;
  parts.ranks.clear();
  return true;
}

// "Top 3 committers": the measure counts people, and the people are asked, by what they did.
[[nodiscard]] bool rank_counted(Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  if (measure == nullptr || measure->aggregation != Aggregation::count_distinct) return false;
  const catalog::Field* key = find_field(*parts.what.entry, measure->key);
  if (key == nullptr || key->role == "hidden" || key->role == "key") return false;
  // Who pays is large by the money, where the rows have any: "our top buyers".
  std::string rows;
  for (const catalog::Measure& one : parts.what.entry->measures) {
    if (one.filter != measure->filter) continue;
    if (one.aggregation == Aggregation::count && rows.empty()) rows = one.name;
    if (one.aggregation != Aggregation::sum || one.unit != "reporting") continue;
    rows = one.name;
    break;
  }
  if (rows.empty()) rows = "count";
  parts.plan.measures = {parts.own(rows)};
  parts.plan.dimensions.push_back({parts.own(key->name), {}, {}});
  parts.plural_subject = anchor_is_plural(parts);
  return true;
}

// "Top 3 events": the word names the rows' group as well as their number, and the groups are asked.
[[nodiscard]] bool rank_groups(Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  const bool all =
      measure != nullptr && measure->filter.empty() &&
      (measure->aggregation == Aggregation::count || measure->aggregation == Aggregation::sum);
  if (!all) return false;
  const auto& words = parts.view.anchor().words;
  for (const Match& match : parts.scene.matches) {
    const bool same =
        match.term->kind == Term::Kind::field && match.term->entry == parts.what.entry &&
        match.exact && match.term->field->name != parts.what.entry->name_field &&
        can_group(*match.term->field) &&
        std::includes(words.begin(), words.end(), match.words.begin(), match.words.end());
    if (!same) continue;
    parts.plan.dimensions.push_back({parts.own(match.term->field->name), {}, {}});
    parts.plural_subject = anchor_is_plural(parts);
    return true;
  }
  return false;
}

// "Which rep is the best", "which campaign performed best": said of the rows behind them.
[[nodiscard]] bool rank_is_predicate(const Parts& parts) {
  const auto& words = parts.view.anchor().words;
  const bool which = parts.asks_first(AskedFor::which) || parts.asks_for_person();
  return which && parts.what.rows && !words.empty() && parts.groups.empty() &&
         parts.ranks.front().at->first > words.back();
}

// "Our best rep": by what makes one large, where the catalog says it of these very rows.
void rank_by_size(Parts& parts) {
  const catalog::Entry& entry = *parts.what.entry;
  auto size = parts.what.rows && !entry.size.empty() && !entry.name_field.empty()
                  ? money_of(parts, entry)
                  : std::nullopt;
  if (!size) return parts.fail(*parts.ranks.front().at);
  parts.assume("ranking", "by " + measure_label(Meaning(parts.scene.lexicon.vendors()), *size) +
                              ", because nothing else was said");
  rank_by_name(parts, *std::move(size));
}

// A rank without a group: the rows themselves are ranked.
void take_ranked_rows(Parts& parts) {
  const catalog::Entry& entry = *parts.what.entry;
  if (!rank_stands_before(parts) && !rank_is_predicate(parts)) return;
  // "The weakest engineer": by what is not said, and only the catalog can tell.
  if (parts.ranks.front().piece->judged || parts.ranks.front().piece->vague)
    return rank_by_size(parts);
  if (list_ranked_rows(parts)) return;
  if (parts.counts_rows() && parts.ranks.front().piece->limit && rank_groups(parts)) return;
  if (parts.counts_rows() && !entry.name_field.empty()) {
    if (const catalog::Field* field = ranking_field(entry)) {
      const std::string amount = ranking_measure(parts, *field);
      if (!amount.empty()) return rank_by_name(parts, parts.own(amount));
    }
    if (auto money = money_of(parts, entry)) return rank_by_name(parts, *std::move(money));
  }
  if (rank_counted(parts) || rank_groups(parts)) return;
  static_cast<void>(take_extreme(parts));
}

// "Open deals worth more than $10k", "show me the open PRs that are no drafts": rows by what they
// are, of today, without a word for a number.
[[nodiscard]] bool names_rows(const Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  const bool stock = measure != nullptr && measure->known_only_now;
  if (!(parts.what.rows || stock) || !parts.periods.empty() || !parts.groups.empty()) return false;
  if (parts.asks(AskedFor::overall) || parts.asks(AskedFor::all_time)) return false;
  const std::size_t narrowed = parts.conditions.size() + parts.bounds.size() +
                               parts.lacks_person.size() +
                               (stock && parts.stock_said == nullptr ? 1U : 0U);
  return narrowed > 0;
}

// "What did Ana close last month": what somebody did are rows.
[[nodiscard]] bool asks_for_deeds(const Parts& parts) {
  const auto& words = parts.scene.words;
  const bool what = parts.scene.grammar.phrase_at(PhraseList::wholes, words, 0) > 0;
  return what && std::ranges::any_of(parts.conditions, [](const Said<Where>& said) {
           return said.piece->field.field->act != catalog::Act::none;
         });
}

// Rows themselves instead of a number of them: only where nothing asks for a number.
[[nodiscard]] bool asks_for_rows(const Parts& parts) {
  if (parts.what.entry->list_fields.empty()) return false;
  if (!parts.bands.empty() || !parts.banded.empty() || !parts.distributed.empty()) return false;
  if (parts.asks(AskedFor::count) || parts.asks(AskedFor::amount) || !parts.shares.empty() ||
      !parts.buckets.empty() || !parts.weekdays.empty())
    return false;
  if (!parts.plan.having.empty() || !parts.aggregates.empty() || !parts.changes.empty())
    return false;
  if (!parts.time_ranks.empty()) return parts.plan.dimensions.empty() && parts.counts_rows();
  // "Which open PRs are drafts": a group that is the rows' own name is a list of them.
  const auto& dimensions = parts.plan.dimensions;
  const bool asked_itself = std::any_of(
      parts.groups.begin(), parts.groups.end(),
      [](const Said<GroupedBy>& said) { return said.piece->subject || said.piece->qualified; });
  const bool by_own_name = dimensions.size() == 1 && asked_itself &&
                           dimensions.front().field == parts.own(parts.what.entry->name_field);
  if (!dimensions.empty() && !(by_own_name && parts.ranks.empty())) return false;
  if (!parts.counts_rows() || !parts.ranks.empty()) return false;
  if (parts.asks(AskedFor::versus) || parts.plan.measures.size() > 1 ||
      parts.plan.comparison != Comparison::none)
    return false;
  // "Deals expected to close next week", "issues in review right now": the rows themselves.
  const bool ahead =
      std::any_of(parts.periods.begin(), parts.periods.end(),
                  [](const Said<During>& said) { return said.piece->period.future; });
  const bool themselves = names_rows(parts);
  return (parts.what.rows && ahead) || themselves || !parts.lists.empty() ||
         parts.asks_first(AskedFor::which) || parts.asks(AskedFor::moment) ||
         !parts.columns.empty() || !parts.ages.empty() || by_own_name || asks_for_deeds(parts);
}

// When the listed rows came about: by the moment that was named, else by that of the measure
// ("the latest won deals"), else by the first that they have.
[[nodiscard]] const catalog::Field* moment_of_rows(const Parts& parts) {
  const catalog::Entry& entry = *parts.what.entry;
  const catalog::Measure* measure = parts.what.rows ? nullptr : parts.what.measure;
  const std::string name =
      parts.plan.time && parts.plan.time->entry == entry.name
          ? parts.plan.time->name
          : (measure == nullptr || measure->known_only_now ? std::string() : measure->time);
  const catalog::Field* named = find_field(entry, name);
  return named != nullptr && named->role == "time" ? named : first_moment(entry);
}

void rank_by_time(Parts& parts) {
  const RankedByTime& rank = *parts.time_ranks.front().piece;
  constexpr std::size_t several = 5;
  // "Issues open the longest": the state stands behind the noun.
  const auto& words = parts.view.anchor().words;
  const bool many =
      rank.how == TimeRank::longest && std::ranges::any_of(words, [&](std::size_t at) {
        return is_plural_word(parts.scene.words[at].text);
      });
  const std::size_t unsaid = many || anchor_is_plural(parts) ? several : 1;
  parts.plan.limit = rank.limit.value_or(parts.number_asked().value_or(unsaid));
  const catalog::Field* ahead =
      rank.how == TimeRank::next ? time_ahead(*parts.what.entry) : moment_of_rows(parts);
  if (ahead == nullptr) return parts.fail(*parts.time_ranks.front().at);
  // By that moment, which the list need not show by itself.
  parts.plan.order = OrderBy{false, rank.how == TimeRank::newest, parts.own(ahead->name)};
  add_column(parts, ahead->name);
  if (rank.how != TimeRank::next) return;
  parts.plan.time = parts.own(ahead->name);
  const TimeZone& zone = parts.scene.context.timezone;
  const LocalDay today = zone.day_of(parts.scene.context.now);
  constexpr int ahead_days = 366;
  PeriodSpec period;
  period.start = zone.start_of(today);
  period.end = zone.start_of(today + std::chrono::days(ahead_days));
  parts.plan.period = period;
}

// "Open the longest" is asked of those that still are: the rows have to be these alone, and who has
// been a customer the longest is not the first of all that ever were.
[[nodiscard]] bool lasts_still(const Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  return parts.is_state() || (measure != nullptr && measure->known_only_now);
}

// "Of our ten largest customers": which rows count, not what is listed.
[[nodiscard]] bool restricts(const Parts& parts) {
  const Placed& at = *parts.ranks.front().at;
  if (at.first == 0 || !parts.ranks.front().piece->limit) return false;
  std::size_t lead = at.first - 1;
  const auto is = [&](std::string_view text) { return parts.scene.words[lead].text == text; };
  while (lead > 0 && (is("our") || is("the") || is("my")))
    --lead;
  return parts.scene.grammar.is(WordList::whose, parts.scene.words[lead].text);
}

}  // namespace

void take_rows(Parts& parts) {
  for (const Said<RankedByTime>& said : parts.time_ranks)
    if (said.piece->how == TimeRank::longest && !lasts_still(parts)) return parts.fail(*said.at);
  if (!parts.ranks.empty() && restricts(parts)) return parts.fail(*parts.ranks.front().at);
  take_places(parts);
  if (parts.impossible || parts.plan.limit_within) return;
  // "Current deals" are those of now; only of each group it is the newest.
  if (!parts.time_ranks.empty() && parts.time_ranks.front().piece->of_each)
    return parts.fail(*parts.time_ranks.front().at);
  if (!parts.ranks.empty() && parts.plan.dimensions.empty()) take_ranked_rows(parts);
  if (parts.impossible || parts.plan.frame == Frame::list) return;
  // "Two largest deals by owner": rows within groups, and nothing says that each is looked at.
  const bool grouped = std::any_of(parts.plan.dimensions.begin(), parts.plan.dimensions.end(),
                                   [](const Dimension& each) { return !each.grain; });
  if (!parts.ranks.empty() && grouped && parts.counts_rows() && rank_stands_before(parts) &&
      !counts_the_most(parts) && !group_stands_between(parts))
    return parts.fail(*parts.ranks.front().at);
  if (!asks_for_rows(parts)) {
    if (!parts.time_ranks.empty()) parts.fail(*parts.time_ranks.front().at);
    if (!parts.columns.empty()) parts.fail(*parts.columns.front().at);
    if (!parts.lists.empty() && parts.plan.dimensions.empty()) {
      constexpr double not_a_list = 0.4;
      parts.cost += not_a_list;
    }
    return;
  }
  // "The oldest customers that pay": other rows than those that would be listed.
  for (const Dimension& each : parts.plan.dimensions)
    if (each.field.entry != parts.what.entry->name ||
        each.field.vendor != parts.scene.lexicon.vendors()[parts.what.vendor].vendor->slug)
      return parts.fail("list");
  parts.plan.frame = Frame::list;
  parts.plan.dimensions.clear();
  for (const std::string& name : parts.what.entry->list_fields)
    add_column(parts, name);
  add_asked_columns(parts);
  // The measure stays only where it says which rows: its filter and its time are applied.
  const catalog::Measure* measure = parts.what.measure;
  const bool says_which = parts.counts_rows() && measure != nullptr &&
                          (!measure->filter.empty() || !measure->time.empty());
  if (!says_which) parts.plan.measures = {parts.own("count")};
  if (!parts.time_ranks.empty()) rank_by_time(parts);
}

}  // namespace sluice::analytics
