#include "analytics/planner/draft.h"

#include <algorithm>

// Names that the catalog cannot know: people, companies, repositories, what the customer calls its
// own things.
namespace sluice::analytics {
namespace {

[[nodiscard]] bool is_name_word(const Desk& desk, const Draft& draft, std::size_t at) {
  const auto& words = desk.question.words;
  if (at >= words.size() || draft.covered[at] || desk.question.shape.timed[at]) return false;
  // "MRR" and "Linear" are written in capitals as well.
  const bool known = std::any_of(
      desk.question.matches.begin(), desk.question.matches.end(), [at](const Match& match) {
        const bool measure = match.term->kind == Term::Kind::measure && match.exact;
        return (measure || match.term->kind == Term::Kind::vendor) && match.words.size() == 1 &&
               match.first() == at;
      });
  // "In EUR", "p90": read already.
  const bool read = desk.question.shape.used[at];
  return words[at].capital && !words[at].sign && !words[at].number && !known && !read;
}

// The name of a person, one join away from the rows.
[[nodiscard]] std::optional<FoundDimension> joined_name(const Desk& desk, const Reach& reach,
                                                        std::size_t vendor) {
  for (const catalog::Entry& entry : desk.lexicon.vendors()[vendor].vendor->entries) {
    if (reach.distance(&entry) != 1) continue;
    for (const catalog::Field& field : entry.fields)
      if (field.meaning == "staff.name" || field.meaning == "person.name")
        return FoundDimension{vendor, &entry, &field, {}, 1};
  }
  return std::nullopt;
}

// The field of the entry that names whose its rows are; of a joined one only a company's.
[[nodiscard]] const catalog::Field* naming_field(const catalog::Entry& entry, int distance) {
  const auto found =
      std::find_if(entry.fields.begin(), entry.fields.end(), [&](const catalog::Field& field) {
        // "Revenue from Acme" is of no invoice whose number is Acme.
        const bool own_name =
            distance <= 0 && field.name == entry.name_field && field.role != "key";
        return field.meaning == "company.name" || own_name;
      });
  return found == entry.fields.end() ? nullptr : &*found;
}

// The field that a name is looked for in: a person's behind "by" or when it looks like first and
// last name, else a company's.
[[nodiscard]] std::optional<FoundDimension> name_field_for(const Desk& desk, const Draft& draft,
                                                           const Reach& reach, bool person) {
  if (person) {
    auto found = person_dimension(desk, draft, reach);
    // A login is no name: the name may be one join away.
    if (found && !found->field->meaning.ends_with(".name")) {
      if (auto joined = joined_name(desk, reach, found->vendor)) return joined;
    }
    if (found) return found;
  }
  std::optional<FoundDimension> best;
  for (std::size_t v = 0; v < desk.lexicon.vendors().size(); ++v) {
    const VendorMeaning& vendor = desk.lexicon.vendors()[v];
    for (const catalog::Entry& entry : vendor.vendor->entries) {
      const auto distance = reach.distance(&entry);
      if (!distance || (best && *distance >= best->distance)) continue;
      const catalog::Field* field = naming_field(entry, *distance);
      if (field != nullptr) best = FoundDimension{v, &entry, field, {}, *distance};
    }
  }
  return best;
}

// One capitalised name that did something is a team where there are teams.
[[nodiscard]] std::optional<FoundDimension> team_field(const Candidate& candidate) {
  for (const catalog::Field& field : candidate.entry->fields)
    if (field.name == "team" && field.role == "dimension")
      return FoundDimension{candidate.vendor, candidate.entry, &field, {}, 0};
  return std::nullopt;
}

// "in web-app", "the api repository": a value that the catalog cannot know, since it is the
// customer's own. The field is the one whose noun stands beside it, else the entry's first group
// without known values that is no person.
[[nodiscard]] std::optional<FoundDimension> open_field_for(const Desk& desk, const Draft& draft,
                                                           std::size_t first, std::size_t last) {
  const Candidate& candidate = draft.candidate;
  const catalog::Field* best = nullptr;
  for (const catalog::Field& field : candidate.entry->fields) {
    const bool open = field.type == "text" && field.values.empty() && field.role == "dimension";
    if (!open || field.meaning.starts_with("person.") || field.meaning.starts_with("staff."))
      continue;
    for (const Match& match : desk.question.matches) {
      if (match.term->field != &field || match.term->kind != Term::Kind::field) continue;
      const TextWord& word = desk.question.words[first];
      const bool own_name = word.capital || !desk.lexicon.knows(word.stem);
      const bool beside = match.first() == last + 1 || (own_name && match.last() + 1 == first);
      if (beside) return FoundDimension{candidate.vendor, candidate.entry, &field, match.words, 0};
    }
    const bool shared = field.meaning.ends_with(".name");
    if (best == nullptr || (shared && !best->meaning.ends_with(".name"))) best = &field;
  }
  if (best == nullptr) return std::nullopt;
  return FoundDimension{candidate.vendor, candidate.entry, best, {}, 0};
}

[[nodiscard]] bool is_open_word(const Desk& desk, const Draft& draft, std::size_t at) {
  const auto& words = desk.question.words;
  if (at >= words.size() || draft.covered[at] || desk.question.shape.timed[at]) return false;
  return !words[at].sign && !words[at].number && !words[at].stop && !desk.question.shape.used[at];
}

// "the pricing headline experiment": all words in front of the field's noun are of its value.
[[nodiscard]] bool place_open_phrase(const Desk& desk, Draft& draft, std::size_t first) {
  const auto& words = desk.question.words;
  constexpr std::size_t phrase_max = 4;
  for (const Match& match : desk.question.matches) {
    const Term& term = *match.term;
    const bool noun = term.kind == Term::Kind::field && term.entry == draft.candidate.entry &&
                      term.field->type == "text" && term.field->values.empty() &&
                      (term.field->role == "dimension" || term.field->role == "name");
    if (!noun || match.first() < first + 2 || match.first() > first + phrase_max) continue;
    const auto is_open = [&](std::size_t w) { return is_open_word(desk, draft, w); };
    bool all = true;
    for (std::size_t w = first; w < match.first(); ++w)
      all = all && is_open(w);
    if (!all) continue;
    for (std::size_t w = first; w < match.first(); ++w) {
      draft.plan.filters.push_back({reference(desk, term.vendor, *term.entry, term.field->name),
                                    FilterOp::contains,
                                    {desk.question.text.substr(words[w].offset, words[w].length)}});
      draft.covered[w] = true;
    }
    cover(draft, match.words);
    constexpr double guessed = 0.08;
    draft.penalty += guessed;
    return true;
  }
  return false;
}

void place_open_values(const Desk& desk, Draft& draft) {
  const auto& words = desk.question.words;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!is_open_word(desk, draft, i)) continue;
    std::size_t before = i - 1;
    if (word_is(words, before, {"the", "our"}) && before > 0) --before;
    const bool led = word_is(words, before, {"in", "for", "of", "on", "at", "to", "from", ","});
    std::size_t end = i + 1;
    while (is_open_word(desk, draft, end) && words[end].joined)
      ++end;
    if (place_open_phrase(desk, draft, i)) continue;
    const bool only = word_is(words, end, {"only"});
    const auto field = open_field_for(desk, draft, i, end - 1);
    const bool beside = field && !field->words.empty();
    const bool hyphenated = end - i > 1;
    if (!field || !(beside || (led && (hyphenated || only || !word_is(words, before, {","})))))
      continue;
    // Words of the catalog are nouns of its own, not values.
    if (!beside && !hyphenated && desk.lexicon.knows(words[i].stem)) continue;
    const std::size_t from = words[i].offset;
    const std::size_t to = words[end - 1].offset + words[end - 1].length;
    const Reference reference_of =
        reference(desk, field->vendor, *field->entry, field->field->name);
    add_filter(draft, reference_of, is_negated(desk, i),
               desk.question.text.substr(from, to - from));
    for (std::size_t w = i; w < end; ++w)
      draft.covered[w] = true;
    cover(draft, field->words);
    constexpr double guessed = 0.06;
    draft.penalty += guessed;
    i = end;
  }
}

}  // namespace

void place_names(const Desk& desk, Draft& draft, const Reach& reach) {
  const auto& words = desk.question.words;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!is_name_word(desk, draft, i)) continue;
    const bool led =
        word_is(words, i - 1,
                {"for", "by", "of", "from", "at", "with", "to", "in", "did", "has", "does", "is",
                 "named", "called", "and", "customer", "company", "account", "\""});
    std::size_t end = i;
    while (is_name_word(desk, draft, end))
      ++end;
    if (!led) continue;
    const auto named = open_field_for(desk, draft, i, end - 1);
    if (named && !named->words.empty()) continue;  // "the Platform team": see below.
    const bool actor = word_is(words, i - 1, {"by", "did", "has", "does"});
    const bool person = actor && end - i == 2;
    const auto team = actor && end - i == 1 ? team_field(draft.candidate) : std::nullopt;
    const auto field = team ? team : name_field_for(desk, draft, reach, person || actor);
    if (!field) continue;
    const std::size_t from = words[i].offset;
    const std::size_t to = words[end - 1].offset + words[end - 1].length;
    draft.plan.filters.push_back({reference(desk, field->vendor, *field->entry, field->field->name),
                                  team ? FilterOp::eq : FilterOp::contains,
                                  {desk.question.text.substr(from, to - from)}});
    for (std::size_t w = i; w < end; ++w)
      draft.covered[w] = true;
    constexpr double guessed = 0.1;
    draft.penalty += guessed;
    i = end;
  }
  place_open_values(desk, draft);
}

}  // namespace sluice::analytics
