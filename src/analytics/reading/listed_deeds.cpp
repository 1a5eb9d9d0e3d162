#include "analytics/reading/listed_deeds.h"

#include "analytics/language/text_words.h"
#include "analytics/meaning/row_facts.h"
#include "analytics/reading/free_pieces.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

// The count of the rows that came to this moment, the plainest if there are several; null: the
// catalog has none.
[[nodiscard]] const catalog::Measure* count_at(const catalog::Entry& entry,
                                               const catalog::Field& moment) {
  const catalog::Measure* plainest = nullptr;
  for (const catalog::Measure& measure : entry.measures) {
    const std::string& time = measure.time.empty() ? entry.default_time : measure.time;
    if (measure.aggregation != catalog::Aggregation::count || measure.unnamed ||
        measure.known_only_now || time != moment.name)
      continue;
    if (plainest == nullptr || measure.filter.size() < plainest->filter.size()) plainest = &measure;
  }
  return plainest;
}

class ListedDeeds {
 public:
  explicit ListedDeeds(const AnchorView& view) : view_(view), scene_(view.scene()), out_(view) {}

  [[nodiscard]] std::vector<Placed> collect() {
    constexpr std::size_t several = 2;
    constexpr double listed = 0.1;
    const std::vector<Deed> deeds = linked_deeds();
    if (deeds.empty() || chooses_or_negates(deeds)) return {};
    const bool one_is_enough = deeds.front().asked_again || stands_behind_colon(deeds.front());
    if (deeds.size() < several && !one_is_enough) return {};
    const MeasureSense& what = view_.anchor().what;
    for (const Deed& deed : deeds)
      out_.add(deed.at, deed.end,
               SideBySide{{what.vendor, what.entry, deed.measure, deed.measure->name, false}},
               Make::beside, listed);
    return out_.take();
  }

 private:
  struct Deed {
    std::size_t at = 0;
    std::size_t end = 0;
    const catalog::Measure* measure = nullptr;
    bool asked_again = false;  // "And how many were closed": no second condition of the same rows.
  };

  enum class Link { none, plain, asked_again };

  [[nodiscard]] bool is_link(std::size_t at) const {
    return scene_.grammar.is(WordList::links, scene_.words, at);
  }

  [[nodiscard]] std::optional<Deed> deed_at(std::size_t at) const {
    if (view_.is_taken(at)) return std::nullopt;
    std::optional<Deed> deed;
    for (const AnchorView::FieldAt& field : view_.fields(at))
      if (field.sense.field->role == "time" && field.sense.distance == 0 && !deed)
        deed = Deed{at, field.end, count_at(*field.sense.entry, *field.sense.field)};
    for (const AnchorView::ValueAt& value : view_.values(at))
      if (value.sense.distance == 0 && !value.corrected && (!deed || deed->measure == nullptr))
        deed = Deed{at, value.end,
                    count_of_value(*value.sense.entry, *value.sense.field, value.value)};
    if (!deed || deed->measure == nullptr) deed = done_at(at);
    if (!deed || deed->measure == nullptr || deed->measure == view_.anchor().what.measure)
      return std::nullopt;
    return deed;
  }

  // "How many did we win and how many did we lose": the deed itself, for what the rows are then.
  [[nodiscard]] std::optional<Deed> done_at(std::size_t at) const {
    if (at == 0 || !scene_.grammar.is(WordList::ourselves_asking, scene_.words, at - 1))
      return std::nullopt;
    const catalog::Entry& entry = *view_.anchor().what.entry;
    for (const catalog::Field& field : entry.fields)
      for (const catalog::FieldValue& value : field.values)
        for (const std::string& said : value.synonyms)
          if (stem_of(said) == scene_.words[at].stem)
            return Deed{at, at + 1, count_of_value(entry, field, value.value)};
    return std::nullopt;
  }

  // Nothing but a comma and a small word between the end of the one and the other, or the question
  // once more ("and how many did we").
  [[nodiscard]] Link link_between(std::size_t end, std::size_t first) const {
    constexpr std::size_t links_max = 2;
    constexpr std::size_t asked_again_max = 4;
    std::size_t at = end;
    while (at < first && is_link(at))
      ++at;
    if (at == end || at - end > links_max) return Link::none;
    if (at == first) return Link::plain;
    if (scene_.grammar.phrase_at(PhraseList::counts_asked, scene_.words, at) == 0 ||
        first - at > asked_again_max)
      return Link::none;
    for (++at; at < first; ++at)
      if (!scene_.grammar.is(WordList::harmless, scene_.words, at) &&
          !scene_.grammar.is(WordList::light, scene_.words, at))
        return Link::none;
    return Link::asked_again;
  }

  // Those of the list that what is counted stands in itself.
  [[nodiscard]] std::vector<Deed> linked_deeds() const {
    const auto& anchor = view_.anchor().words;
    if (anchor.empty()) return {};
    std::size_t first = anchor.front();
    std::size_t end = anchor.back() + 1;
    std::vector<Deed> deeds;
    for (std::size_t at = end; at < scene_.words.size(); ++at)
      if (auto deed = deed_at(at); deed && link_between(end, at) != Link::none) {
        deed->asked_again = link_between(end, at) == Link::asked_again;
        end = deed->end;
        deeds.push_back(*deed);
      }
    for (std::size_t at = first; at-- > 0;)
      if (const auto deed = deed_at(at); deed && link_between(deed->end, first) == Link::plain) {
        deeds.insert(deeds.begin(), *deed);
        first = at;
      }
    return deeds;
  }

  // "Not counting won or lost" says which rows, and no numbers.
  [[nodiscard]] bool chooses_or_negates(const std::vector<Deed>& deeds) const {
    constexpr std::size_t near = 3;
    const std::size_t first = deeds.front().at;
    for (std::size_t at = first - std::min(first, near); at < first; ++at)
      if (scene_.grammar.is(WordList::negating, scene_.words, at) ||
          scene_.grammar.is(WordList::negations, scene_.words, at))
        return true;
    return std::ranges::any_of(deeds, [&](const Deed& deed) {
      return deed.at > 0 && is_link(deed.at - 1) &&
             scene_.grammar.is(WordList::either, scene_.words, deed.at - 1);
    });
  }

  // "October: opened and closed".
  [[nodiscard]] bool stands_behind_colon(const Deed& deed) const {
    const auto& anchor = view_.anchor().words;
    const std::size_t first = anchor.empty() ? deed.at : std::min(deed.at, anchor.front());
    return first > 0 && scene_.words[first - 1].text == ":";
  }

  const AnchorView& view_;
  const Scene& scene_;
  FreePieces out_;
};

}  // namespace

std::vector<Placed> listed_deeds(const AnchorView& view) {
  // Without a measure of its own the noun counts rows, and words behind it are their conditions; so
  // are they behind a sum or a mean ("average value, active and renewed ones").
  const catalog::Measure* measure = view.anchor().what.measure;
  if (measure == nullptr || measure->aggregation != catalog::Aggregation::count) return {};
  return ListedDeeds(view).collect();
}

}  // namespace sluice::analytics
