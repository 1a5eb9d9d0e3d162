#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"

#include <algorithm>

// So many of each group: "the two largest deals per owner", "the newest issue of each team".
namespace sluice::analytics {
namespace {

// "Per owner", "of each team": said of a group whose members are looked at one by one.
[[nodiscard]] bool says_each(const Parts& parts, const Placed& at) {
  for (std::size_t word = at.first; word < at.end; ++word)
    if (parts.scene.grammar.is(WordList::each, parts.scene.words, word)) return true;
  return false;
}

[[nodiscard]] std::vector<Said<GroupedBy>> each_groups(const Parts& parts) {
  std::vector<Said<GroupedBy>> found;
  for (const Said<GroupedBy>& said : parts.groups) {
    const bool kept = std::ranges::find(parts.plan.dimensions, parts.reference(said.piece->field),
                                        &Dimension::field) != parts.plan.dimensions.end();
    if (kept && !said.piece->subject && !said.piece->qualified && says_each(parts, *said.at))
      found.push_back(said);
  }
  return found;
}

// The number that one row is larger by than another: money before any other number.
[[nodiscard]] const catalog::Field* size_of_rows(const catalog::Entry& entry) {
  const catalog::Field* best = nullptr;
  for (const catalog::Field& field : entry.fields) {
    if (!is_numeric(field) || field.role != "measure") continue;
    if (field.type == "money") return &field;
    if (best == nullptr) best = &field;
  }
  return best;
}

void add_column(Parts& parts, Reference column) {
  auto& columns = parts.plan.columns;
  if (std::ranges::find(columns, column) == columns.end()) columns.push_back(std::move(column));
}

// The rows themselves, each with its group, its name and what it is ranked by.
void list_rows(Parts& parts, const Reference& group, const catalog::Field& by, bool descending,
               std::size_t limit) {
  QueryPlan& plan = parts.plan;
  const catalog::Entry& entry = *parts.what.entry;
  plan.frame = Frame::list;
  plan.dimensions.clear();
  add_column(parts, group);
  if (!entry.name_field.empty()) add_column(parts, parts.own(entry.name_field));
  add_column(parts, parts.own(by.name));
  plan.order = OrderBy{by.role != "time", descending, parts.own(by.name)};
  plan.limit = limit;
  plan.limit_within = group;
  const catalog::Measure* measure = parts.what.measure;
  const bool says_which =
      measure != nullptr && (!measure->filter.empty() || !measure->time.empty());
  if (!says_which) plan.measures = {parts.own("count")};
}

[[nodiscard]] std::size_t places_of(const Parts& parts, const std::optional<std::size_t>& said) {
  constexpr std::size_t several = 3;
  const auto& words = parts.view.anchor().words;
  const bool plural = !words.empty() && is_plural_word(parts.scene.words[words.back()].text);
  return said.value_or(plural ? several : 1);
}

void newest_of_each(Parts& parts, const Reference& group) {
  const RankedByTime& rank = *parts.time_ranks.front().piece;
  const std::string name = parts.plan.time ? parts.plan.time->name : parts.time_field();
  const catalog::Field* time = find_field(*parts.what.entry, name);
  if (rank.how == TimeRank::next || time == nullptr || !parts.counts_rows())
    return parts.fail(*parts.time_ranks.front().at);
  list_rows(parts, group, *time, rank.how == TimeRank::newest, places_of(parts, rank.limit));
}

// Rows that have no number of their own go by what they bring: customers by what they pay.
void largest_of_each(Parts& parts, const Reference& group) {
  const Ranked& rank = *parts.ranks.front().piece;
  const catalog::Entry& entry = *parts.what.entry;
  if (const catalog::Field* by = size_of_rows(entry))
    return list_rows(parts, group, *by, rank.high, places_of(parts, rank.limit));
  auto money = money_of(parts, entry);
  if (!money || entry.name_field.empty()) return parts.fail(*parts.ranks.front().at);
  parts.assume("ranking", "by " + money->name + ", because nothing else was said");
  parts.plan.measures = {*std::move(money)};
  parts.plan.dimensions.push_back({parts.own(entry.name_field), {}, {}});
  parts.plan.limit = places_of(parts, rank.limit);
  parts.plan.limit_within = group;
}

// "The most deals" is about their number, "the largest deals" about each of them.
[[nodiscard]] bool is_about_rows(const Parts& parts) {
  const auto& words = parts.view.anchor().words;
  const Placed& rank = *parts.ranks.front().at;
  if (!parts.counts_rows() || words.empty() || words.front() < rank.end) return false;
  for (std::size_t word = rank.first; word < rank.end; ++word) {
    if (parts.scene.grammar.is(WordList::many, parts.scene.words[word].text)) return false;
  }
  // "Top 3 projects by issues": what stands between is what is ranked.
  return std::ranges::none_of(parts.groups, [&](const Said<GroupedBy>& said) {
    return said.piece->subject && said.at->first >= rank.end && said.at->end <= words.front();
  });
}

// "Which reps ... per owner": the same people twice are no group within another, and of two things
// that are asked for only one can be.
[[nodiscard]] bool are_alike(const Parts& parts) {
  const auto asked = std::ranges::count_if(
      parts.groups, [](const Said<GroupedBy>& said) { return said.piece->subject; });
  if (asked > 1) return true;
  const Meaning meaning(parts.scene.lexicon.vendors());
  const catalog::Field* one = meaning.field(parts.plan.dimensions.front().field);
  const catalog::Field* other = meaning.field(parts.plan.dimensions.back().field);
  if (one == nullptr || other == nullptr) return true;
  return one->name == other->name || (!one->meaning.empty() && one->meaning == other->meaning);
}

}  // namespace

void take_places(Parts& parts) {
  const std::vector<Said<GroupedBy>> each = each_groups(parts);
  if (each.empty() || (parts.ranks.empty() && parts.time_ranks.empty())) return;
  const std::size_t plain = static_cast<std::size_t>(
      std::ranges::count_if(parts.plan.dimensions, [](const Dimension& d) { return !d.grain; }));
  const bool one = each.size() == 1 && plain == parts.plan.dimensions.size();
  const Placed& at = parts.ranks.empty() ? *parts.time_ranks.front().at : *parts.ranks.front().at;
  const Reference group = parts.reference(each.front().piece->field);
  if (!one) return;
  if (!parts.time_ranks.empty()) {
    if (plain != 1 || !parts.ranks.empty()) return parts.fail(at);
    return newest_of_each(parts, group);
  }
  // "The author with the most pull requests per repository": two groups, one within the other.
  constexpr std::size_t group_and_ranked = 2;
  if (plain == group_and_ranked) {
    if (are_alike(parts)) return parts.fail(at);
    parts.plan.limit_within = group;
    return;
  }
  if (plain == 1 && is_about_rows(parts)) largest_of_each(parts, group);
}

}  // namespace sluice::analytics
