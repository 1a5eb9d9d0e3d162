#include "analytics/reading/providers.h"

#include "analytics/reading/read.h"

#include <algorithm>
#include <set>

namespace sluice::analytics {
namespace {

// Every vendor that the plan takes a number, a split or a condition from.
[[nodiscard]] std::set<std::string> vendors_of(const QueryPlan& plan) {
  std::set<std::string> slugs;
  for (const Reference& measure : plan.measures)
    slugs.insert(measure.vendor);
  for (const Reference& column : plan.columns)
    slugs.insert(column.vendor);
  for (const Dimension& dimension : plan.dimensions)
    slugs.insert(dimension.field.vendor);
  for (const auto* filters : {&plan.filters, &plan.part})
    for (const Filter& filter : *filters)
      slugs.insert(filter.field.vendor);
  if (plan.restriction) {
    slugs.insert(plan.restriction->key.vendor);
    slugs.insert(plan.restriction->measure.vendor);
  }
  return slugs;
}

[[nodiscard]] bool is_connected(const PlannerContext& context, const std::string& slug) {
  return std::any_of(context.connected.begin(), context.connected.end(),
                     [&](const VendorMeaning& one) { return one.vendor->slug == slug; });
}

[[nodiscard]] PlannerContext with_everything(const PlannerContext& context) {
  PlannerContext everything = context;
  everything.connected = context.catalog;
  everything.lexicon = nullptr;  // That one is of what is connected,
  everything.own = nullptr;      // and so is this.
  return everything;
}

[[nodiscard]] bool is_all_connected(const PlannerContext& context) {
  return std::all_of(context.catalog.begin(), context.catalog.end(), [&](const VendorMeaning& one) {
    return is_connected(context, one.vendor->slug);
  });
}

void add_stems(std::vector<std::string>& stems, const std::string& text) {
  for (std::string& stem : stems_of(text))
    stems.push_back(std::move(stem));
}

// What the reference is called, and the words of the rows it stands in.
void add_words(std::vector<std::string>& stems, const Meaning& meaning, const Reference& said) {
  const catalog::Entry* entry = meaning.entry(said);
  if (entry == nullptr) return;
  add_stems(stems, said.name);
  add_stems(stems, entry->label);
  for (const std::string& synonym : entry->synonyms)
    add_stems(stems, synonym);
  if (const auto measure = measure_named(*entry, said.name)) {
    add_stems(stems, measure->label);
    for (const std::string& synonym : measure->synonyms)
      add_stems(stems, synonym);
  }
  const catalog::Field* field = field_named(*entry, said.name);
  if (field == nullptr) return;
  add_stems(stems, field->label);
  for (const std::string& synonym : field->synonyms)
    add_stems(stems, synonym);
}

[[nodiscard]] std::vector<std::string> words_of(const PlannerContext& context,
                                                const QueryPlan& plan) {
  const Meaning meaning(context.connected);
  std::vector<std::string> stems;
  for (const Reference& measure : plan.measures)
    add_words(stems, meaning, measure);
  for (const Dimension& dimension : plan.dimensions)
    add_words(stems, meaning, dimension.field);
  for (const auto* filters : {&plan.filters, &plan.part})
    for (const Filter& filter : *filters) {
      add_words(stems, meaning, filter.field);
      for (const Json& value : filter.values)
        if (value.is_string()) add_stems(stems, value.get<std::string>());
    }
  return stems;
}

[[nodiscard]] bool holds(const std::vector<std::string>& stems, const std::string& stem) {
  return std::ranges::find(stems, stem) != stems.end();
}

// All of the words of something that the row lacks are said, and one of them was left out.
[[nodiscard]] bool lacks_what_is_said(const catalog::Vendor& vendor,
                                      const std::vector<std::string>& said,
                                      const std::vector<std::string>& left_out) {
  return std::ranges::any_of(vendor.lacks, [&](const std::string& lack) {
    std::vector<std::string> stems;
    for (TextWord& word : split_words(lack))
      if (!word.stop) stems.push_back(std::move(word.stem));
    return !stems.empty() &&
           std::ranges::all_of(stems, [&](const auto& stem) { return holds(said, stem); }) &&
           std::ranges::any_of(stems, [&](const auto& stem) { return holds(left_out, stem); });
  });
}

// The connected sources that the question calls by their names.
[[nodiscard]] std::set<const catalog::Vendor*> named_in(const Lexicon& lexicon,
                                                        std::string_view question) {
  const std::vector<TextWord> words = split_words(question);
  std::set<const catalog::Vendor*> named;
  for (const Match& match : lexicon.find(words, std::vector<bool>(words.size(), false)))
    if (match.term->kind == Term::Kind::vendor && match.exact)
      named.insert(lexicon.vendors()[match.term->vendor].vendor);
  return named;
}

// "Subscription revenue", which one source lacks and another one counts.
[[nodiscard]] bool is_held_elsewhere(const Lexicon& lexicon, const catalog::Vendor& lacking,
                                     const std::vector<std::string>& unknown) {
  return std::ranges::any_of(unknown, [&](const std::string& said) {
    const std::vector<TextWord> words = split_words(said);
    const auto matches = lexicon.find(words, std::vector<bool>(words.size(), false));
    return std::ranges::any_of(matches, [&](const Match& match) {
      const bool counted =
          match.term->kind == Term::Kind::entry || match.term->kind == Term::Kind::measure;
      return counted && match.exact && lexicon.vendors()[match.term->vendor].vendor != &lacking;
    });
  });
}

}  // namespace

std::vector<VendorMeaning> providers_of(const PlannerContext& context, std::string_view question) {
  std::vector<VendorMeaning> found;
  if (is_all_connected(context)) return found;
  // As if everything were connected: what is then answered needs somebody who is not.
  const PlannerContext everything = with_everything(context);
  for (const QueryPlan& plan : near_plans(everything, question))
    for (const std::string& slug : vendors_of(plan))
      for (const VendorMeaning& vendor : context.catalog) {
        const bool told = std::any_of(found.begin(), found.end(), [&](const VendorMeaning& one) {
          return one.vendor == vendor.vendor;
        });
        if (vendor.vendor->slug == slug && !is_connected(context, slug) && !told &&
            found.size() < providers_max)
          found.push_back(vendor);
      }
  return found;
}

const catalog::Vendor* counted_elsewhere(const PlannerContext& context, std::string_view question) {
  if (is_all_connected(context)) return nullptr;
  const PlannerContext everything = with_everything(context);
  const Lexicon lexicon(everything.connected);
  const Scene scene = make_scene(everything, lexicon, Grammar::english(), question);
  const std::vector<Reading> readings = read_question(scene);
  if (readings.empty() || readings.front().counted_words.empty()) return nullptr;
  const Reading& best = readings.front();
  // A number of its rows is said by a word that may mean anything ("employees").
  constexpr std::size_t unknown_max = 1;
  const bool counts = best.counted.rows || best.counted.measure != nullptr;
  if (!counts || best.parse.unexplained.size() > unknown_max) return nullptr;
  const catalog::Vendor* vendor = lexicon.vendors()[best.counted.vendor].vendor;
  return is_connected(context, vendor->slug) ? nullptr : vendor;
}

const catalog::Vendor* vendor_that_lacks(const PlannerContext& context, std::string_view question,
                                         const std::vector<std::string>& unknown) {
  const std::vector<std::string> said = stems_of(question);
  std::vector<std::string> left_out;
  for (const std::string& word : unknown)
    add_stems(left_out, word);
  const Lexicon lexicon(context.connected, context.lexicon);
  const std::set<const catalog::Vendor*> named = named_in(lexicon, question);
  for (const VendorMeaning& vendor : context.connected) {
    // Of another source than the one that is named, nothing was asked.
    if (!named.empty() && !named.contains(vendor.vendor)) continue;
    if (lacks_what_is_said(*vendor.vendor, said, left_out) &&
        (!named.empty() || !is_held_elsewhere(lexicon, *vendor.vendor, unknown)))
      return vendor.vendor;
  }
  return nullptr;
}

const catalog::Vendor* vendor_of_plan_that_lacks(const PlannerContext& context,
                                                 std::string_view question, const QueryPlan& plan) {
  const auto slugs = vendors_of(plan);
  if (slugs.size() != 1) return nullptr;
  const auto vendor = std::ranges::find_if(context.connected, [&](const VendorMeaning& one) {
    return one.vendor->slug == *slugs.begin();
  });
  if (vendor == context.connected.end() || vendor->vendor->lacks.empty()) return nullptr;
  const Grammar& grammar = Grammar::english();
  const std::vector<std::string> own = words_of(context, plan);
  std::vector<std::string> overlooked;
  for (const TextWord& word : split_words(question)) {
    const bool small =
        grammar.is(WordList::light, word.text) || grammar.is(WordList::light, word.stem) ||
        grammar.is(WordList::harmless, word.text) || grammar.is(WordList::harmless, word.stem);
    if (small && !holds(own, word.stem)) overlooked.push_back(word.stem);
  }
  const bool lacking = lacks_what_is_said(*vendor->vendor, stems_of(question), overlooked);
  return lacking ? vendor->vendor : nullptr;
}

}  // namespace sluice::analytics
