#include "analytics/asking/look_for_names.h"

#include "analytics/asking/shown_values.h"
#include "analytics/language/text_words.h"
#include "analytics/meaning/own_values.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::vector<std::string> stems_in(std::string_view text) {
  std::vector<std::string> stems;
  for (const TextWord& word : split_words(text))
    if (!word.sign) stems.push_back(word.stem);
  return stems;
}

// Whether the value holds the words, in this order and one behind the other.
[[nodiscard]] bool holds(const std::string& value, const std::vector<std::string>& words) {
  const std::vector<std::string> stems = stems_in(value);
  return !words.empty() && !std::ranges::search(stems, words).empty();
}

// What people call by a part of its name: a group, and not the title of a single row.
[[nodiscard]] bool is_called_in_part(const catalog::Field& field) {
  return field.type == "text" && (field.role == "dimension" || field.meaning.ends_with(".name"));
}

// All runs of the words, the longest first: a name may be one of them or several.
[[nodiscard]] std::vector<std::string> runs_of(const std::vector<std::string>& words) {
  std::vector<std::string> runs;
  for (std::size_t length = words.size(); length > 0; --length)
    for (std::size_t first = 0; first + length <= words.size(); ++first) {
      std::string run = words[first];
      for (std::size_t at = first + 1; at < first + length; ++at)
        run += " " + words[at];
      runs.push_back(std::move(run));
    }
  return runs;
}

// The values of the field that a run of the words stands for; none where it could be any of many.
void add_parts(const LearntField& learnt, const std::string& run, std::vector<OwnValue>& out) {
  const std::vector<std::string> stems = stems_in(run);
  std::vector<const std::string*> meant;
  for (const std::string& value : learnt.values)
    if (holds(value, stems)) meant.push_back(&value);
  if (meant.size() > values_of_name_max) return;
  for (const std::string* value : meant)
    out.push_back({learnt.vendor, learnt.entry, learnt.field, *value, run});
}

// Values that the catalog and the organization's glossary know in full.
[[nodiscard]] std::vector<OwnValue> known_in_part(const Meaning& meaning,
                                                  const SoughtNames& names) {
  std::vector<OwnValue> found;
  const Reference& counted = names.plan.measures.front();
  const VendorMeaning* vendor = meaning.vendor(counted.vendor);
  if (vendor == nullptr) return found;
  for (const catalog::Entry& entry : vendor->vendor->entries)
    for (const catalog::Field& field : entry.fields) {
      if (!is_called_in_part(field) || field.values.empty()) continue;
      LearntField known{counted.vendor, entry.name, field.name, OwnFieldState::kept, {}};
      for (const catalog::FieldValue& value : field.values)
        known.values.push_back(value.value);
      for (const std::string& run : runs_of(names.words))
        add_parts(known, run, found);
    }
  return found;
}

}  // namespace

Task<std::shared_ptr<const LexiconIndex>> look_for_names(std::vector<SoughtNames> sought,
                                                         PlannerContext planner,
                                                         RunContext context) {
  const Meaning meaning(planner.connected);
  std::vector<OwnValue> found;
  for (SoughtNames& names : sought) {
    if (auto known = known_in_part(meaning, names); !known.empty()) {
      std::ranges::move(known, std::back_inserter(found));
      continue;
    }
    ShownValues shown;
    RunContext reading = context;
    reading.shown = [&shown](ShownValues values) { shown = std::move(values); };
    // The answer without the words would be another number: only its rows are looked at.
    static_cast<void>(co_await run_plan(std::move(names.plan), std::move(reading)));
    if (!shown.session) continue;
    const auto fields = co_await read_shown(std::move(shown), planner.connected);
    for (const LearntField& learnt : fields) {
      const catalog::Field* field = meaning.field({learnt.vendor, learnt.entry, learnt.field});
      if (field == nullptr || !is_called_in_part(*field)) continue;
      for (const std::string& run : runs_of(names.words))
        add_parts(learnt, run, found);
    }
  }
  if (found.empty()) co_return nullptr;
  co_return own_index_with(planner.own, planner.connected, found);
}

}  // namespace sluice::analytics
