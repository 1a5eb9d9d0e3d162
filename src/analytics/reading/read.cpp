#include "analytics/reading/read.h"

#include "analytics/language/best_first.h"
#include "analytics/reading/asking_part.h"
#include "analytics/reading/assumptions.h"
#include "analytics/reading/decide.h"
#include "analytics/reading/derive.h"
#include "analytics/reading/follow_up.h"
#include "analytics/reading/offers.h"
#include "analytics/reading/rule_pieces.h"
#include "analytics/reading/two_questions.h"
#include "analytics/reading/vendor_choice.h"
#include "analytics/reading/why_not.h"
#include "analytics/reading/words_around.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace sluice::analytics {
namespace {

// "Deals that aren't won or lost": the negation goes on behind the link, where the word would be a
// part of what is counted.
[[nodiscard]] bool negates_on(const AnchorView& view, const Parse& parse) {
  const Scene& scene = view.scene();
  return std::ranges::any_of(parse.pieces, [&](const Placed& placed) {
    const bool negated = placed.make == Make::where_not || placed.make == Make::lack;
    return negated && scene.grammar.is(WordList::links, scene.words, placed.end) &&
           placed.end + 1 < scene.words.size() && view.is_taken(placed.end + 1);
  });
}

void add_other_vendors(const AnchorView& view, const std::vector<Placed>& pieces, Reading& best) {
  const Anchor& anchor = view.anchor();
  for (OtherParse& other : parses_of_other_vendors(view, best.parse, pieces)) {
    auto assembled = assemble(view, other.parse);
    if (!assembled) continue;
    Reading reading;
    reading.counted = anchor.what;
    reading.counted_words = anchor.words;
    reading.cost = anchor.cost + other.parse.cost + assembled->cost;
    reading.plan = std::move(assembled->plan);
    reading.parse = std::move(other.parse);
    reading.part = other.part;
    best.part = other.chosen;
    best.others.push_back(std::move(reading));
  }
}

// Only the best parse of an anchor: others of the same thing would compete with themselves.
void read_around(const Scene& scene, const Anchor& anchor, const std::vector<Placed>& shared,
                 std::vector<Reading>& out) {
  const AnchorView view(scene, anchor);
  const std::vector<Placed> pieces = pieces_around(view, shared);
  std::optional<Reading> best;
  for (Parse& parse : derive(view, pieces)) {
    Reading reading;
    reading.counted = anchor.what;
    reading.counted_words = anchor.words;
    reading.cost = anchor.cost + parse.cost;
    auto assembled = assemble(view, parse);
    // The value that names the rows has to be a condition of the plan.
    const bool lost_value = anchor.by_value && assembled && assembled->plan.filters.empty() &&
                            assembled->plan.part.empty();
    const bool torn = negates_on(view, parse);
    reading.parse = std::move(parse);
    if (!assembled || lost_value || torn) {
      reading.impossible = assembled ? "value" : assembled.error().words;
      reading.contradiction = !assembled && assembled.error().contradiction;
    } else {
      reading.plan = std::move(assembled->plan);
      reading.cost += assembled->cost;
    }
    const bool better = !best || (reading.is_complete() && !best->is_complete()) ||
                        (reading.is_complete() == best->is_complete() && reading.cost < best->cost);
    if (better) best = std::move(reading);
  }
  if (!best) return;
  if (best->is_complete()) add_other_vendors(view, pieces, *best);
  out.push_back(*std::move(best));
}

// A group that no word announces, said by a word of the name.
[[nodiscard]] bool splits_by_word_of(const Reading& reading, const std::vector<std::size_t>& name) {
  return std::ranges::any_of(reading.parse.pieces, [&](const Placed& placed) {
    const auto* group = std::get_if<GroupedBy>(&placed.piece);
    return group != nullptr && !group->announced &&
           std::ranges::find(name, placed.first) != name.end();
  });
}

// Whether the words that the reading counts by are the measure's own name, said in one piece.
[[nodiscard]] bool counts_by_its_name(const Scene& scene, const Reading& reading) {
  return std::ranges::any_of(scene.matches, [&](const Match& match) {
    return match.term->kind == Term::Kind::measure && match.exact && match.together &&
           !match.by_concept && match.words == reading.counted_words &&
           match.term->measure == reading.counted.measure;
  });
}

// "Deals won", which cannot be carried out, is not read as "won" by deal: of a name in one piece
// the words belong together.
void refuse_parts_of_names(const Scene& scene, std::vector<Reading>& readings) {
  const auto holds = [](const std::vector<std::size_t>& name,
                        const std::vector<std::size_t>& part) {
    return name.size() > part.size() && !part.empty() && std::ranges::includes(name, part);
  };
  for (Reading& reading : readings) {
    if (!reading.is_complete()) continue;
    const auto whole = std::ranges::find_if(readings, [&](const Reading& other) {
      return !other.impossible.empty() && other.parse.unexplained.empty() &&
             other.counted.vendor == reading.counted.vendor &&
             holds(other.counted_words, reading.counted_words) &&
             splits_by_word_of(reading, other.counted_words) && counts_by_its_name(scene, other);
    });
    if (whole != readings.end()) reading.impossible = whole->impossible;
  }
}

}  // namespace

std::vector<Reading> read_question(const Scene& scene) {
  const std::vector<Placed> shared = rule_pieces(scene, nullptr);
  std::vector<Reading> readings;
  const std::vector<Anchor> anchors =
      scene.before == nullptr ? find_anchors(scene) : anchors_after(scene, *scene.before);
  for (const Anchor& anchor : anchors)
    read_around(scene, anchor, shared, readings);
  refuse_parts_of_names(scene, readings);
  return best_first(std::move(readings), [](const Reading& reading) {
    constexpr double incomplete = 1'000;
    return -(reading.cost + (reading.is_complete() ? 0 : incomplete));
  });
}

namespace {

// The part with the best complete reading; else why the whole question has none.
[[nodiscard]] std::expected<BestPart, NotRead> read_best_part(const PlannerContext& context,
                                                              const Lexicon& lexicon,
                                                              std::string_view question) {
  std::optional<BestPart> best;
  NotRead reason;
  const PeriodContext period{context.now, context.timezone, context.week_starts_on};
  for (const AskingPart& part : asking_parts(Grammar::english(), lexicon, question, period)) {
    auto scene =
        std::make_unique<Scene>(make_scene(context, lexicon, Grammar::english(), part.text));
    std::vector<Reading> readings = read_question(*scene);
    for (Reading& reading : readings)
      reading.cost += part.cost;
    if (!is_answerable(readings)) {
      // What was in the way of the whole question is what a person can mend.
      if (part.left_out.empty()) reason = why_not(*scene, readings);
      continue;
    }
    if (best && best->readings.front().cost <= readings.front().cost) continue;
    best = BestPart{std::move(scene), std::move(readings), part.left_out, part.names_measure};
    // Nothing is taken for background where the whole text can be read.
    if (part.left_out.empty()) break;
  }
  if (!best) return std::unexpected(std::move(reason));
  return *std::move(best);
}

// Whether something that can be counted is named in front of the word.
[[nodiscard]] bool names_rows(const Lexicon& lexicon, const std::vector<TextWord>& words,
                              std::size_t before) {
  const auto matches = lexicon.find(words, std::vector<bool>(words.size(), false));
  return std::ranges::any_of(matches, [&](const Match& match) {
    const bool rows =
        match.term->kind == Term::Kind::entry || match.term->kind == Term::Kind::measure;
    return rows && match.exact && match.last() < before;
  });
}

// "Split that by owner", "without the ones": what is pointed at was said before, if at all.
[[nodiscard]] bool points_nowhere(const Lexicon& lexicon, std::string_view question) {
  constexpr std::size_t short_question = 7;
  const Grammar& grammar = Grammar::english();
  const std::vector<TextWord> words = split_words(question);
  if (words.size() > short_question) return false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool pronoun = grammar.is(WordList::pronouns, words[i].text);
    // "Merged PRs without the ones of bots": the noun stands in front.
    if ((pronoun && !names_rows(lexicon, words, i)) ||
        grammar.phrase_at(PhraseList::bare_splits, words, i) > 0)
      return true;
  }
  return grammar.phrase_at(PhraseList::bare_questions, words, 0) > 0;
}

// The question as an edit of the plan before it.
[[nodiscard]] std::expected<BestPart, NotRead> read_edit(const PlannerContext& context,
                                                         const Lexicon& lexicon,
                                                         std::string_view question,
                                                         const QueryPlan& before) {
  auto scene = std::make_unique<Scene>(make_scene(context, lexicon, Grammar::english(), question));
  scene->before = &before;
  std::vector<Reading> readings = read_question(*scene);
  // What names its measure is a part of a question only where it leans on the one before.
  if (leaning_of(scene->grammar, scene->words) != Leaning::whole)
    std::erase_if(readings, [](const Reading& reading) { return !reading.counted_words.empty(); });
  if (!is_answerable(readings)) return std::unexpected(why_not(*scene, readings));
  return BestPart{std::move(scene), std::move(readings), {}, false};
}

// The question by itself.
[[nodiscard]] std::expected<BestPart, NotRead> read_whole(const PlannerContext& context,
                                                          const Lexicon& lexicon,
                                                          std::string_view question) {
  if (points_nowhere(lexicon, question)) return std::unexpected(NotRead{});
  return read_best_part(context, lexicon, question);
}

// What follows the plan: a part of a question is an edit of it, a whole one starts anew.
[[nodiscard]] std::expected<BestPart, NotRead> read_after(const PlannerContext& context,
                                                          const Lexicon& lexicon,
                                                          std::string_view question,
                                                          const QueryPlan& before) {
  std::expected<BestPart, NotRead> whole = read_whole(context, lexicon, question);
  std::expected<BestPart, NotRead> edit = read_edit(context, lexicon, question, before);
  const Leaning leaning = leaning_of(Grammar::english(), split_words(question));
  // "Excluding refunds", "top 5 customers": with the rows of a value or of a noun alone, no
  // question of its own, as long as the plan before explains the words.
  if (whole && whole->readings.front().counted_words.empty()) whole = std::unexpected(NotRead{});
  const bool rows_alone =
      whole && edit && whole->readings.front().counted.rows &&
      whole->readings.front().counted.entry != edit->readings.front().counted.entry;
  if (edit && (leaning != Leaning::none || !whole || rows_alone)) return edit;
  // A question that points to what was said before is none of its own, whatever its words hold.
  if (!whole || leaning == Leaning::whole)
    return std::unexpected(edit ? NotRead{} : std::move(edit.error()));
  return whole;
}

// The parts of a text, if they are several and each can be answered.
[[nodiscard]] std::vector<std::string> if_readable(const PlannerContext& context,
                                                   const Lexicon& lexicon,
                                                   std::vector<std::string> parts) {
  constexpr std::size_t several = 2;
  if (parts.size() < several) return {};
  for (const std::string& part : parts)
    if (!read_whole(context, lexicon, part)) return {};
  return parts;
}

}  // namespace

std::expected<PlanOutcome, NotRead> plan_by_grammar(const PlannerContext& context,
                                                    std::string_view question,
                                                    const QueryPlan* before) {
  const Lexicon lexicon(context.connected, context.lexicon, context.own);
  NotRead named;
  named.product = absent_product(make_scene(context, lexicon, Grammar::english(), question));
  if (named.product) return std::unexpected(std::move(named));
  // Marked as two, they are two, though the words of both would make one: each has a time of its
  // own, and conditions.
  named.questions = if_readable(context, lexicon, marked_questions(question));
  if (!named.questions.empty()) return std::unexpected(std::move(named));
  std::expected<BestPart, NotRead> part = before == nullptr
                                              ? read_whole(context, lexicon, question)
                                              : read_after(context, lexicon, question, *before);
  if (part) return decide(context, lexicon, question, *std::move(part));
  part.error().questions =
      if_readable(context, lexicon, questions_in(Grammar::english(), question));
  return std::unexpected(std::move(part.error()));
}

std::optional<Features> features_of_answer(const PlannerContext& context,
                                           std::string_view question) {
  const Lexicon lexicon(context.connected, context.lexicon, context.own);
  auto part = read_whole(context, lexicon, question);
  if (!part) return std::nullopt;
  note_assumptions(*part->scene, part->readings.front());
  return features_of(*part);
}

std::vector<QueryPlan> near_plans(const PlannerContext& context, std::string_view question) {
  const Lexicon lexicon(context.connected, context.lexicon, context.own);
  std::vector<QueryPlan> plans;
  if (auto part = read_whole(context, lexicon, question))
    for (const Reading* reading : rivals_of(part->readings))
      plans.push_back(reading->plan);
  return plans;
}

}  // namespace sluice::analytics
