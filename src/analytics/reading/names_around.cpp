#include "analytics/reading/names_around.h"

#include "analytics/language/word_table.h"
#include "analytics/meaning/meaning.h"
#include "analytics/reading/free_pieces.h"
#include "analytics/reading/party.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sluice::analytics {
namespace {

// "Ana's" is about Ana.
[[nodiscard]] std::string without_possessive(std::string_view name) {
  name.remove_suffix(1);
  for (const std::string_view apostrophe : {"'", "\u2019"})
    if (name.ends_with(apostrophe)) name.remove_suffix(apostrophe.size());
  return std::string(name);
}

class Names {
 public:
  explicit Names(const AnchorView& view) : view_(view), scene_(view.scene()), out_(view) {}

  // Names that the catalog cannot know: written with a capital behind a word that announces one.
  [[nodiscard]] std::vector<Placed> collect() {
    for (std::size_t at = 1; at < scene_.words.size(); ++at) {
      if (!is_name_word(view_, at) || (at > 1 && is_name_word(view_, at - 1))) continue;
      std::size_t end = at;
      while (is_name_word(view_, end) || (end > at && is_name_tail(end)))
        ++end;
      if (is_unknown_value(end)) continue;
      if (is_led(at)) name_of_party(at, end);
      name_with_noun(at, end);
    }
    for (std::size_t at = 0; at < scene_.words.size(); ++at)
      name_of_possessor(at);
    for (std::size_t at = 1; at < scene_.words.size(); ++at)
      name_of_own(at);
    return out_.take();
  }

 private:
  void push(std::size_t first, std::size_t end, Piece piece, double cost) {
    out_.add(first, end, std::move(piece), Make::name, cost);
  }

  // "Acme Media", "Google Ads" beside a known "Google Workspace": a capital goes on with the name,
  // even where the word says something else.
  [[nodiscard]] bool is_name_tail(std::size_t at) const {
    if (at >= scene_.words.size() || view_.is_taken(at)) return false;
    const TextWord& word = scene_.words[at];
    const bool unknown = !scene_.lexicon.names(scene_.words[at - 1].stem);
    return unknown && word.capital && !word.sign && !word.number && !word.stop && !word.joined &&
           !view_.values(at).empty();
  }

  // "The Mobile team", where the teams are known and none is called so.
  [[nodiscard]] bool is_unknown_value(std::size_t end) const {
    return end < scene_.words.size() && std::ranges::any_of(
                                            view_.fields(end),
                                            [](const AnchorView::FieldAt& field) {
                                              return !field.entry_noun &&
                                                     !field.sense.field->values.empty() &&
                                                     field.sense.distance <= 1;
                                            });
  }

  // A capital alone is no name: something before it must announce one.
  [[nodiscard]] bool is_led(std::size_t at) const {
    return at > 0 && scene_.grammar.is(WordList::name_leads, scene_.words[at - 1].text);
  }

  // As the question wrote it: names are compared with the vendor's spelling.
  [[nodiscard]] std::string written(std::size_t first, std::size_t end) const {
    const std::size_t from = scene_.words[first].offset;
    const TextWord& last = scene_.words[end - 1];
    const std::string name = scene_.text.substr(from, last.offset + last.length - from);
    return last.possessive ? without_possessive(name) : name;
  }

  // "not by Ana": a small word may stand between.
  [[nodiscard]] bool is_negated(std::size_t at) const {
    for (std::size_t back = 1; back <= 2 && back <= at; ++back)
      if (scene_.grammar.is(WordList::negations, scene_.words[at - back].text)) return true;
    return false;
  }

  // One name that did something is a team where the rows have teams.
  void name_of_team(std::size_t first, std::size_t end) {
    const catalog::Field* team = find_field(*view_.anchor().what.entry, "team");
    if (team == nullptr || end != first + 1) return;
    constexpr double known_kind = 0.3;
    push(first, end,
         Where{{view_.anchor().what.vendor, view_.anchor().what.entry, team, 0},
               is_negated(first) ? FilterOp::ne : FilterOp::eq,
               {written(first, end)},
               true},
         known_kind);
  }

  [[nodiscard]] bool says(std::size_t at, WordList list) const {
    return scene_.grammar.is(list, scene_.words, at);
  }
  [[nodiscard]] bool is_participle(std::size_t at) const {
    return WordTable::english().is_participle(scene_.words[at].text);
  }

  [[nodiscard]] PartyLead lead_of(std::size_t first) const {
    PartyLead lead;
    lead.actor = says(first - 1, WordList::actor_leads);
    // The stem that "owned" and "owner" share: fields are named by the noun.
    constexpr std::size_t prefix = 4;
    const bool participle =
        says(first - 1, WordList::agent_leads) && first > 1 && is_participle(first - 2);
    if (participle) {
      lead.deed = scene_.words[first - 2].text.substr(0, prefix);
      lead.verb = scene_.words[first - 2].stem;
    }
    return lead;
  }

  // Whose rows they are: a company or a person that the rows, or what they join to, are named by.
  void name_of_party(std::size_t first, std::size_t end) {
    const PartyLead lead = lead_of(first);
    if (lead.actor) name_of_team(first, end);
    const auto best = party_field(view_, lead);
    if (!best) return;
    constexpr double unknown_name = 0.45;
    const FilterOp op = is_negated(first) ? FilterOp::ne : FilterOp::contains;
    const Piece piece = Where{best->field, op, {written(first, end)}, true};
    push(first, end, piece, unknown_name);
    push_agent(first, end, piece, unknown_name);
  }

  // "By Ana Evans", "owned by Ana Evans", "not owned by": the words that lead to the name are its
  // own.
  void push_agent(std::size_t first, std::size_t end, const Piece& piece, double cost) {
    if (first == 0 || !says(first - 1, WordList::agent_leads)) return;
    push(first - 1, end, piece, cost);
    if (first < 2 || !is_participle(first - 2)) return;
    push(first - 2, end, piece, cost);
    const bool negated = first > 2 && says(first - 3, WordList::not_words);
    if (!negated) return;
    Where turned = std::get<Where>(piece);
    turned.op = FilterOp::ne;
    push(first - 3, end, turned, cost);
  }

  // A sentence begins with a capital whatever stands there: nothing else may know the word.
  [[nodiscard]] bool is_possessor_word(std::size_t at) const {
    if (at > 0) return is_name_word(view_, at);
    const TextWord& word = scene_.words[at];
    const bool known = word.stop || word.sign || word.number || view_.is_taken(at) ||
                       says(at, WordList::harmless) || says(at, WordList::light) ||
                       says(at, WordList::speakers) ||
                       scene_.grammar.vocabulary().contains(word.text);
    const bool time =
        std::ranges::any_of(scene_.periods, [](const PeriodSpan& span) { return span.first == 0; });
    const bool named = std::ranges::any_of(scene_.matches, [](const Match& match) {
      return match.exact && match.words.size() == 1 && match.first() == 0;
    });
    return word.capital && !known && !time && !named;
  }

  // "Viktor's customers": rows that are called by a company's name belong to a person.
  [[nodiscard]] bool are_companies(std::size_t at) const {
    return at < scene_.words.size() &&
           std::ranges::any_of(
               scene_.matches,
               [&](const Match& match) {
                 if (match.term->kind != Term::Kind::entry || match.first() != at) return false;
                 const catalog::Field* name =
                     find_field(*match.term->entry, match.term->entry->name_field);
                 return name != nullptr && name->meaning == "company.name";
               });
  }

  // "Viktor's win rate", "Acme Clinic's MRR": a person or a company, whichever is nearer to
  // the rows.
  void name_of_possessor(std::size_t last) {
    if (!scene_.words[last].possessive) return;
    const bool tail = last > 0 && is_possessor_word(last - 1) && is_name_tail(last);
    if (!tail && !is_possessor_word(last)) return;
    std::size_t first = last;
    while (first > 0 && is_possessor_word(first - 1))
      --first;
    auto best = party_field(view_, {.actor = true, .deed = {}, .verb = {}});
    if (!holds_names(best)) best.reset();
    if (!are_companies(last + 1)) {
      const auto company = party_field(view_, {.actor = false, .deed = {}, .verb = {}});
      const bool named = company && company->field.field->meaning == "company.name";
      if (named && (!best || company->field.distance < best->field.distance)) best = company;
    }
    if (!best) return;
    constexpr double unknown_name = 0.4;
    const FilterOp op = is_negated(first) ? FilterOp::ne : FilterOp::contains;
    push(first, last + 1, Where{best->field, op, {written(first, last + 1)}, true}, unknown_name);
  }

  // Cheaper than a name whose kind nobody said.
  static constexpr double known_field = 0.3;

  // A field that takes any text: one with a list of values would know its own.
  [[nodiscard]] static bool open(const AnchorView::FieldAt& field) {
    const catalog::Field& held = *field.sense.field;
    return held.type == "text" && held.values.empty() && held.role != "hidden" &&
           held.role != "time" && field.sense.distance <= 1 && !field.inflected;
  }

  // "the Platform team": the field's noun stands behind the name.
  void name_before_noun(std::size_t first, std::size_t end) {
    const FilterOp op = is_negated(first) ? FilterOp::ne : FilterOp::contains;
    if (end < scene_.words.size())
      for (const AnchorView::FieldAt& field : view_.fields(end))
        if (open(field)) {
          const Piece piece = Where{field.sense, op, {written(first, end)}, true};
          push(first, field.end, piece, known_field + field.cost);
          const bool by = first > 0 && says(first - 1, WordList::agent_leads);
          const bool by_the = first > 1 && says(first - 1, WordList::definite) &&
                              says(first - 2, WordList::agent_leads);
          if (by || by_the) push(first - (by ? 1 : 2), field.end, piece, known_field + field.cost);
        }
  }

  // "repo web-app": or in front of it.
  void name_with_noun(std::size_t first, std::size_t end) {
    name_before_noun(first, end);
    const FilterOp op = is_negated(first) ? FilterOp::ne : FilterOp::contains;
    for (std::size_t back = 1; back <= 3 && back <= first; ++back)
      for (const AnchorView::FieldAt& field : view_.fields(first - back))
        if (field.end == first && open(field))
          push(first - back, end, Where{field.sense, op, {written(first, end)}, true},
               known_field + field.cost);
  }

  // A word that says nothing else here, so that it may be a name without a capital.
  [[nodiscard]] bool is_open_word(std::size_t at) const {
    if (at >= scene_.words.size() || view_.is_taken(at)) return false;
    const TextWord& word = scene_.words[at];
    if (word.sign || word.number || word.stop || scene_.grammar.is(WordList::harmless, word.text) ||
        scene_.grammar.is(WordList::light, word.text))
      return false;
    return std::ranges::none_of(
        scene_.periods, [&](const PeriodSpan& span) { return at >= span.first && at < span.end; });
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
    if (!known && (end > at + 1 || says(at - 1, WordList::definite))) name_before_noun(at, end);
    if (end == at + 1) return;
    // Hyphenated, led by a preposition: the rows' first open group that is no person.
    if (!scene_.grammar.is(WordList::own_name_leads, scene_.words[at - 1].text)) return;
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
         unknown_name);
  }

  const AnchorView& view_;
  const Scene& scene_;
  FreePieces out_;
};

}  // namespace

bool is_name_word(const AnchorView& view, std::size_t at) {
  const Scene& scene = view.scene();
  if (at == 0 || at >= scene.words.size() || view.is_taken(at)) return false;
  const TextWord& word = scene.words[at];
  if (!word.capital || word.sign || word.number || word.stop) return false;
  if (scene.grammar.vocabulary().contains(word.text) && at < 2) return false;
  for (const PeriodSpan& span : scene.periods)
    if (!span.period.bare && at >= span.first && at < span.end) return false;
  return std::none_of(scene.matches.begin(), scene.matches.end(), [&](const Match& match) {
    const bool whole = match.exact && match.words.size() == 1 && match.first() == at;
    // Its own value elsewhere may be a name here as well.
    if (match.term->own && view.values(at).empty()) return false;
    return whole &&
           (match.term->kind == Term::Kind::measure || match.term->kind == Term::Kind::vendor ||
            match.term->kind == Term::Kind::value);
  });
}

std::vector<Placed> names_around(const AnchorView& view) {
  return Names(view).collect();
}

}  // namespace sluice::analytics
