#include "analytics/reading/offers.h"

#include "analytics/meaning/labels.h"
#include "analytics/meaning/near_words.h"
#include "analytics/reading/rule_pieces.h"
#include "analytics/reading/say.h"
#include "base/text.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

// Each is a whole reading: a refusal should not take longer than an answer.
constexpr std::size_t texts_read_max = 8;

[[nodiscard]] std::vector<Reading> read_text(const Scene& scene, const std::string& text) {
  const Scene other = make_scene(scene.context, scene.lexicon, scene.grammar, text);
  return read_question(other);
}

[[nodiscard]] Option option_of(std::string text) {
  while (!text.empty() && (text.back() == '?' || text.back() == '.' || text.back() == ' '))
    text.pop_back();
  text = upper_first(text);
  return {text, text + "?"};
}

[[nodiscard]] std::string with_word(const std::string& text, const TextWord& word,
                                    const std::string& by) {
  return text.substr(0, word.offset) + by + text.substr(word.offset + word.length);
}

// Whether the word says a part of the reading as what it was corrected to, and not as a name.
[[nodiscard]] bool is_read_corrected(const Scene& scene, const Reading& reading, std::size_t at) {
  if (!scene.words[at].corrected) return false;
  if (std::ranges::find(reading.counted_words, at) != reading.counted_words.end()) return true;
  const bool matched = std::ranges::any_of(scene.matches, [at](const Match& match) {
    return std::ranges::find(match.words, at) != match.words.end();
  });
  return matched && std::ranges::any_of(reading.parse.pieces, [at](const Placed& placed) {
           const auto* where = std::get_if<Where>(&placed.piece);
           const bool name = where != nullptr && where->guessed;
           return at >= placed.first && at < placed.end && !name;
         });
}

// Words that nobody knows or that were corrected, in their order.
[[nodiscard]] std::vector<std::size_t> misspelt(const Scene& scene,
                                                const std::vector<Reading>& readings) {
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at < scene.words.size(); ++at) {
    const TextWord& word = scene.words[at];
    const bool plain = !word.sign && !word.number && !word.stop;
    const bool left =
        !readings.empty() && std::ranges::find(readings.front().parse.unexplained, at) !=
                                 readings.front().parse.unexplained.end();
    const bool unknown = !scene.lexicon.knows(word.stem) && !scene.lexicon.is_own(word.text) &&
                         !scene.grammar.vocabulary().contains(word.text) &&
                         !scene.grammar.is(WordList::light, word.text) &&
                         !scene.grammar.is(WordList::harmless, word.text);
    if (plain && (word.corrected || (unknown && (left || readings.empty())))) found.push_back(at);
  }
  return found;
}

[[nodiscard]] bool asks_for_a_form(const Scene& scene) {
  const std::vector<Placed> pieces = rule_pieces(scene, nullptr);
  return std::ranges::any_of(pieces, [](const Placed& placed) {
    return !std::holds_alternative<Filler>(placed.piece) &&
           !std::holds_alternative<Asked>(placed.piece) &&
           !std::holds_alternative<Listed>(placed.piece);
  });
}

struct KeyMeasure {
  const catalog::Entry* entry = nullptr;
  const catalog::Measure* measure = nullptr;
};

// The first key measure of each connected vendor, then the second of each.
[[nodiscard]] std::vector<KeyMeasure> key_measures(const Lexicon& lexicon) {
  constexpr std::size_t each_max = 2;
  std::vector<KeyMeasure> found;
  for (std::size_t round = 0; round < each_max; ++round)
    for (const VendorMeaning& vendor : lexicon.vendors()) {
      if (round >= vendor.vendor->overview.size()) continue;
      const std::string& named = vendor.vendor->overview[round];
      const std::size_t dot = named.find('.');
      const catalog::Entry* entry = find_entry(vendor, named.substr(0, dot));
      const catalog::Measure* measure =
          entry == nullptr ? nullptr : find_measure(*entry, named.substr(dot + 1));
      if (measure != nullptr) found.push_back({entry, measure});
    }
  return found;
}

}  // namespace

bool is_answerable(const std::vector<Reading>& readings) {
  return !readings.empty() && readings.front().is_complete() &&
         readings.front().cost <= answerable_cost;
}

std::optional<Option> offer(const PlannerContext& context, const Lexicon& lexicon,
                            const QueryPlan& plan) {
  const auto text = say(Meaning(context.connected), plan);
  if (!text) return std::nullopt;
  // A name may say something else in a sentence: only what is read as it was meant is offered.
  const Scene scene = make_scene(context, lexicon, Grammar::english(), *text);
  const std::vector<Reading> readings = read_question(scene);
  if (!is_answerable(readings) || !means_the_same(readings.front().plan, plan)) return std::nullopt;
  return option_of(*text);
}

std::vector<Option> respelt(const Scene& scene, const std::vector<Reading>& readings) {
  constexpr std::size_t misspelt_max = 2;
  constexpr std::size_t each_max = 3;
  const std::vector<std::size_t> words = misspelt(scene, readings);
  if (words.empty() || words.size() > misspelt_max) return {};
  std::vector<std::string> texts{scene.text};
  // From the end, so that the places before stay.
  for (auto at = words.rbegin(); at != words.rend(); ++at) {
    std::vector<std::string> next;
    for (const std::string& known : near_words(scene.lexicon, scene.words[*at])) {
      if (next.size() >= each_max * texts.size()) break;
      for (const std::string& text : texts)
        next.push_back(with_word(text, scene.words[*at], known));
    }
    texts = std::move(next);
  }
  std::vector<Option> options;
  std::vector<QueryPlan> plans;
  for (std::size_t i = 0; i < std::min(texts.size(), texts_read_max); ++i) {
    const std::vector<Reading> read = read_text(scene, texts[i]);
    const bool told = std::ranges::any_of(plans, [&](const QueryPlan& other) {
      return is_answerable(read) && means_the_same(other, read.front().plan);
    });
    if (!is_answerable(read) || told || options.size() >= each_max) continue;
    plans.push_back(read.front().plan);
    options.push_back(option_of(texts[i]));
  }
  return options;
}

std::vector<Option> other_spellings(const Scene& scene, const Reading& best) {
  for (std::size_t at = 0; at < scene.words.size(); ++at) {
    if (!is_read_corrected(scene, best, at)) continue;
    std::vector<Option> options;
    for (const std::string& known : words_as_near(scene.lexicon, scene.words[at])) {
      std::string text = with_word(scene.text, scene.words[at], known);
      const std::vector<Reading> read = read_text(scene, text);
      if (is_answerable(read) && !means_the_same(read.front().plan, best.plan) &&
          options.size() + 1 < options_max)
        options.push_back(option_of(std::move(text)));
    }
    if (options.empty()) continue;
    const std::string meant = scene.lexicon.spelled(scene.words[at].stem);
    options.insert(options.begin(), option_of(with_word(scene.text, scene.words[at], meant)));
    return options;
  }
  return {};
}

std::vector<Option> with_measure(const Scene& scene) {
  std::vector<std::size_t> places;
  constexpr std::size_t places_max = 3;
  for (const TextWord& word : scene.words)
    if (!word.sign && !word.stop && places.size() < places_max) places.push_back(word.offset);
  if (places.empty() || !asks_for_a_form(scene)) return {};
  std::vector<Option> options;
  std::size_t read_texts = 0;
  for (const KeyMeasure& key : key_measures(scene.lexicon)) {
    const std::string label = inside_sentence(label_of(*key.measure));
    for (const std::size_t place : places) {
      if (options.size() >= options_max || ++read_texts > texts_read_max) break;
      const std::string text = scene.text.substr(0, place) + label + " " + scene.text.substr(place);
      const std::vector<Reading> read = read_text(scene, text);
      if (!is_answerable(read) || read.front().counted.entry != key.entry) continue;
      options.push_back(option_of(text));
      // Where it was understood once, it is for the others as well.
      places = {place};
      break;
    }
  }
  // One alone is no choice: it would be a guess at what was meant.
  return options.size() > 1 ? options : std::vector<Option>();
}

std::vector<Correction> corrections_of(const Scene& scene, const Reading& reading) {
  std::vector<Correction> found;
  for (const Mended& mended : scene.mended)
    found.push_back({mended.written, mended.meant});
  for (std::size_t at = 0; at < scene.words.size(); ++at)
    if (is_read_corrected(scene, reading, at))
      found.push_back({scene.text.substr(scene.words[at].offset, scene.words[at].length),
                       scene.lexicon.spelled(scene.words[at].stem)});
  return found;
}

}  // namespace sluice::analytics
