#include "analytics/meaning/exclusion.h"
#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"
#include "analytics/reading/take_related.h"

#include <algorithm>
#include <string>

// Looks the whole plan over once more: whether everything that was named is in it, and whether its
// parts go together.
namespace sluice::analytics {
namespace {

// Whether some part of the plan is about rows that `of` holds for.
template <class Of>
[[nodiscard]] bool reads(const QueryPlan& plan, Of of) {
  const auto field_of = [&](const auto& each) { return of(each.field); };
  return std::ranges::any_of(plan.measures, of) || std::ranges::any_of(plan.dimensions, field_of) ||
         std::ranges::any_of(plan.filters, field_of) || std::ranges::any_of(plan.part, field_of) ||
         std::ranges::any_of(plan.columns, of) || std::ranges::any_of(plan.steps, of) ||
         std::ranges::any_of(plan.related, [&](const Related& each) { return of(each.rows); }) ||
         (plan.restriction && (of(plan.restriction->key) || of(plan.restriction->measure)));
}

// "MRR of customers with an open deal": the rows that what is counted and the deal both belong to.
[[nodiscard]] bool lies_on_the_way(const Parts& parts, const catalog::Entry& rows) {
  return std::ranges::any_of(parts.related, [&](const Said<RelatedTo>& said) {
    const auto path = way_to_related(parts.scene.lexicon, parts.what, said.piece->rows);
    return path &&
           std::ranges::any_of(*path, [&](const Hop& hop) { return hop.to.entry == &rows; });
  });
}

}  // namespace

// A source or other rows that were named and are not read: the answer would be about something
// else.
void check_sources(Parts& parts) {
  constexpr double elsewhere = 3;
  constexpr double own_vendor_named = 0.4;
  for (const Said<OfVendor>& said : parts.vendors) {
    // "Who never opened a ticket in HubSpot": it names the source of the ticket.
    const bool of_related = std::ranges::any_of(parts.related, [&](const Said<RelatedTo>& rows) {
      return rows.piece->rows.vendor == said.piece->vendor && rows.at->end <= said.at->first &&
             said.at->first <= rows.at->end + 1;
    });
    if (of_related && said.piece->vendor == parts.what.vendor) parts.cost += own_vendor_named;
    const std::string& slug = parts.scene.lexicon.vendors()[said.piece->vendor].vendor->slug;
    if (!reads(parts.plan, [&](const Reference& each) { return each.vendor == slug; }))
      parts.cost += elsewhere;
  }
  for (const Said<OfRows>& said : parts.other_rows) {
    const catalog::Entry* rows = said.piece->entry;
    if (!reads(parts.plan, [&](const Reference& each) { return each.entry == rows->name; }) &&
        !lies_on_the_way(parts, *rows))
      parts.fail(*said.at);
  }
}

// "Which two": so many are wanted, and the answer has them.
void check_number(Parts& parts) {
  const auto number = parts.number_asked();
  if (number && parts.plan.limit != number) parts.fail(std::to_string(*number));
}

// "How many were created and how many were closed": one number answers one of the two.
void check_counts(Parts& parts) {
  constexpr std::size_t several = 2;
  const auto counted = std::ranges::count_if(
      parts.asked, [](const Said<Asked>& said) { return said.piece->what == AskedFor::count; });
  const QueryPlan& plan = parts.plan;
  if (static_cast<std::size_t>(counted) < several || plan.measures.size() >= several ||
      !plan.dimensions.empty() || !plan.steps.empty() || plan.comparison != Comparison::none)
    return;
  for (std::size_t i = 1; i < parts.asked.size(); ++i) {
    const Placed& again = *parts.asked[i].at;
    const bool linked =
        again.first > 0 &&
        parts.scene.grammar.is(WordList::question_links, parts.scene.words, again.first - 1);
    if (parts.asked[i].piece->what == AskedFor::count && linked) return parts.fail(again);
  }
}

// "Compared with last year": the time is set against another one, which is not that of the answer.
void check_versus(Parts& parts) {
  if (parts.plan.comparison != Comparison::none || parts.periods.size() != 1 ||
      parts.plan.measures.size() > 1)
    return;
  const std::size_t time = parts.periods.front().at->first;
  for (const Said<Asked>& said : parts.asked) {
    const std::size_t end = said.at->end;
    const bool right_before =
        end == time || (end + 1 == time &&
                        parts.scene.grammar.is(WordList::harmless, parts.scene.words[end].text));
    if (said.piece->what == AskedFor::versus && right_before) return parts.fail(*said.at);
  }
}

namespace {

// The condition under which the measure counts no row; null: none is.
[[nodiscard]] const Placed* excluding(const Parts& parts, const catalog::Measure& measure) {
  for (const Said<Where>& said : parts.conditions) {
    const Where& where = *said.piece;
    const bool value = where.op == FilterOp::eq && where.field.entry == parts.what.entry &&
                       !where.values.empty() && where.values.front().is_string();
    if (!value || !excludes(*parts.what.entry, measure.filter, *where.field.field,
                            where.values.front().get<std::string>()))
      continue;
    const Reference field = parts.reference(where.field);
    if (std::ranges::find(parts.plan.filters, field, &Filter::field) != parts.plan.filters.end())
      return said.at;
  }
  return nullptr;
}

}  // namespace

// "Feature work vs bugs", "promoters, passives and detractors": each number of the answer has to
// hold under the conditions.
void check_conditions(Parts& parts) {
  // Of a share they may be the part.
  constexpr std::size_t several = 2;
  if (parts.plan.measures.size() < several && !parts.shares.empty()) return;
  for (const Reference& each : parts.plan.measures) {
    const catalog::Measure* measure =
        each.entry == parts.what.entry->name ? find_measure(*parts.what.entry, each.name) : nullptr;
    if (measure == nullptr || measure->filter.empty()) continue;
    if (const Placed* condition = excluding(parts, *measure)) return parts.fail(*condition);
  }
}

// "Where does Germany rank among our countries": the place of one of the groups, which no plan
// tells; with that one alone it would always be the first.
void check_position(Parts& parts) {
  if (!parts.says_any(WordList::positions)) return;
  for (const Said<Where>& said : parts.conditions) {
    const Reference field = parts.reference(said.piece->field);
    if (said.piece->op == FilterOp::eq &&
        std::ranges::any_of(parts.plan.dimensions,
                            [&](const Dimension& each) { return each.field == field; }))
      return parts.fail(*said.at);
  }
}

// "Which competitor did we lose the most deals to": the thing that is asked for, and no value of
// what is counted; "which open deals" has its noun behind it.
void check_asked_values(Parts& parts) {
  for (const Said<Asked>& asked : parts.asked)
    for (const Said<Where>& said : parts.conditions) {
      const std::size_t end = said.at->end;
      const bool named = parts.view.is_taken(end) ||
                         std::ranges::any_of(parts.parse.pieces, [&](const Placed& piece) {
                           return piece.first == end && piece.make != Make::filler;
                         });
      if (asked.piece->what == AskedFor::which && asked.at->end == said.at->first && !named &&
          said.piece->op == FilterOp::eq && !said.piece->values.empty() &&
          said.piece->values.front().is_string())
        return parts.fail(*said.at);
    }
}

namespace {

// "New logos landed": a word of a longer name, whose other words were taken for something else.
[[nodiscard]] bool is_part_of_name(const Parts& parts, std::size_t word) {
  constexpr std::size_t several = 2;
  return std::ranges::any_of(parts.scene.matches, [&](const Match& match) {
    return match.term->kind == Term::Kind::value && match.exact && match.together &&
           match.words.size() >= several && match.term->entry == parts.what.entry &&
           std::ranges::find(match.words, word) != match.words.end() &&
           std::ranges::all_of(match.words, [&](std::size_t each) {
             return each == word || parts.view.is_taken(each);
           });
  });
}

// "What we gave back" is the contrary of what we got, unless the measure is called so.
[[nodiscard]] bool is_given_back(const Parts& parts, std::size_t word) {
  const bool back = word > 0 &&
                    parts.scene.grammar.is(WordList::returned, parts.scene.words, word) &&
                    parts.scene.grammar.is(WordList::returning, parts.scene.words, word - 1);
  return back && std::ranges::none_of(parts.scene.matches, [&](const Match& match) {
           return match.term->kind == Term::Kind::measure &&
                  match.term->measure == parts.what.measure &&
                  std::ranges::find(match.words, word) != match.words.end();
         });
}

// "The open rate of each": a number of the whole is that of none.
[[nodiscard]] bool is_one_number(const QueryPlan& plan) {
  return plan.frame == Frame::total && plan.dimensions.empty() && plan.measures.size() == 1 &&
         plan.comparison == Comparison::none;
}

}  // namespace

// Words that say nothing in most questions, where they say something in this one.
void check_light_words(Parts& parts) {
  for (const std::size_t word : parts.parse.light) {
    const bool fresh = parts.scene.grammar.is(WordList::gains, parts.scene.words, word);
    const bool each = parts.scene.grammar.is(WordList::each, parts.scene.words, word);
    if (is_given_back(parts, word) || (fresh && is_part_of_name(parts, word)) ||
        (each && is_one_number(parts.plan)))
      return parts.fail(parts.scene.words[word].text);
  }
}

// "The pricing page through to the first report": what lies between two of several steps is meant
// as well, and values have no order.
void check_stretches(Parts& parts) {
  for (std::size_t i = 1; i < parts.conditions.size(); ++i) {
    const Said<Where>& first = parts.conditions[i - 1];
    const Said<Where>& last = parts.conditions[i];
    const bool both = first.piece->op == FilterOp::eq && last.piece->op == FilterOp::eq;
    const bool same = first.piece->field.field == last.piece->field.field;
    // "Boston vs Berlin", one as the place of an order and one as a place: no row is both.
    for (std::size_t at = first.at->end; both && at < last.at->first; ++at)
      if (parts.scene.grammar.is(same ? WordList::until_words : WordList::versus, parts.scene.words,
                                 at))
        return parts.fail(*last.at);
  }
}

// "What happened in Linear": without anything that they are, things are no rows.
void check_things(Parts& parts) {
  const auto& words = parts.view.anchor().words;
  const bool things = words.size() == 1 &&
                      parts.scene.grammar.is(WordList::things, parts.scene.words, words.front());
  if (things && parts.conditions.empty() && parts.moments.empty() && parts.ages.empty())
    parts.fail(parts.scene.words[words.front()].text);
}

namespace {

// In a list, as one of its members: parted from what stands around it.
[[nodiscard]] bool is_listed(const Scene& scene, const Match& match) {
  const std::size_t behind = match.last() + 1;
  const auto parts = [&](std::size_t at) {
    return scene.grammar.is(WordList::links, scene.words, at);
  };
  const auto is_sign = [&](std::size_t at) { return scene.words[at].sign; };
  const bool before = match.first() > 0 && parts(match.first() - 1);
  const bool after = behind < scene.words.size() && parts(behind);
  const bool begins = match.first() == 0 || before || is_sign(match.first() - 1);
  const bool ends = behind == scene.words.size() || after || is_sign(behind);
  return begins && ends && (before || after);
}

}  // namespace

// "Deals won, dollars won and deals lost": what is called by a name of its own in a list is one of
// the numbers that are asked for. Its words may be taken for conditions that hold anyway.
void check_listed_measures(Parts& parts) {
  const auto& anchor = parts.view.anchor().words;
  const auto said = [&](const Match& match) {
    const Reference measure{parts.scene.lexicon.vendors()[match.term->vendor].vendor->slug,
                            match.term->entry->name, match.term->measure->name};
    return std::ranges::find(parts.plan.measures, measure) != parts.plan.measures.end();
  };
  const auto names = [&](const Match& match) {
    constexpr std::size_t several = 2;
    const bool whole = match.last() - match.first() + 1 == match.words.size();
    return match.term->kind == Term::Kind::measure && (match.exact || whole) && !match.by_concept &&
           match.words.size() >= several && match.term->vendor == parts.what.vendor;
  };
  for (const Match& match : parts.scene.matches) {
    const bool apart = std::ranges::none_of(match.words, [&](std::size_t word) {
      return std::ranges::find(anchor, word) != anchor.end();
    });
    if (!names(match) || !apart || !is_listed(parts.scene, match)) continue;
    const bool told = std::ranges::any_of(parts.scene.matches, [&](const Match& other) {
      return names(other) && other.words == match.words && said(other);
    });
    const bool placed = std::ranges::any_of(parts.parse.pieces, [&](const Placed& piece) {
      const bool plain = piece.make == Make::noun || piece.make == Make::where ||
                         piece.make == Make::time_of || piece.make == Make::filler;
      return !plain && piece.first <= match.last() && match.first() < piece.end;
    });
    if (!told && !placed) return parts.fail(parts.scene.words[match.first()].text);
  }
}

}  // namespace sluice::analytics
