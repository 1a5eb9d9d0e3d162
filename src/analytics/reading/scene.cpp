#include "analytics/reading/scene.h"

#include "analytics/language/number_words.h"
#include "analytics/language/word_table.h"
#include "analytics/meaning/meaning.h"
#include "analytics/reading/mend_text.h"
#include "analytics/reading/own_names.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace sluice::analytics {
namespace {

// What is further away is less likely meant.
constexpr double per_join = 0.25;
// From there on it is no less likely that it is meant, only further to fetch.
constexpr int joins_counted_max = 4;

[[nodiscard]] double joins_cost(int distance) {
  return per_join * std::min(distance, joins_counted_max);
}

// "Over 2000 a month": four digits behind a word that bounds, with a unit behind them, are no year.
[[nodiscard]] bool is_amount(const Scene& scene, const PeriodSpan& span) {
  const std::vector<TextWord>& words = scene.words;
  if (span.end != span.first + 1 || !words[span.first].number || span.first == 0) return false;
  constexpr double first_year = 2010;  // Of whose records anybody asks.
  const bool bounded = scene.grammar.is(WordList::comparators, words[span.first - 1].text);
  const bool counted = scene.grammar.is(WordList::per_step, words, span.end);
  return words[span.first].money || (bounded && (counted || words[span.first].value < first_year));
}

[[nodiscard]] std::vector<PeriodSpan> period_spans(const Scene& scene, std::string_view text) {
  std::vector<PeriodSpan> spans;
  const PeriodContext context{scene.context.now, scene.context.timezone,
                              scene.context.week_starts_on};
  for (FoundPeriod& period : find_periods(text, context)) {
    const std::size_t end = period.offset + period.length;
    PeriodSpan span{scene.words.size(), 0, {}};
    for (std::size_t i = 0; i < scene.words.size(); ++i) {
      const TextWord& word = scene.words[i];
      if (word.offset >= end || word.offset + word.length <= period.offset) continue;
      span.first = std::min(span.first, i);
      span.end = i + 1;
    }
    if (span.end == 0 || is_amount(scene, span)) continue;
    span.period = std::move(period);
    spans.push_back(std::move(span));
  }
  return spans;
}

// A source may be called like a day ("monday boards", "items in monday"): such a word alone is only
// perhaps a time, and which of both is meant is seen when it stands beside the others. Behind "in"
// it is none.
void doubt_days_that_name_sources(Scene& scene) {
  for (PeriodSpan& span : scene.periods) {
    // The full stop behind it is a sign of its own.
    const bool alone =
        std::all_of(scene.words.begin() + static_cast<std::ptrdiff_t>(span.first) + 1,
                    scene.words.begin() + static_cast<std::ptrdiff_t>(span.end),
                    [](const TextWord& word) { return word.sign; });
    if (!alone) continue;
    const std::vector<std::string> said{scene.words[span.first].stem};
    for (const VendorMeaning& source : scene.lexicon.vendors())
      if (stems_of(source.vendor->slug) == said) span.period.bare = true;
  }
  std::erase_if(scene.periods, [&](const PeriodSpan& span) {
    return span.period.bare && span.first > 0 &&
           scene.grammar.is(WordList::place_leads, scene.words, span.first - 1) &&
           scene.grammar.is(WordList::days, scene.words[span.first].text);
  });
}

// The rules' own words and those of the calendar: none of them is a misspelt name.
[[nodiscard]] std::vector<bool> fixed_words(const Grammar& grammar,
                                            const std::vector<TextWord>& words) {
  std::vector<bool> fixed(words.size(), false);
  for (std::size_t i = 0; i < words.size(); ++i)
    fixed[i] = grammar.vocabulary().contains(words[i].text) ||
               grammar.is(WordList::harmless, words[i].text) ||
               grammar.is(WordList::light, words[i].text);
  return fixed;
}

// "Open HubSpot deals", "new Stripe customers": the source stands inside of the name. Found as well
// are the names of that source that are whole without it.
void find_through_vendors(Scene& scene, std::vector<bool> masked) {
  std::vector<std::optional<std::size_t>> vendor(scene.words.size());
  for (const Match& match : scene.matches) {
    if (match.term->kind != Term::Kind::vendor || !match.exact) continue;
    for (const std::size_t word : match.words) {
      vendor[word] = match.term->vendor;
      masked[word] = true;
    }
  }
  const auto named = [](const auto& place) { return place.has_value(); };
  if (std::ranges::none_of(vendor, named)) return;
  for (Match& match : scene.lexicon.find(scene.words, masked)) {
    const bool gap = match.last() - match.first() + 1 > match.words.size();
    if (!match.exact || !gap || match.term->kind == Term::Kind::vendor) continue;
    bool holds = false;
    bool others = false;
    for (std::size_t word = match.first(); word < match.last(); ++word) {
      if (std::ranges::find(match.words, word) != match.words.end()) continue;
      holds = holds || vendor[word] == match.term->vendor;
      others = others || vendor[word] != match.term->vendor;
    }
    if (holds && !others) scene.matches.push_back(std::move(match));
  }
}

// "The first half of last month": up to its fifteenth day, or what follows.
void halve_months(Scene& scene) {
  auto& spans = scene.periods;
  for (std::size_t i = 0; i + 1 < spans.size(); ++i) {
    const PeriodSpan& half = spans[i];
    PeriodSpan& month = spans[i + 1];
    const std::size_t noun = half.end - 1;
    if (!scene.grammar.is(WordList::halves, scene.words, noun) || noun == half.first ||
        month.period.grain != Grain::month || month.period.partial || month.first > half.end + 1)
      continue;
    const auto number = ordinal_word(scene.words[noun - 1].text);
    if (!number || *number > 2) continue;
    const bool first = *number == 1;
    constexpr auto middle = std::chrono::days(15);
    if (first) {
      month.period.end = month.period.start + middle;
    } else {
      month.period.start += middle;
    }
    month.period.full_end = month.period.end;
    month.period.grain.reset();
    month.period.text.clear();
    month.period.future = month.period.future && !first;
    month.first = half.first;
    spans.erase(spans.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

// Whether the other one is a name for a word that the match only takes as another word for its own.
[[nodiscard]] bool names_concept_word(const Scene& scene, const Match& match, const Match& other) {
  return std::ranges::any_of(match.words, [&](std::size_t word) {
    const auto& own = match.term->stems;
    return std::ranges::find(own, scene.words[word].stem) == own.end() &&
           std::ranges::find(other.words, word) != other.words.end();
  });
}

[[nodiscard]] bool overlaps(const Match& one, const Match& other) {
  return one.first() <= other.last() && other.first() <= one.last();
}

// "Tickets" are those of the vendor that calls them so, unless the question names another one; and
// what has a name in as many words is not called by another word for one of them.
void mark_called_otherwise(Scene& scene) {
  std::vector<const Match*> nouns;
  std::set<std::size_t> named;  // Vendors by their names.
  for (const Match& match : scene.matches) {
    const Term::Kind kind = match.term->kind;
    if (!match.exact) continue;
    if (kind == Term::Kind::vendor) named.insert(match.term->vendor);
    if ((kind == Term::Kind::entry || kind == Term::Kind::measure) && !match.by_concept)
      nouns.push_back(&match);
  }
  for (Match& match : scene.matches)
    match.called_otherwise = match.by_concept && std::ranges::any_of(nouns, [&](const Match* noun) {
                               if (!overlaps(match, *noun)) return false;
                               // "Clients lost": a name for "lost" alone says nothing of the
                               // clients.
                               return noun->term->vendor == match.term->vendor
                                          ? noun->words.size() >= match.words.size()
                                          : !named.contains(match.term->vendor) &&
                                                names_concept_word(scene, match, *noun);
                             });
}

// One name in several fields of the same rows ("Ana Evans"): the first that the row lists is
// meant.
[[nodiscard]] double order_of(const Term& own) {
  constexpr double a_place = 0.0005;
  return a_place * static_cast<double>(own.field - own.entry->fields.data());
}

}  // namespace

Scene make_scene(const PlannerContext& context, const Lexicon& lexicon, const Grammar& grammar,
                 std::string_view text) {
  Scene scene{context, lexicon, grammar, std::string(text), {}, {}, {}, {}, {}, nullptr};
  scene.words = mend_text(lexicon, grammar, scene.text, scene.mended);
  scene.periods = period_spans(scene, scene.text);
  doubt_days_that_name_sources(scene);
  halve_months(scene);
  // After the operators are mended: their right spelling is what must not be corrected further.
  std::vector<bool> fixed = fixed_words(grammar, scene.words);
  std::vector<bool> timed(scene.words.size(), false);
  for (const PeriodSpan& span : scene.periods)
    for (std::size_t i = span.first; i < span.end && !span.period.bare; ++i)
      timed[i] = fixed[i] = true;
  lexicon.correct(scene.words, fixed);
  scene.matches = lexicon.find(scene.words, timed);
  find_through_vendors(scene, timed);
  keep_meant_own_values(scene);
  mark_called_otherwise(scene);
  for (const TextWord& word : scene.words)
    scene.catalog_phrases.push_back(grammar.starting(word, true));
  return scene;
}

bool names_field_of(const Scene& scene, std::size_t vendor, std::size_t at) {
  return std::ranges::any_of(scene.matches, [=](const Match& match) {
    return match.term->kind == Term::Kind::field && match.term->vendor == vendor && match.exact &&
           !match.by_concept && match.first() == at;
  });
}

bool is_plural_word(std::string_view word) {
  return WordTable::english().is_plural(word);
}

MeasureSense rows_sense(std::size_t vendor, const catalog::Entry& entry) {
  const catalog::Measure* rows = row_count_of(entry);
  return {vendor, &entry, rows, rows == nullptr ? "count" : rows->name, true};
}

std::optional<MeasureSense> noun_sense(const Lexicon& lexicon, const Term& noun) {
  const std::string& named = noun.entry->noun_measure;
  const std::size_t dot = named.find('.');
  if (dot == std::string::npos) return std::nullopt;
  const catalog::Entry* entry = find_entry(lexicon.vendors()[noun.vendor], named.substr(0, dot));
  const catalog::Measure* measure =
      entry == nullptr ? nullptr : find_measure(*entry, named.substr(dot + 1));
  if (measure == nullptr) return std::nullopt;
  return MeasureSense{noun.vendor, entry, measure, measure->name, false};
}

namespace {

// "Not completed", "overdue": what happened to rows, or is true of them, is said of those that are
// counted. Rows that only a join between two sources leads to have moments and truths of their own,
// which are meant where the source or the rows are named.
[[nodiscard]] bool is_of_other_rows(const Scene& scene, const Anchor& anchor, const Term& term,
                                    const catalog::Field& field) {
  const bool happened = field.role == "time" || field.type == "boolean";
  if (!happened || term.vendor == anchor.what.vendor) return false;
  return std::ranges::none_of(scene.matches, [&](const Match& match) {
    const bool source = match.term->kind == Term::Kind::vendor && match.term->vendor == term.vendor;
    const bool rows = match.term->kind == Term::Kind::entry && match.term->entry == term.entry;
    return match.exact && (source || rows);
  });
}

}  // namespace

AnchorView::AnchorView(const Scene& scene, const Anchor& anchor)
    : scene_(scene),
      anchor_(anchor),
      reach_(scene.lexicon.reach(anchor.what.vendor, *anchor.what.entry)),
      taken_(scene.words.size(), false),
      fields_(scene.words.size()),
      values_(scene.words.size()),
      values_anywhere_(scene.words.size()),
      counted_(scene.words.size()),
      own_nouns_(scene.words.size()) {
  for (const std::size_t word : anchor.words)
    taken_[word] = true;
  for (const Match& match : scene.matches)
    add(match);
  add_compounds();
  for (const Match& match : scene.matches)
    if (match.term->kind == Term::Kind::vendor && match.exact) add_behind(match);
}

void AnchorView::add_compounds() {
  std::vector<std::pair<std::size_t, FieldAt>> found;
  for (const Match& noun : scene_.matches) {
    const std::size_t next = noun.last() + 1;
    if (noun.term->kind != Term::Kind::entry || !noun.exact || next >= scene_.words.size())
      continue;
    if (taken_[noun.first()]) continue;
    for (const FieldAt& field : fields_[next]) {
      if (field.entry_noun) continue;
      // "Tickets created by customers": the tickets' moment is not that of the customers. "What our
      // teams finished" is one of what is counted all the same.
      if (field.sense.entry != noun.term->entry && field.sense.field->role == "time" &&
          !reach_->distance(noun.term->entry))
        continue;
      constexpr double other_entry = 0.15;
      FieldAt compound = field;
      compound.compound = true;
      if (field.sense.entry != noun.term->entry) compound.cost += other_entry;
      found.emplace_back(noun.first(), compound);
    }
  }
  for (const auto& [first, field] : found)
    fields_[first].push_back(field);
}

void AnchorView::add_behind(const Match& vendor) {
  const std::size_t first = vendor.first();
  const std::size_t next = vendor.last() + 1;
  if (next >= scene_.words.size() || taken_[first]) return;
  constexpr double said_whose = -0.1;
  const auto copy = [&](auto& lists) {
    const auto behind = lists[next];
    for (auto each : behind) {
      if (each.sense.vendor != vendor.term->vendor) continue;
      each.cost += said_whose;
      lists[first].push_back(std::move(each));
    }
  };
  copy(fields_);
  copy(counted_);
}

void AnchorView::add(const Match& match) {
  // In another order ("pull requests merged"), but in one piece.
  const bool whole = match.last() - match.first() + 1 == match.words.size();
  if ((!match.exact && !whole) || match.called_otherwise) return;
  const Term& term = *match.term;
  const std::size_t first = match.first();
  const std::size_t end = match.last() + 1;
  for (std::size_t word = first; word < end; ++word)
    if (taken_[word]) return;
  bool corrected = false;
  for (const std::size_t word : match.words)
    corrected = corrected || scene_.words[word].corrected;
  constexpr double typo = 0.8;
  constexpr double synonym = 0.02;
  constexpr double turned = 0.05;
  constexpr double other_form = 0.1;
  constexpr double other_time = 0.4;
  constexpr double same_thing = 0.15;
  constexpr double own_name = 0.04;  // A word of the catalog is meant rather than a name.
  const double cost = (match.exact ? 0 : turned) + (match.inflected ? other_form : 0) +
                      (match.other_time ? other_time : 0) + (corrected ? typo : 0) +
                      (term.primary ? 0 : synonym) +
                      (match.by_concept || term.shared ? same_thing : 0);
  switch (term.kind) {
    case Term::Kind::vendor: return;
    case Term::Kind::measure: return add_measure(match, cost);
    case Term::Kind::entry: return add_entry(match, cost);
    case Term::Kind::field: return add_field(match, *term.field, cost);
    case Term::Kind::value: {
      if (!corrected)
        values_anywhere_[first].push_back({end,
                                           {term.vendor, term.entry, term.field, 0},
                                           term.value,
                                           cost + (term.own ? own_name + order_of(term) : 0),
                                           false,
                                           term.own});
      const auto distance = reach_->distance(term.entry);
      if (!distance || is_of_other_rows(scene_, anchor_, term, *term.field)) return;
      values_[first].push_back(
          {end,
           {term.vendor, term.entry, term.field, *distance},
           term.value,
           cost + joins_cost(*distance) + (term.own ? own_name + order_of(term) : 0),
           corrected,
           term.own});
      return;
    }
  }
}

void AnchorView::add_measure(const Match& match, double cost) {
  const Term& term = *match.term;
  // "Visits by content type" asks for a split, whatever is called so.
  for (const std::size_t word : match.words)
    if (scene_.grammar.is(WordList::split_leads, scene_.words, word)) return;
  const bool same_vendor = term.vendor == anchor_.what.vendor;
  // Two numbers need no join to stand side by side; from far away they are rarely meant to.
  if (!reach_->distance(term.entry) && !same_vendor) cost += 3 * per_join;
  counted_[match.first()].push_back(
      {match.last() + 1, {term.vendor, term.entry, term.measure, term.measure->name, false}, cost});
}

void AnchorView::add_entry(const Match& match, double cost) {
  const Term& term = *match.term;
  const std::size_t end = match.last() + 1;
  if (term.entry == anchor_.what.entry) own_nouns_[match.first()].push_back(end);
  if (const catalog::Field* name = find_field(*term.entry, term.entry->name_field))
    add_field(match, *name, cost);
  constexpr double unnamed = 0.1;
  // "Per 100 customers": those that the catalog means by the noun, before any rows.
  constexpr double meant = 0.08;
  // "New Stripe customers" are no customers of today.
  constexpr std::size_t near = 2;
  bool gained = false;
  for (std::size_t back = 1; back <= near && back <= match.first(); ++back)
    gained = gained || scene_.grammar.is(WordList::gains, scene_.words, match.first() - back);
  if (auto noun = gained ? std::nullopt : noun_sense(scene_.lexicon, term))
    counted_[match.first()].push_back({end, *std::move(noun), cost + meant});
  if (can_count_rows(*term.entry))
    counted_[match.first()].push_back({end, rows_sense(term.vendor, *term.entry), cost + unnamed});
}

void AnchorView::add_field(const Match& match, const catalog::Field& field, double cost) {
  const Term& term = *match.term;
  const auto distance = reach_->distance(term.entry);
  if (!distance || is_of_other_rows(scene_, anchor_, term, field)) return;
  const std::size_t end = match.last() + 1;
  fields_[match.first()].push_back({end,
                                    {term.vendor, term.entry, &field, *distance},
                                    cost + joins_cost(*distance),
                                    is_plural_word(scene_.words[end - 1].text),
                                    false,
                                    term.kind == Term::Kind::entry,
                                    match.inflected || match.by_concept});
}

}  // namespace sluice::analytics
