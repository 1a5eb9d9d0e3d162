#include "analytics/reading/words_around.h"

#include "analytics/language/word_table.h"
#include "analytics/reading/free_pieces.h"
#include "analytics/reading/listed_deeds.h"
#include "analytics/reading/names_around.h"
#include "analytics/reading/related_nouns.h"
#include "analytics/reading/rule_pieces.h"
#include "analytics/reading/values_around.h"
#include "base/currency.h"
#include "base/text.h"

#include <algorithm>
#include <iterator>
#include <utility>

// The catalog's own words around what is counted, that no rule of the grammar announces.
namespace sluice::analytics {
namespace {

class Around {
 public:
  explicit Around(const AnchorView& view) : view_(view), scene_(view.scene()), out_(view) {}

  [[nodiscard]] std::vector<Placed> collect() {
    for (std::size_t at = 0; at < scene_.words.size(); ++at) {
      if (view_.is_taken(at)) continue;
      nouns(at);
      fields(at);
    }
    rest_of_nouns();
    lead_in();
    how_old();
    percent_sign();
    periods();
    vendors();
    std::vector<Placed> all = out_.take();
    for (const auto& others : {values_around, related_nouns, names_around, listed_deeds})
      for (Placed& piece : others(view_))
        all.push_back(std::move(piece));
    return all;
  }

 private:
  // The rows' own noun once more says nothing new, but it is no word left over either.
  void nouns(std::size_t at) {
    constexpr double nothing_new = 0.06;
    for (const std::size_t end : view_.own_nouns(at))
      out_.add(at, end, Filler{}, Make::noun, nothing_new);
  }

  // "Support tickets ... unresolved": the measure's name took the noun's last word, and what is
  // left of the noun says the same rows.
  void rest_of_nouns() {
    constexpr double nothing_new = 0.3;
    for (const Match& match : scene_.matches) {
      if (match.term->kind != Term::Kind::entry || !match.exact || match.words.size() < 2 ||
          match.term->entry != view_.anchor().what.entry)
        continue;
      if (!view_.is_taken(match.last())) continue;
      std::size_t end = match.first();
      while (end < match.last() && !view_.is_taken(end))
        ++end;
      if (end > match.first()) out_.add(match.first(), end, Filler{}, Make::noun, nothing_new);
    }
  }

  // A moment of the rows ("merged", "due"), or a group that nothing announces ("cancellation
  // reasons in 2026").
  void fields(std::size_t at) {
    for (const AnchorView::FieldAt& field : view_.fields(at)) {
      const catalog::Field& held = *field.sense.field;
      constexpr double moment = 0.15;
      constexpr double unannounced = 0.55;
      constexpr int near = 1;
      // "Users who created a report": a thing, and no moment at which it was reported.
      const bool thing = field.inflected && at > 0 &&
                         scene_.grammar.is(WordList::indefinite, scene_.words, at - 1);
      if (held.role == "time" && field.sense.distance == 0 && !thing)
        out_.add(at, field.end, TimeOf{field.sense}, Make::time_of, moment + field.cost);
      const bool noun = field.plural || (field.end > at + 1 && !field.compound);
      // "The most common ticket subject": right behind what is counted.
      const bool behind = at > 0 && view_.is_taken(at - 1) && field.sense.distance == 0;
      if (can_group(held) && held.type == "text" && (noun || behind) &&
          field.sense.distance <= near && !field.entry_noun && !field.inflected)
        out_.add(at, field.end,
                 GroupedBy{field.sense, false, false, field.plural, false, false, {}}, Make::group,
                 unannounced + field.cost);
    }
  }

  // "Top customers by revenue", "by total revenue": what is counted is announced, not a group.
  void lead_in() {
    constexpr std::size_t between_max = 3;
    const auto& anchor = view_.anchor().words;
    if (anchor.empty()) return;
    for (std::size_t back = 1; back <= between_max && back <= anchor.front(); ++back) {
      const std::size_t at = anchor.front() - back;
      if (scene_.grammar.is(WordList::split_leads, scene_.words, at)) {
        constexpr double announced = 0.02;
        return out_.add(at, at + 1, Filler{}, Make::filler, announced);
      }
      const std::string& word = scene_.words[at].text;
      if (!scene_.grammar.is(WordList::harmless, word) &&
          !scene_.grammar.is(WordList::light, word) && !is_source(at))
        return;
    }
  }

  [[nodiscard]] bool is_source(std::size_t at) const {
    return std::ranges::any_of(scene_.matches, [&](const Match& match) {
      return match.term->kind == Term::Kind::vendor && match.exact && match.first() <= at &&
             at <= match.last();
    });
  }

  // "How old are": the age itself, and no number of anything.
  void how_old() {
    const auto& anchor = view_.anchor().words;
    if (!view_.anchor().by_field || anchor.size() != 1 || anchor.front() == 0) return;
    constexpr double asked = 0.02;
    const std::size_t how = anchor.front() - 1;
    if (scene_.grammar.is(WordList::olds, scene_.words, anchor.front()) &&
        scene_.grammar.is(WordList::how, scene_.words, how))
      out_.add(how, how + 1, Filler{}, Make::filler, asked);
  }

  // "Logo churn %": how the measure is shown anyway.
  void percent_sign() {
    const catalog::Measure* measure = view_.anchor().what.measure;
    const auto& anchor = view_.anchor().words;
    if (measure == nullptr || measure->unit != "percent" || anchor.empty()) return;
    for (std::size_t at = 0; at < scene_.words.size(); ++at) {
      constexpr double shown_so = 0.02;
      constexpr std::size_t near = 2;
      const bool beside = at + near >= anchor.front() && at <= anchor.back() + near;
      if (!beside || !scene_.grammar.is(WordList::percent_words, scene_.words, at)) continue;
      out_.add(at, at + 1, Filler{}, Make::filler, shown_so);
      // "Rolled out to what percent".
      if (at > 0 && scene_.grammar.is(WordList::group_leads, scene_.words, at - 1))
        out_.add(at - 1, at + 1, Filler{}, Make::filler, shown_so);
    }
  }

  // "over the last 6 months", "in Q3": the preposition belongs to the time.
  [[nodiscard]] bool is_led(const PeriodSpan& span) const {
    return span.first > 0 && !view_.is_taken(span.first - 1) &&
           scene_.grammar.is(WordList::period_leads, scene_.words[span.first - 1].text);
  }

  void periods() {
    constexpr double time = 0.02;
    constexpr double doubtful = 0.5;
    for (const PeriodSpan& span : scene_.periods) {
      // "May", "second" alone are only perhaps times: they yield to what else they may be.
      const double cost = time + (span.period.bare ? doubtful : 0);
      if (is_led(span)) out_.add(span.first - 1, span.end, During{span.period}, Make::during, cost);
      out_.add(span.first, span.end, During{span.period}, Make::during, cost);
    }
  }

  // "Monday.com": the source is called by its address.
  [[nodiscard]] std::size_t behind_address(std::size_t end) const {
    const std::vector<TextWord>& words = scene_.words;
    const bool goes_on = end + 1 < words.size() && words[end].text == "." &&
                         words[end + 1].offset == words[end].offset + words[end].length;
    return goes_on ? end + 2 : end;
  }

  // "In Stripe", "according to Stripe" picks among equal readings: the vendor's own is cheaper. Any
  // other's has to be one that the plan reads as well, which is seen when there is a plan.
  void vendors() {
    constexpr double elsewhere = 0.1;
    for (const Match& match : scene_.matches) {
      if (match.term->kind != Term::Kind::vendor || !match.exact) continue;
      const bool own = match.term->vendor == view_.anchor().what.vendor;
      const double cost = own ? -0.4 : elsewhere;
      const Piece piece = OfVendor{match.term->vendor};
      const std::size_t end = behind_address(match.last() + 1);
      out_.add(match.first(), end, piece, Make::vendor, cost);
      constexpr std::size_t leads_max = 2;
      constexpr double led = 0.02;
      for (std::size_t back = 1; back <= leads_max && back <= match.first(); ++back) {
        const std::size_t first = match.first() - back;
        if (!scene_.grammar.is(WordList::vendor_leads, scene_.words[first].text)) break;
        // "Per HubSpot owner", "per Brevo list" are groups of that source.
        if (names_field(view_, end) || names_field_of(scene_, match.term->vendor, end)) break;
        out_.add(first, end, piece, Make::vendor, cost + led);
      }
    }
  }

  const AnchorView& view_;
  const Scene& scene_;
  FreePieces out_;
};

// Operators of several words: "running total" holds no state "running".
[[nodiscard]] bool is_operator(const Placed& piece) {
  constexpr std::size_t several = 2;
  if (piece.end - piece.first < several) return false;
  switch (piece.make) {
    case Make::transform:
    case Make::weekday:
    case Make::hour:
    case Make::days:
    case Make::hours:
    case Make::first_time:
    case Make::band:
    case Make::distribution:
    case Make::rest:
    case Make::share:
    case Make::ratio_asked: return true;
    case Make::filler:
    case Make::asked:
    case Make::aggregate:
    case Make::listed:
    case Make::bucket:
    case Make::compare:
    case Make::change:
    case Make::rank:
    case Make::rank_time:
    case Make::among:
    case Make::group:
    case Make::column:
    case Make::where_not:
    case Make::lack:
    case Make::lack_person:
    case Make::bound:
    case Make::bound_on:
    case Make::age:
    case Make::ratio:
    case Make::ratio_to:
    case Make::beside:
    case Make::drawn:
    case Make::currency:
    case Make::unit:
    case Make::follow:
    case Make::moment_from:
    case Make::moment_until:
    case Make::length:
    case Make::banded:
    case Make::with_rows:
    case Make::without_rows:
    case Make::funnel:
    case Make::steps:
    case Make::counted:
    case Make::noun:
    case Make::where:
    case Make::during:
    case Make::vendor:
    case Make::time_of:
    case Make::name: return false;
  }
  return false;
}

// Whether the piece takes a part of an operator's words, which mean something only together.
[[nodiscard]] bool tears(const Placed& piece, const std::vector<Placed>& shared) {
  return std::any_of(shared.begin(), shared.end(), [&](const Placed& whole) {
    const bool overlap = piece.first < whole.end && whole.first < piece.end;
    const bool holds = piece.first <= whole.first && whole.end <= piece.end;
    return overlap && !holds && is_operator(whole);
  });
}

}  // namespace

std::vector<Placed> pieces_around(const AnchorView& view, const std::vector<Placed>& shared) {
  std::vector<Placed> all;
  for (const Placed& piece : shared) {
    bool free = true;
    for (std::size_t word = piece.first; word < piece.end; ++word)
      free = free && !view.is_taken(word);
    if (free) all.push_back(piece);
  }
  for (Placed& piece : rule_pieces(view.scene(), &view))
    all.push_back(std::move(piece));
  for (Placed& piece : Around(view).collect())
    if (!tears(piece, shared)) all.push_back(std::move(piece));
  return all;
}

}  // namespace sluice::analytics
