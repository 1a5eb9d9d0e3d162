#include "analytics/planner/draft.h"

#include <algorithm>

// "by country", "per plan", "which customers", "who": what the answer is grouped by.
namespace sluice::analytics {

namespace {

[[nodiscard]] bool ends_phrase(const Desk& desk, std::size_t at) {
  const auto& words = desk.question.words;
  const QuestionShape& shape = desk.question.shape;
  if (at >= words.size() || shape.timed[at] || shape.used[at]) return true;
  if (words[at].sign) return true;
  return words[at].stop && !word_is(words, at, {"the", "of", "a", "our", "their", "current", "to"});
}

[[nodiscard]] const catalog::Field* group_field(const Term& term) {
  if (term.kind == Term::Kind::field && can_group(*term.field)) return term.field;
  if (term.kind == Term::Kind::entry && !term.entry->name_field.empty())
    return find_field(*term.entry, term.entry->name_field);
  return nullptr;
}

// The name of a vendor, or of this one.
[[nodiscard]] bool names_vendor(const Desk& desk, std::size_t word,
                                std::optional<std::size_t> vendor = std::nullopt) {
  return std::any_of(desk.question.matches.begin(), desk.question.matches.end(),
                     [&](const Match& match) {
                       return match.term->kind == Term::Kind::vendor && match.first() == word &&
                              vendor.value_or(match.term->vendor) == match.term->vendor;
                     });
}

// Whether words in front of the noun name the entry that it is in ("the customer's country").
[[nodiscard]] bool is_qualified(const Desk& desk, const Match& noun, std::size_t begin) {
  return std::any_of(
      desk.question.matches.begin(), desk.question.matches.end(), [&](const Match& match) {
        return match.term->kind == Term::Kind::entry && match.term->entry == noun.term->entry &&
               match.first() >= begin && match.last() < noun.first();
      });
}

}  // namespace

Reference reference(const Desk& desk, std::size_t vendor, const catalog::Entry& entry,
                    std::string name) {
  return {desk.lexicon.vendors()[vendor].vendor->slug, entry.name, std::move(name)};
}

void cover(Draft& draft, const std::vector<std::size_t>& words) {
  for (const std::size_t word : words)
    draft.covered[word] = true;
}

bool is_covered(const Draft& draft, const std::vector<std::size_t>& words) {
  return std::all_of(words.begin(), words.end(),
                     [&](std::size_t word) { return draft.covered[word]; });
}

namespace {
struct Stretch {
  std::size_t at = 0;
  std::size_t end = 0;
};
}  // namespace

// The last noun between two words that rows can be grouped by.
[[nodiscard]] static std::optional<FoundDimension> dimension_between(const Desk& desk,
                                                                     const Draft& draft,
                                                                     const Reach& reach,
                                                                     Stretch stretch) {
  const auto [at, end] = stretch;
  std::optional<FoundDimension> best;
  int best_rank = 0;
  for (const Match& match : desk.question.matches) {
    if (match.first() < at || match.first() >= end || !match.exact) continue;
    const catalog::Field* field = group_field(*match.term);
    if (field == nullptr) continue;
    const auto distance = reach.distance(match.term->entry);
    if (!distance) continue;
    const bool own_rows = match.term->kind == Term::Kind::entry && *distance == 0;
    constexpr int word_weight = 100;
    constexpr int length_weight = 12;
    constexpr int distance_weight = 3;
    int rank = static_cast<int>(match.last()) * word_weight +
               static_cast<int>(match.words.size()) * length_weight - *distance * distance_weight;
    if (is_qualified(desk, match, at)) rank += 5;
    for (std::size_t word = at; word < match.first(); ++word)
      if (names_vendor(desk, word, match.term->vendor)) rank += 10;
    if (match.term->kind == Term::Kind::field) rank += 2;
    if (match.term->primary) rank += 1;
    if (own_rows) rank -= 1;
    if (best && rank <= best_rank) continue;
    best_rank = rank;
    best = FoundDimension{match.term->vendor, match.term->entry, field, match.words, *distance};
  }
  if (!best) return best;
  for (std::size_t word = at; word < best->words.front(); ++word)
    if (!draft.covered[word] &&
        (is_stop_word(desk.question.words[word].text) || names_vendor(desk, word, best->vendor)))
      best->words.insert(best->words.begin(), word);
  return best;
}

std::optional<FoundDimension> dimension_at(const Desk& desk, const Draft& draft, const Reach& reach,
                                           std::size_t at) {
  std::size_t end = at;
  while (!ends_phrase(desk, end))
    ++end;
  // "the industry of the company": the noun before "of" is asked, unless nothing is called so.
  for (std::size_t of = at + 1; of + 1 < end; ++of) {
    const bool owned = word_is(desk.question.words, of, {"of"}) &&
                       word_is(desk.question.words, of + 1, {"the", "our", "a", "their"});
    if (!owned) continue;
    auto head = dimension_between(desk, draft, reach, {at, of});
    if (head) {
      for (std::size_t word = of; word < end; ++word)
        head->words.push_back(word);
      return head;
    }
  }
  return dimension_between(desk, draft, reach, {at, end});
}

std::optional<FoundDimension> person_dimension(const Desk& desk, const Draft& draft,
                                               const Reach& reach) {
  const Candidate& candidate = draft.candidate;
  const catalog::Field* best = nullptr;
  for (const Match& match : desk.question.matches) {
    const bool says_who = match.term->kind == Term::Kind::field && match.words.size() > 1 &&
                          match.term->entry == candidate.entry &&
                          word_is(desk.question.words, match.first(), {"who"});
    if (says_who)
      return FoundDimension{candidate.vendor, candidate.entry, match.term->field, {}, 0};
  }
  for (const catalog::Field& field : candidate.entry->fields) {
    if (field.role == "hidden") continue;
    const bool person = field.meaning.starts_with("person.") || field.meaning.starts_with("staff");
    const bool says_who = std::any_of(field.synonyms.begin(), field.synonyms.end(),
                                      [](const std::string& synonym) { return synonym == "who"; });
    if (says_who) {
      best = &field;
      break;
    }
    if (person && best == nullptr) best = &field;
  }
  if (best != nullptr) return FoundDimension{candidate.vendor, candidate.entry, best, {}, 0};
  if (const catalog::Field* named = person_by_name(*candidate.entry))
    return FoundDimension{candidate.vendor, candidate.entry, named, {}, 0};
  // "Who paid us most": the one behind a join.
  for (std::size_t v = 0; v < desk.lexicon.vendors().size(); ++v) {
    const VendorMeaning& vendor = desk.lexicon.vendors()[v];
    if (v != candidate.vendor) continue;
    for (const catalog::Entry& entry : vendor.vendor->entries) {
      const auto distance = reach.distance(&entry);
      const catalog::Field* name = find_field(entry, entry.name_field);
      if (!distance || *distance == 0 || name == nullptr) continue;
      if (name->meaning.starts_with("person.") || name->meaning.starts_with("company."))
        return FoundDimension{v, &entry, name, {}, *distance};
    }
  }
  return std::nullopt;
}

void add_dimension(const Desk& desk, Draft& draft, const FoundDimension& found) {
  const Reference field = reference(desk, found.vendor, *found.entry, found.field->name);
  cover(draft, found.words);
  const bool known = std::any_of(draft.plan.dimensions.begin(), draft.plan.dimensions.end(),
                                 [&](const Dimension& d) { return d.field == field; });
  if (known) return;
  draft.plan.dimensions.push_back({field, std::nullopt});
  constexpr double per_join = 0.02;
  draft.penalty += per_join * found.distance;
}

namespace {

// "by the Platform team": a value stands in the phrase, so it is a condition and no group.
[[nodiscard]] bool names_a_value(const Desk& desk, const Reach& reach, std::size_t at,
                                 const std::optional<FoundDimension>& found) {
  std::size_t end = at;
  while (!ends_phrase(desk, end))
    ++end;
  return std::any_of(
      desk.question.matches.begin(), desk.question.matches.end(), [&](const Match& match) {
        if (match.term->kind != Term::Kind::value || match.first() < at || match.first() >= end)
          return false;
        if (!reach.distance(match.term->entry)) return false;
        if (!found) return true;
        // The value's own words may be the field's name too ("team"): then it is a group.
        const bool same_words = match.words == found->words;
        return !same_words && match.first() <= found->words.front() &&
               match.term->field->name == found->field->name;
      });
}

[[nodiscard]] bool is_measure_word(const Desk& desk, std::size_t at) {
  return std::any_of(
      desk.question.matches.begin(), desk.question.matches.end(), [&](const Match& match) {
        const bool counts =
            match.term->kind == Term::Kind::measure || match.term->kind == Term::Kind::entry;
        return counts && match.first() == at;
      });
}

// "by the Platform team": a word that the catalog does not know stands before the noun. "By Linear
// team" names the vendor.
[[nodiscard]] bool has_own_name(const Desk& desk, std::size_t at, std::size_t noun) {
  for (std::size_t w = at; w < noun; ++w) {
    const TextWord& word = desk.question.words[w];
    if (names_vendor(desk, w)) continue;
    if (!word.stop && !word.sign && (word.capital || !desk.lexicon.knows(word.stem))) return true;
  }
  return false;
}

// "by kind (bug, feature...)": examples of the group, no conditions.
void cover_examples(const Desk& desk, Draft& draft, std::size_t at) {
  const auto& words = desk.question.words;
  if (!word_is(words, at, {"("})) return;
  std::size_t end = at;
  bool several = false;
  while (end < words.size() && !word_is(words, end, {")"})) {
    several = several || word_is(words, end, {",", "etc", "/"});
    ++end;
  }
  if (!several) return;
  for (std::size_t i = at; i < end; ++i)
    draft.covered[i] = true;
}

void place_group(const Desk& desk, Draft& draft, const Reach& reach, std::size_t at) {
  const auto& words = desk.question.words;
  // "top 5 customers by revenue": the measure itself; but "each team" is always a group.
  // A name that was only found in pieces ("deals in each stage" in "deals by stage") takes no
  // group.
  const bool each = at > 0 && word_is(words, at - 1, {"each"});
  if (draft.covered[at] && draft.candidate.exact && !each) return;
  auto found = dimension_at(desk, draft, reach, at);
  // "issues opened by customers": who did it, not what to group by.
  const bool agent = at > 1 && word_is(words, at - 1, {"by"}) &&
                     words[at - 2].text.ends_with("ed") && words[at].text.ends_with("s") && found &&
                     found->words.size() == 1 && found->field->role != "dimension";
  if (agent) {
    cover(draft, found->words);
    return;
  }
  if (names_a_value(desk, reach, at, found)) return;
  if (found && has_own_name(desk, at, found->words.front())) return;
  const auto& shape = desk.question.shape;
  const bool after_per =
      std::find(shape.per_groups.begin(), shape.per_groups.end(), at) != shape.per_groups.end();
  // "lessons per paying customer": a number of customers, unless the plain noun is a group.
  const auto second = std::find_if(
      desk.question.matches.begin(), desk.question.matches.end(), [&](const Match& match) {
        return match.term->kind == Term::Kind::measure && match.first() == at && match.exact &&
               match.words.size() > (found ? found->words.size() : 0);
      });
  if (after_per && second != desk.question.matches.end()) return;
  if (!found) {
    const auto& word = desk.question.words[at];
    if (word.capital || (after_per && is_measure_word(desk, at))) return;
    draft.failed = true;
    draft.failure = word.text;
    return;
  }
  add_dimension(desk, draft, *found);
  cover_examples(desk, draft, found->words.back() + 1);
  // "by plan and country", "per team, repository".
  std::size_t next = found->words.back() + 1;
  while (word_is(desk.question.words, next, {"and", ",", "by", "per"}))
    ++next;
  if (next == found->words.back() + 1 || next >= desk.question.words.size()) return;
  const auto more = dimension_at(desk, draft, reach, next);
  if (more && more->words.front() == next && more->field != found->field &&
      !names_a_value(desk, reach, next, more))
    add_dimension(desk, draft, *more);
}

}  // namespace

void place_groups(const Desk& desk, Draft& draft, const Reach& reach) {
  const auto& words = desk.question.words;
  const QuestionShape& shape = desk.question.shape;
  for (const std::size_t at : shape.groups)
    place_group(desk, draft, reach, at);
  // "by week and team": the list that began with a grain goes on.
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    const bool goes_on = word_is(words, i, {"and", ","}) && shape.used[i - 1] &&
                         grain_word(words[i - 1].text).has_value();
    if (!goes_on || draft.covered[i + 1]) continue;
    const auto found = dimension_at(desk, draft, reach, i + 1);
    if (found && found->words.front() == i + 1 && !names_a_value(desk, reach, i + 1, found))
      add_dimension(desk, draft, *found);
  }
}

}  // namespace sluice::analytics
