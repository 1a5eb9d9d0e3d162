#include "analytics/reading/scene.h"

#include "analytics/language/best_first.h"
#include "analytics/language/word_table.h"

#include <algorithm>
#include <set>
#include <utility>

// What a question may be counting: a measure by its name, the rows of an entry, a number of its
// rows, or the rows that a value names.
namespace sluice::analytics {
namespace {

[[nodiscard]] bool has_typo(const Scene& scene, const Match& match) {
  return std::any_of(match.words.begin(), match.words.end(),
                     [&](std::size_t word) { return scene.words[word].corrected; });
}

[[nodiscard]] Anchor base_of(const Scene& scene, const Match& match) {
  Anchor anchor;
  anchor.what.vendor = match.term->vendor;
  anchor.what.entry = match.term->entry;
  anchor.words = match.words;
  anchor.exact = match.exact;
  // A synonym or a word that had to be bent loses against the name itself, and wins against none.
  constexpr double loosely = 0.35;
  constexpr double turned = 0.15;
  constexpr double typo = 0.6;
  constexpr double synonym = 0.02;
  const double other_form = match.words.size() > 1 ? 0.02 : 0.2;
  constexpr double other_time = 0.2;
  constexpr double same_thing = 0.15;
  anchor.cost = (match.exact      ? 0
                 : match.together ? turned
                                  : loosely) +
                (match.inflected ? other_form : 0) + (match.other_time ? other_time : 0) +
                (has_typo(scene, match) ? typo : 0) + (match.term->primary ? 0 : synonym) +
                (match.by_concept || match.term->shared ? same_thing : 0);
  return anchor;
}

// A name said in pieces may have small words between, not another thing: "sign-ups and new
// customers" are no customer sign-ups.
[[nodiscard]] bool is_torn(const Scene& scene, const Match& match) {
  const std::vector<std::string>& own = match.term->texts;
  for (std::size_t word = match.first(); word < match.last(); ++word) {
    const std::string& text = scene.words[word].text;
    // "Bugs for each feature" are two things as well.
    const bool of_each = word > 0 && scene.grammar.is(WordList::each, text) &&
                         scene.grammar.is(WordList::within_leads, scene.words, word - 1);
    if (!scene.grammar.is(WordList::ties, text) && !of_each) continue;
    // "Upgrades and downgrades" is one name, "DAU and MAU" is not that of "DAU over MAU".
    if (!match.exact || std::ranges::find(own, text) == own.end()) return true;
  }
  return false;
}

// "Top customers" asks for a rank, whatever is called so; only what is an extreme or a share itself
// has such a word in its name.
[[nodiscard]] bool hides_a_rank(const Scene& scene, const Match& match) {
  const catalog::Measure& measure = *match.term->measure;
  const bool itself = measure.aggregation == catalog::Aggregation::min ||
                      measure.aggregation == catalog::Aggregation::max || measure.unit == "percent";
  return !itself && std::any_of(match.words.begin(), match.words.end(), [&](std::size_t word) {
    return scene.grammar.is(WordList::ranks, scene.words[word].text);
  });
}

// "How many got started": what happened to them, and not the state that they are in.
[[nodiscard]] bool is_event_of_state(const Scene& scene, const Match& match) {
  if (match.term->measure->kind != catalog::MeasureKind::state) return false;
  return std::ranges::any_of(match.words, [&](std::size_t word) {
    return word > 0 && WordTable::english().is_participle(scene.words[word].text) &&
           scene.grammar.is(WordList::gotten, scene.words, word - 1);
  });
}

// The rows whose own noun stands at these words.
using RowNouns = std::set<std::pair<const catalog::Entry*, std::vector<std::size_t>>>;
[[nodiscard]] RowNouns row_nouns(const Scene& scene) {
  RowNouns nouns;
  for (const Match& match : scene.matches)
    if (match.term->kind == Term::Kind::entry && match.exact)
      nouns.emplace(match.term->entry, match.words);
  return nouns;
}

// "Designs by designer": what something before it is split by, though it can be counted as well.
[[nodiscard]] bool names_a_group(const Scene& scene, const Match& match) {
  const std::size_t first = match.first();
  if (first == 0 || !(scene.grammar.is(WordList::split_leads, scene.words, first - 1) ||
                      scene.grammar.is(WordList::each, scene.words, first - 1)))
    return false;
  bool field = false;
  bool counted = false;
  for (const Match& other : scene.matches) {
    if (!other.exact || other.term->vendor != match.term->vendor) continue;
    field = field || (other.term->kind == Term::Kind::field && other.words == match.words &&
                      can_group(*other.term->field));
    counted = counted ||
              ((other.term->kind == Term::Kind::entry || other.term->kind == Term::Kind::measure) &&
               other.last() < first - 1);
  }
  return field && counted;
}

void add_measure(const Scene& scene, const Match& match, const RowNouns& nouns,
                 std::vector<Anchor>& out) {
  if (is_torn(scene, match) || hides_a_rank(scene, match) || is_event_of_state(scene, match))
    return;
  Anchor anchor = base_of(scene, match);
  constexpr double as_group = 0.6;
  if (names_a_group(scene, match)) anchor.cost += as_group;
  anchor.what.measure = match.term->measure;
  anchor.what.name = match.term->measure->name;
  // "Deals" is among the names of their count: only the rows' noun was said.
  anchor.what.rows = match.term->measure == row_count_of(*match.term->entry) &&
                     nouns.contains({match.term->entry, match.words});
  out.push_back(std::move(anchor));
}

// "Customers" are those of today, whatever rows the vendor keeps: the catalog names the measure.
void add_noun(const Scene& scene, const Match& match, std::vector<Anchor>& out) {
  auto counted = noun_sense(scene.lexicon, *match.term);
  if (!counted) return;
  Anchor anchor = base_of(scene, match);
  anchor.what = *std::move(counted);
  out.push_back(std::move(anchor));
}

void add_rows(const Scene& scene, const Match& match, std::vector<Anchor>& out) {
  const catalog::Entry& entry = *match.term->entry;
  if (!entry.hidden) add_noun(scene, match, out);
  if (entry.hidden || !can_count_rows(entry)) return;
  Anchor anchor = base_of(scene, match);
  anchor.what = rows_sense(match.term->vendor, entry);
  // The rows' noun also stands in questions about one of their measures, which then wins.
  constexpr double unnamed = 0.08;
  constexpr double not_the_noun = 0.35;
  anchor.cost += entry.noun_measure.empty() ? unnamed : not_the_noun;
  out.push_back(std::move(anchor));
}

void add_value(const Scene& scene, const Match& match, std::vector<Anchor>& out) {
  const catalog::Entry& entry = *match.term->entry;
  if (entry.hidden || !can_count_rows(entry) || has_typo(scene, match)) return;
  // A name says which rows, and never what they are.
  if (match.term->own) return;
  // "Bugs", "how many urgent": a noun in the plural, or what is counted in so many words.
  const std::size_t first = match.first();
  const bool counted =
      first > 0 && scene.grammar.is(WordList::counting_leads, scene.words[first - 1].text);
  if (!counted && !is_plural_word(scene.words[match.last()].text)) return;
  Anchor anchor = base_of(scene, match);
  anchor.what = rows_sense(match.term->vendor, entry);
  // Of the lines of an order the pieces are counted, and not the lines.
  if (auto own = noun_sense(scene.lexicon, *match.term); own && own->entry == &entry)
    anchor.what = *std::move(own);
  anchor.by_value = true;
  anchor.words.clear();
  // A value usually only narrows; that it names the rows is the last explanation.
  constexpr double value_only = 0.5;
  anchor.cost += value_only;
  out.push_back(std::move(anchor));
}

void add_field(const Scene& scene, const Match& match, std::vector<Anchor>& out) {
  const Term& term = *match.term;
  if (term.entry->hidden || !is_numeric(*term.field) || term.field->role == "key") return;
  // "Counts for Q3", "on an average day": a word that names no thing of its own.
  const bool plain = std::all_of(match.words.begin(), match.words.end(), [&](std::size_t word) {
    const std::string& text = scene.words[word].text;
    return scene.grammar.is(WordList::light, text) || scene.grammar.is(WordList::harmless, text) ||
           grain_word(text);
  });
  if (plain) return;
  Anchor anchor = base_of(scene, match);
  anchor.by_field = true;
  anchor.what.name = term.field->name;
  constexpr double no_measure = 0.3;
  anchor.cost += no_measure;
  out.push_back(std::move(anchor));
}

// What a source is mainly about, where that is one kind of rows: those of its key figures.
[[nodiscard]] const catalog::Entry* main_rows(const VendorMeaning& meaning) {
  const catalog::Entry* main = nullptr;
  for (const std::string& measure : meaning.vendor->overview) {
    const catalog::Entry* entry = find_entry(meaning, measure.substr(0, measure.find('.')));
    if (entry == nullptr || (main != nullptr && main != entry)) return nullptr;
    main = entry;
  }
  return main;
}

// "What is open in Linear", "stuff in review": no noun but the name of the source says what.
void add_things(const Scene& scene, std::vector<Anchor>& out) {
  constexpr double unsaid = 0.45;
  for (const Match& vendor : scene.matches) {
    if (vendor.term->kind != Term::Kind::vendor || !vendor.exact) continue;
    const catalog::Entry* entry = main_rows(scene.lexicon.vendors()[vendor.term->vendor]);
    if (entry == nullptr || entry->hidden || !can_count_rows(*entry)) continue;
    for (std::size_t at = 0; at < scene.words.size(); ++at) {
      if (!scene.grammar.is(WordList::things, scene.words, at)) continue;
      Anchor anchor;
      anchor.what = rows_sense(vendor.term->vendor, *entry);
      anchor.words = {at};
      anchor.cost = unsaid;
      out.push_back(std::move(anchor));
    }
  }
}

// "Our most popular plan": no measure is said, and how many chose it is meant.
[[nodiscard]] bool asks_for_popular(const Scene& scene) {
  for (std::size_t at = 0; at < scene.words.size(); ++at) {
    if (!scene.grammar.is(WordList::popular, scene.words, at)) continue;
    const bool itself = scene.grammar.is(WordList::ranks, scene.words, at);
    if (itself || (at > 0 && scene.grammar.is(WordList::many, scene.words, at - 1))) return true;
  }
  return false;
}

// What the rows' own noun counts, where the catalog says that ("paying customers"); else the rows.
[[nodiscard]] const catalog::Measure* noun_count_of(const VendorMeaning& vendor,
                                                    const catalog::Entry& counted) {
  for (const catalog::Entry& entry : vendor.vendor->entries)
    for (const catalog::Measure& measure : counted.measures)
      if (entry.noun_measure == counted.name + "." + measure.name) return &measure;
  return row_count_of(counted);
}

// Of several sources that have such a field it is asked back which is meant.
void add_popular(const Scene& scene, const Match& match, std::vector<Anchor>& out) {
  const Term& term = *match.term;
  const bool group = can_group(*term.field) && term.field->type == "text" && !term.entry->hidden &&
                     term.field->name != term.entry->name_field;
  if (!group || !match.exact || !can_count_rows(*term.entry) || has_typo(scene, match) ||
      !asks_for_popular(scene))
    return;
  Anchor anchor = base_of(scene, match);
  anchor.what.measure = noun_count_of(scene.lexicon.vendors()[term.vendor], *term.entry);
  anchor.what.name = anchor.what.measure == nullptr ? "count" : anchor.what.measure->name;
  anchor.words.clear();
  // What is counted in so many words stands above what is only supposed.
  constexpr double supposed = 0.6;
  anchor.cost += supposed;
  out.push_back(std::move(anchor));
}

// "The pipeline meeting": what a meeting is about is not what is counted.
[[nodiscard]] bool names_an_occasion(const Scene& scene, const Match& match) {
  const std::size_t next = match.last() + 1;
  return next < scene.words.size() &&
         scene.grammar.is(WordList::occasions, scene.words[next].text) &&
         !scene.lexicon.names(scene.words[next].stem);
}

// "How many customers have an open deal": the customers are counted, whatever they have.
[[nodiscard]] bool is_had_by_counted(const Scene& scene, const Match& match) {
  constexpr std::size_t near = 4;
  const std::size_t first = match.first();
  for (std::size_t back = 1; back <= near && back <= first; ++back) {
    const std::size_t at = first - back;
    if (!scene.grammar.is(WordList::having, scene.words, at)) continue;
    return std::ranges::any_of(scene.matches, [&](const Match& noun) {
      return noun.term->kind == Term::Kind::entry && noun.exact && noun.last() + 1 == at &&
             noun.term->entry != match.term->entry && noun.first() > 0 &&
             scene.grammar.is(WordList::counting_leads, scene.words, noun.first() - 1);
    });
  }
  return false;
}

[[nodiscard]] bool is_short_guess(const Scene& scene, const Anchor& anchor) {
  constexpr std::size_t short_word = 5;
  return anchor.words.size() == 1 && scene.words[anchor.words.front()].corrected &&
         scene.words[anchor.words.front()].text.size() <= short_word;
}

}  // namespace

std::vector<Anchor> find_anchors(const Scene& scene) {
  std::vector<Anchor> all;
  const RowNouns nouns = row_nouns(scene);
  for (const Match& match : scene.matches) {
    if (names_an_occasion(scene, match) || match.called_otherwise ||
        is_had_by_counted(scene, match))
      continue;
    switch (match.term->kind) {
      case Term::Kind::vendor: break;
      case Term::Kind::entry: add_rows(scene, match, all); break;
      case Term::Kind::measure: add_measure(scene, match, nouns, all); break;
      case Term::Kind::field:
        add_field(scene, match, all);
        add_popular(scene, match, all);
        break;
      case Term::Kind::value: add_value(scene, match, all); break;
    }
  }
  add_things(scene, all);
  // "How many invites for each sign-up": the sign-ups are what is divided by.
  constexpr double divides = 0.5;
  for (Anchor& anchor : all)
    if (!anchor.words.empty() && anchor.words.front() > 1 &&
        scene.grammar.is(WordList::each, scene.words, anchor.words.front() - 1))
      anchor.cost += divides;
  // "That we should chase" is no case: a guess at a short word alone is not worth making where
  // something that can be counted is written right.
  constexpr double guessed = 0.5;
  const bool written = std::ranges::any_of(all, [&](const Anchor& anchor) {
    return !anchor.words.empty() && !anchor.by_field && !is_short_guess(scene, anchor);
  });
  for (Anchor& anchor : all)
    if (written && is_short_guess(scene, anchor)) anchor.cost += guessed;
  // Longer names first: they are the likelier ones, and the list is cut at its limit.
  all = best_first(std::move(all), [](const Anchor& anchor) {
    return static_cast<double>(anchor.words.size()) - anchor.cost;
  });
  const std::size_t words = std::max<std::size_t>(scene.words.size(), 1);
  const std::size_t most = std::min(anchors_max, anchors_times_words_max / words);
  std::vector<Anchor> unique;
  std::set<std::pair<const catalog::Entry*, std::pair<std::string, std::vector<std::size_t>>>> seen;
  for (Anchor& anchor : all) {
    if (!seen.insert({anchor.what.entry, {anchor.what.name, anchor.words}}).second) continue;
    unique.push_back(std::move(anchor));
    if (unique.size() >= most) break;
  }
  return unique;
}

}  // namespace sluice::analytics
