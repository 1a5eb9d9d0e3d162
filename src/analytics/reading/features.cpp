#include "analytics/reading/features.h"

#include "analytics/reading/decide.h"
#include "analytics/reading/say.h"

#include <algorithm>
#include <set>

namespace sluice::analytics {
namespace {

constexpr std::array<std::string_view, features_count> names{"cost",
                                                             "cost_per_word",
                                                             "measure_loose",
                                                             "measure_inflected",
                                                             "measure_corrected",
                                                             "measure_synonym",
                                                             "measure_words",
                                                             "rows_counted",
                                                             "value_counted",
                                                             "field_counted",
                                                             "vendor_named",
                                                             "rival_distance",
                                                             "rivals",
                                                             "light_words",
                                                             "words",
                                                             "pieces",
                                                             "corrected_words",
                                                             "assumed_period",
                                                             "assumed_measure",
                                                             "assumed_other",
                                                             "background_left_out",
                                                             "conditions",
                                                             "guessed_name",
                                                             "other_vendor",
                                                             "dimensions",
                                                             "no_period",
                                                             "frame_list",
                                                             "frame_ranked",
                                                             "frame_rare",
                                                             "reshaped"};
static_assert(static_cast<std::size_t>(Feature::reshaped) + 1 == features_count);

constexpr double count_max = 4;
constexpr double words_max = 40;

class Collector {
 public:
  explicit Collector(const BestPart& part)
      : part_(part), scene_(*part.scene), reading_(part.readings.front()), plan_(reading_.plan) {}

  [[nodiscard]] Features collect() {
    set(Feature::cost, reading_.cost);
    set(Feature::words, std::min(static_cast<double>(scene_.words.size()), words_max));
    set(Feature::cost_per_word, reading_.cost / std::max<double>(1, size(scene_.words)));
    count(Feature::light_words, size(reading_.parse.light));
    flag(Feature::background_left_out, !part_.left_out.empty());
    words();
    measure();
    rivals();
    assumptions();
    sources();
    shape();
    return features_;
  }

 private:
  template <class List>
  [[nodiscard]] static double size(const List& list) {
    return static_cast<double>(list.size());
  }
  void set(Feature feature, double value) {
    features_.at(static_cast<std::size_t>(feature)) = value;
  }
  void flag(Feature feature, bool holds) { set(feature, holds ? 1 : 0); }
  void count(Feature feature, double number) { set(feature, std::min(number, count_max)); }

  void words() {
    double pieces = 0;
    bool guessed = false;
    for (const Placed& placed : reading_.parse.pieces) {
      if (!std::holds_alternative<Filler>(placed.piece)) ++pieces;
      const auto* where = std::get_if<Where>(&placed.piece);
      guessed = guessed || (where != nullptr && where->guessed);
    }
    count(Feature::pieces, pieces);
    flag(Feature::guessed_name, guessed);
    count(Feature::corrected_words,
          static_cast<double>(std::ranges::count_if(
              scene_.words, [](const TextWord& word) { return word.corrected; })));
    flag(Feature::vendor_named, std::ranges::any_of(scene_.matches, [](const Match& match) {
           return match.term->kind == Term::Kind::vendor && match.exact;
         }));
  }

  // The best of the matches that say what is counted: it was said at least so well.
  void measure() {
    const MeasureSense& counted = reading_.counted;
    const std::vector<std::size_t>& said = reading_.counted_words;
    // An edit of the plan before it counts what that one counts.
    const bool edit = scene_.before != nullptr && said.empty();
    flag(Feature::rows_counted, counted.rows && !edit);
    flag(Feature::value_counted, said.empty() && !edit);
    flag(Feature::field_counted, counted.measure == nullptr && !counted.rows && !edit);
    count(Feature::measure_words, size(said));
    flag(Feature::measure_corrected,
         std::ranges::any_of(said, [&](std::size_t word) { return scene_.words[word].corrected; }));
    bool found = false;
    bool loose = true;
    bool inflected = true;
    bool synonym = true;
    for (const Match& match : scene_.matches) {
      if (match.term->vendor != counted.vendor || match.words != said) continue;
      const bool same = match.term->measure == nullptr || match.term->measure == counted.measure;
      if (!same) continue;
      found = true;
      loose = loose && !match.exact;
      inflected = inflected && match.inflected;
      synonym = synonym && !match.term->primary;
    }
    flag(Feature::measure_loose, found && loose);
    flag(Feature::measure_inflected, found && inflected);
    flag(Feature::measure_synonym, found && synonym);
  }

  void rivals() {
    constexpr double near = 0.5;
    constexpr double far = 1.5;
    double distance = far;
    double rivals = 0;
    for (const Reading& other : part_.readings) {
      if (!other.is_complete() || means_the_same(other.plan, plan_)) continue;
      distance = std::min(distance, other.cost - reading_.cost);
      if (other.cost - reading_.cost < near) ++rivals;
    }
    set(Feature::rival_distance, distance);
    count(Feature::rivals, rivals);
  }

  void assumptions() {
    for (const Assumption& assumed : plan_.assumptions) {
      const bool period = assumed.about == "period";
      const bool counted = assumed.about == "measure";
      flag(period    ? Feature::assumed_period
           : counted ? Feature::assumed_measure
                     : Feature::assumed_other,
           true);
    }
  }

  void sources() {
    std::set<std::string> others;
    for (const Dimension& dimension : plan_.dimensions)
      others.insert(dimension.field.vendor);
    for (const auto* filters : {&plan_.filters, &plan_.part})
      for (const Filter& filter : *filters)
        others.insert(filter.field.vendor);
    for (const Related& related : plan_.related)
      others.insert(related.rows.vendor);
    if (!plan_.measures.empty()) others.erase(plan_.measures.front().vendor);
    flag(Feature::other_vendor, !others.empty());
    count(Feature::conditions, size(plan_.filters) + size(plan_.part) + size(plan_.having));
    count(Feature::dimensions, size(plan_.dimensions));
    flag(Feature::no_period, !plan_.period);
  }

  void shape() {
    switch (plan_.frame) {
      case Frame::list: flag(Feature::frame_list, true); break;
      case Frame::top: flag(Feature::frame_ranked, true); break;
      case Frame::comparison:
      case Frame::share:
      case Frame::distribution:
      case Frame::funnel: flag(Feature::frame_rare, true); break;
      case Frame::total:
      case Frame::trend:
      case Frame::breakdown:
      case Frame::record_count: break;
    }
    flag(Feature::reshaped, plan_.transform != Transform::none ||
                                plan_.derivation != Derivation::none ||
                                plan_.change != Change::none || plan_.restriction.has_value() ||
                                !plan_.related.empty() || plan_.each_dimension);
  }

  const BestPart& part_;
  const Scene& scene_;
  const Reading& reading_;
  const QueryPlan& plan_;
  Features features_{};
};

}  // namespace

std::string_view to_text(Feature feature) {
  return names.at(static_cast<std::size_t>(feature));
}

Features features_of(const BestPart& part) {
  return Collector(part).collect();
}

}  // namespace sluice::analytics
