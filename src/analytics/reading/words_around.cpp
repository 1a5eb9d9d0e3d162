#include "analytics/meaning/meaning.h"
#include "analytics/reading/derive.h"

#include <algorithm>
#include <utility>

// The catalog's own words around what is counted, that no rule of the grammar announces.
namespace sluice::analytics {
namespace {

[[nodiscard]] Json json_value(const catalog::Field& field, const std::string& value) {
  if (field.type == "boolean") return value == "true";
  if (field.type == "integer" || field.type == "decimal") {
    const Json number = Json::parse(value, nullptr, false);
    if (number.is_number()) return number;
  }
  return value;
}

class Around {
 public:
  explicit Around(const AnchorView& view) : view_(view), scene_(view.scene()) {}

  [[nodiscard]] std::vector<Placed> collect() {
    for (std::size_t at = 0; at < scene_.words.size(); ++at) {
      if (view_.is_taken(at)) continue;
      values(at);
      nouns(at);
      fields(at);
    }
    lead_in();
    percent_sign();
    periods();
    vendors();
    names();
    return std::move(out_);
  }

 private:
  void push(std::size_t first, std::size_t end, Piece piece, Make make, double cost) {
    for (std::size_t word = first; word < end; ++word)
      if (view_.is_taken(word)) return;
    out_.push_back({first, end, std::move(piece), make, std::string(to_text(make)), cost, {}});
  }

  // "enterprise", "in Germany"; with the field's or the rows' noun beside it: "enterprise plan",
  // "priority high", "German customers".
  void values(std::size_t at) {
    for (const AnchorView::ValueAt& value : view_.values(at)) {
      constexpr double condition = 0.12;
      constexpr double foreign = 0.5;  // In another vendor than what is counted.
      const bool elsewhere = value.sense.vendor != view_.anchor().what.vendor;
      // A guess at a misspelt word must not choose the rows.
      if (value.corrected || is_part_of_name(at, value.end) || is_done(at, value.end)) continue;
      const double cost = condition + value.cost + (elsewhere ? foreign : 0);
      const Piece piece =
          Where{value.sense, FilterOp::eq, {json_value(*value.sense.field, value.value)}, false};
      push(at, value.end, piece, Make::where, cost);
      // "Downloaded by Scale customers": who did it.
      constexpr double agent = 0.12;
      if (at > 0 && scene_.words[at - 1].text == "by")
        push(at - 1, value.end, piece, Make::where, cost + agent);
      // "Scale customers": whoever it is said of.
      constexpr double of_others = 0.1;
      if (value.end < scene_.words.size())
        for (const AnchorView::FieldAt& noun : view_.fields(value.end))
          if (noun.entry_noun && noun.sense.entry != view_.anchor().what.entry) {
            push(at, noun.end, piece, Make::where, cost + of_others);
            if (at > 0 && scene_.words[at - 1].text == "by")
              push(at - 1, noun.end, piece, Make::where, cost + 2 * of_others);
          }
      constexpr double beside = -0.1;
      for (const auto& [begin, end] : nouns_beside(at, value))
        push(begin, end, piece, Make::where, cost + beside);
    }
  }

  // "Brighthaven Media": a word that a company is called by, and no industry.
  [[nodiscard]] bool is_part_of_name(std::size_t at, std::size_t end) const {
    const auto own = [&](std::size_t word) {
      return word > 0 && word < scene_.words.size() && is_name_word(word) &&
             !scene_.lexicon.knows(scene_.words[word].stem) &&
             !scene_.grammar.vocabulary().contains(scene_.words[word].text);
    };
    return scene_.words[at].capital && (own(at - 1) || own(end));
  }

  // "How many PRs did dependabot open": what somebody does is no state of the rows.
  [[nodiscard]] bool is_done(std::size_t at, std::size_t end) {
    constexpr std::size_t subject_max = 4;
    const TextWord& verb = scene_.words[at];
    if (end != at + 1 || verb.text.ends_with("ed") || verb.capital) return false;
    // "Did" itself is the word before last at most: between stands who did it.
    for (std::size_t back = 2; back <= subject_max && back <= at; ++back) {
      const std::string_view word = scene_.words[at - back].text;
      if (word == "have" || word == "has" || word == "are" || word == "is" || word == "with")
        return false;
      if (word != "did" && word != "do" && word != "does") continue;
      constexpr double action = 0.1;
      if (scene_.grammar.begins(verb.text)) push(at, end, Filler{}, Make::filler, action);
      return true;
    }
    return false;
  }

  // Spans of the value together with the noun of its field or its rows.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> nouns_beside(
      std::size_t at, const AnchorView::ValueAt& value) const {
    std::vector<std::pair<std::size_t, std::size_t>> spans;
    const auto is_noun = [&](const AnchorView::FieldAt& field) {
      return field.sense.field == value.sense.field ||
             (field.entry_noun && field.sense.entry == value.sense.entry);
    };
    if (value.end < scene_.words.size())
      for (const AnchorView::FieldAt& field : view_.fields(value.end))
        if (is_noun(field)) spans.emplace_back(at, field.end);
    constexpr std::size_t noun_words_max = 4;
    for (std::size_t back = 1; back <= noun_words_max && back <= at; ++back)
      for (const AnchorView::FieldAt& field : view_.fields(at - back)) {
        const bool linked =
            field.end == at ||
            (field.end + 1 == at &&
             (scene_.words[field.end].text == "is" || scene_.words[field.end].text == "of" ||
              scene_.words[field.end].text == "=" || scene_.words[field.end].text == ":"));
        if (linked && field.sense.field == value.sense.field)
          spans.emplace_back(at - back, value.end);
      }
    return spans;
  }

  void nouns(std::size_t at) {
    constexpr double nothing_new = 0.06;
    for (const std::size_t end : view_.own_nouns(at))
      push(at, end, Filler{}, Make::noun, nothing_new);
  }

  // A moment of the rows ("merged", "due"), or a group that nothing announces ("cancellation
  // reasons in 2026").
  void fields(std::size_t at) {
    for (const AnchorView::FieldAt& field : view_.fields(at)) {
      const catalog::Field& held = *field.sense.field;
      constexpr double moment = 0.15;
      constexpr double unannounced = 0.55;
      constexpr int near = 1;
      if (held.role == "time" && field.sense.distance == 0)
        push(at, field.end, TimeOf{field.sense}, Make::time_of, moment + field.cost);
      const bool noun = field.plural || (field.end > at + 1 && !field.compound);
      // "The most common ticket subject": right behind what is counted.
      const bool behind = at > 0 && view_.is_taken(at - 1) && field.sense.distance == 0;
      if (can_group(held) && held.type == "text" && (noun || behind) &&
          field.sense.distance <= near && !field.entry_noun)
        push(at, field.end, GroupedBy{field.sense, false, false, field.plural, {}}, Make::group,
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
      if (scene_.words[at].text == "by") {
        constexpr double announced = 0.02;
        return push(at, at + 1, Filler{}, Make::filler, announced);
      }
      const std::string& word = scene_.words[at].text;
      if (!scene_.grammar.is_harmless(word) && !scene_.grammar.is_light(word)) return;
    }
  }

  // "Logo churn %": how the measure is shown anyway.
  void percent_sign() {
    const catalog::Measure* measure = view_.anchor().what.measure;
    const auto& anchor = view_.anchor().words;
    if (measure == nullptr || measure->unit != "percent" || anchor.empty()) return;
    for (std::size_t at = 0; at < scene_.words.size(); ++at) {
      const std::string_view word = scene_.words[at].text;
      constexpr double shown_so = 0.02;
      constexpr std::size_t near = 2;
      const bool beside = at + near >= anchor.front() && at <= anchor.back() + near;
      if (beside && (word == "%" || word == "percent" || word == "percentage" || word == "pct"))
        push(at, at + 1, Filler{}, Make::filler, shown_so);
    }
  }

  void periods() {
    constexpr double time = 0.02;
    constexpr double doubtful = 0.5;
    for (const PeriodSpan& span : scene_.periods) {
      std::size_t first = span.first;
      // "over the last 6 months", "in Q3": the preposition belongs to it.
      if (first > 0 && !view_.is_taken(first - 1)) {
        static constexpr std::string_view leads[] = {"over",   "within",     "during", "for",
                                                     "across", "throughout", "through"};
        const bool led = std::any_of(
            std::begin(leads), std::end(leads),
            [&](std::string_view lead) { return scene_.words[span.first - 1].text == lead; });
        if (led) --first;
      }
      push(first, span.end, During{span.period}, Make::during,
           time + (span.period.bare ? doubtful : 0));
      if (first != span.first)
        push(span.first, span.end, During{span.period}, Make::during,
             time + (span.period.bare ? doubtful : 0));
    }
  }

  void vendors() {
    constexpr double elsewhere = 3;
    for (const Match& match : scene_.matches) {
      if (match.term->kind != Term::Kind::vendor || !match.exact) continue;
      const bool own = match.term->vendor == view_.anchor().what.vendor;
      push(match.first(), match.last() + 1, OfVendor{match.term->vendor}, Make::vendor,
           own ? -0.4 : elsewhere);
    }
  }

  [[nodiscard]] bool is_name_word(std::size_t at) const {
    if (at == 0 || at >= scene_.words.size() || view_.is_taken(at)) return false;
    const TextWord& word = scene_.words[at];
    if (!word.capital || word.sign || word.number || word.stop) return false;
    if (scene_.grammar.vocabulary().contains(word.text) && at < 2) return false;
    for (const PeriodSpan& span : scene_.periods)
      if (!span.period.bare && at >= span.first && at < span.end) return false;
    return std::none_of(scene_.matches.begin(), scene_.matches.end(), [&](const Match& match) {
      const bool whole = match.exact && match.words.size() == 1 && match.first() == at;
      return whole &&
             (match.term->kind == Term::Kind::measure || match.term->kind == Term::Kind::vendor ||
              match.term->kind == Term::Kind::value);
    });
  }

  // "Brighthaven Media": a capital goes on with the name, even where the word says something else.
  [[nodiscard]] bool is_name_tail(std::size_t at) const {
    if (at >= scene_.words.size() || view_.is_taken(at)) return false;
    const TextWord& word = scene_.words[at];
    const bool unknown = !scene_.lexicon.knows(scene_.words[at - 1].stem);
    return unknown && word.capital && !word.sign && !word.number && !word.stop &&
           word.joined == false && !view_.values(at).empty();
  }

  [[nodiscard]] bool is_led(std::size_t at) const {
    static constexpr std::string_view leads[] = {
        "vs",      "versus",  ":",   ",",   "for",   "by", "of",    "from",   "at",    "with",
        "to",      "in",      "did", "has", "does",  "is", "named", "called", "and",   "customer",
        "company", "account", "\"",  "on",  "about", "or", "the",   "not",    "except"};
    return at > 0 && std::any_of(std::begin(leads), std::end(leads), [&](std::string_view lead) {
             return scene_.words[at - 1].text == lead;
           });
  }

  // Names that the catalog cannot know: written with a capital behind a word that announces one.
  void names() {
    for (std::size_t at = 1; at < scene_.words.size(); ++at) {
      if (!is_name_word(at) || (at > 1 && is_name_word(at - 1))) continue;
      std::size_t end = at;
      while (is_name_word(end) || (end > at && is_name_tail(end)))
        ++end;
      if (is_led(at)) name_of_party(at, end);
      name_with_noun(at, end);
    }
    for (std::size_t at = 1; at < scene_.words.size(); ++at)
      name_of_own(at);
  }

  [[nodiscard]] std::string written(std::size_t first, std::size_t end) const {
    const std::size_t from = scene_.words[first].offset;
    return scene_.text.substr(from,
                              scene_.words[end - 1].offset + scene_.words[end - 1].length - from);
  }

  [[nodiscard]] bool is_negated(std::size_t at) const {
    for (std::size_t back = 1; back <= 2 && back <= at; ++back)
      for (const std::string_view no : {"not", "except", "excluding", "without"})
        if (scene_.words[at - back].text == no) return true;
    return false;
  }

  // Whose rows they are: a company or a person that the rows, or what they join to, are named by.
  void name_of_party(std::size_t first, std::size_t end) {
    const std::string_view before = scene_.words[first - 1].text;
    const bool actor = before == "by" || before == "did" || before == "has" || before == "does";
    // One name that did something is a team where the rows have teams.
    if (actor && end == first + 1)
      if (const catalog::Field* team = find_field(*view_.anchor().what.entry, "team")) {
        constexpr double known_kind = 0.3;
        push(first, end,
             Where{{view_.anchor().what.vendor, view_.anchor().what.entry, team, 0},
                   is_negated(first) ? FilterOp::ne : FilterOp::eq,
                   {written(first, end)},
                   true},
             Make::name, known_kind);
      }
    std::optional<FieldSense> best;
    bool best_called = false;
    // "Owned by": the owner rather than another person.
    constexpr std::size_t prefix = 4;
    const bool participle =
        before == "by" && first > 1 && scene_.words[first - 2].text.ends_with("ed");
    const std::string deed =
        participle ? scene_.words[first - 2].text.substr(0, prefix) : std::string();
    const auto& vendors = scene_.lexicon.vendors();
    for (std::size_t v = 0; v < vendors.size(); ++v) {
      for (const catalog::Entry& entry : vendors[v].vendor->entries) {
        const auto distance = view_.reach().distance(&entry);
        if (!distance) continue;
        for (const catalog::Field& field : entry.fields) {
          const bool called = !deed.empty() && field.name.starts_with(deed) && can_group(field);
          if (best && (called == best_called ? *distance >= best->distance : !called)) continue;
          const bool person =
              field.meaning.starts_with("person.") || field.meaning.starts_with("staff.");
          const bool company = field.meaning == "company.name";
          const bool own = *distance == 0 && field.name == entry.name_field && field.role != "key";
          if (field.role == "hidden" || !(called || (actor ? person : company || own))) continue;
          best = FieldSense{v, &entry, &field, *distance};
          best_called = called;
          break;
        }
      }
    }
    if (!best) return;
    constexpr double unknown_name = 0.45;
    const FilterOp op = is_negated(first) ? FilterOp::ne : FilterOp::contains;
    const Piece piece = Where{*best, op, {written(first, end)}, true};
    push(first, end, piece, Make::name, unknown_name);
    push_agent(first, end, piece, unknown_name);
  }

  // "the Platform team", "repo web-app": the field's noun stands beside the name.
  // "By Ana Evans", "owned by Zoe Castro", "not owned by": the words that lead to the name are its
  // own.
  void push_agent(std::size_t first, std::size_t end, const Piece& piece, double cost) {
    if (first == 0 || scene_.words[first - 1].text != "by") return;
    push(first - 1, end, piece, Make::name, cost);
    if (first < 2 || !scene_.words[first - 2].text.ends_with("ed")) return;
    push(first - 2, end, piece, Make::name, cost);
    const bool negated = first > 2 && scene_.words[first - 3].text == "not";
    if (!negated) return;
    Where turned = std::get<Where>(piece);
    turned.op = FilterOp::ne;
    push(first - 3, end, turned, Make::name, cost);
  }

  static constexpr double known_field = 0.3;

  [[nodiscard]] static bool open(const AnchorView::FieldAt& field) {
    const catalog::Field& held = *field.sense.field;
    return held.type == "text" && held.values.empty() && held.role != "hidden" &&
           held.role != "time" && field.sense.distance <= 1;
  }

  void name_before_noun(std::size_t first, std::size_t end) {
    const FilterOp op = is_negated(first) ? FilterOp::ne : FilterOp::contains;
    if (end < scene_.words.size())
      for (const AnchorView::FieldAt& field : view_.fields(end))
        if (open(field)) {
          const Piece piece = Where{field.sense, op, {written(first, end)}, true};
          push(first, field.end, piece, Make::name, known_field + field.cost);
          const bool by = first > 0 && scene_.words[first - 1].text == "by";
          const bool by_the = first > 1 && scene_.words[first - 1].text == "the" &&
                              scene_.words[first - 2].text == "by";
          if (by || by_the)
            push(first - (by ? 1 : 2), field.end, piece, Make::name, known_field + field.cost);
        }
  }

  void name_with_noun(std::size_t first, std::size_t end) {
    name_before_noun(first, end);
    const FilterOp op = is_negated(first) ? FilterOp::ne : FilterOp::contains;
    for (std::size_t back = 1; back <= 3 && back <= first; ++back)
      for (const AnchorView::FieldAt& field : view_.fields(first - back))
        if (field.end == first && open(field))
          push(first - back, end, Where{field.sense, op, {written(first, end)}, true}, Make::name,
               known_field + field.cost);
  }

  [[nodiscard]] bool is_open_word(std::size_t at) const {
    if (at >= scene_.words.size() || view_.is_taken(at)) return false;
    const TextWord& word = scene_.words[at];
    if (word.sign || word.number || word.stop || scene_.grammar.is_harmless(word.text) ||
        scene_.grammar.is_light(word.text))
      return false;
    for (const PeriodSpan& span : scene_.periods)
      if (at >= span.first && at < span.end) return false;
    return true;
  }

  // "in web-app": a hyphenated word that nobody knows is a name of the customer's own; so is a
  // plain one beside the field's noun ("the billing repository").
  void name_of_own(std::size_t at) {
    if (!is_open_word(at) || (is_open_word(at - 1) && scene_.words[at].joined)) return;
    std::size_t end = at + 1;
    while (is_open_word(end) && scene_.words[end].joined)
      ++end;
    bool known = end == at + 1 && scene_.lexicon.knows(scene_.words[at].stem);
    if (scene_.grammar.vocabulary().contains(scene_.words[at].text) && end == at + 1) known = true;
    if (!known && (end > at + 1 || scene_.words[at - 1].text == "the")) name_before_noun(at, end);
    if (end == at + 1) return;
    // Hyphenated, led by a preposition: the rows' first open group that is no person.
    static constexpr std::string_view leads[] = {"in", "for", "of",   "on",
                                                 "at", "to",  "from", "the"};
    const bool led = std::any_of(std::begin(leads), std::end(leads), [&](std::string_view lead) {
      return scene_.words[at - 1].text == lead;
    });
    if (!led) return;
    const catalog::Field* best = nullptr;
    for (const catalog::Field& field : view_.anchor().what.entry->fields) {
      const bool open = field.type == "text" && field.values.empty() && field.role == "dimension" &&
                        !field.meaning.starts_with("person.") &&
                        !field.meaning.starts_with("staff.");
      if (!open) continue;
      const bool shared = field.meaning.ends_with(".name");
      if (best == nullptr || (shared && !best->meaning.ends_with(".name"))) best = &field;
    }
    if (best == nullptr) return;
    constexpr double unknown_name = 0.4;
    const FilterOp op = is_negated(at) ? FilterOp::ne : FilterOp::eq;
    push(at, end,
         Where{{view_.anchor().what.vendor, view_.anchor().what.entry, best, 0},
               op,
               {written(at, end)},
               true},
         Make::name, unknown_name);
  }

  const AnchorView& view_;
  const Scene& scene_;
  std::vector<Placed> out_;
};

}  // namespace

namespace {

// Operators of several words: "running total" holds no state "running".
[[nodiscard]] bool is_operator(const Placed& piece) {
  constexpr std::size_t several = 2;
  if (piece.end - piece.first < several) return false;
  switch (piece.make) {
    case Make::transform:
    case Make::weekday:
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
