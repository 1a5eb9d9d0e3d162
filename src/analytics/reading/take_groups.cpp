#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"

#include <algorithm>

// What the answer is split by.
namespace sluice::analytics {
namespace {

[[nodiscard]] bool names_person(const catalog::Field& field) {
  return field.meaning.starts_with("person.") || field.meaning.starts_with("staff");
}

// The catalog writes the question words that ask for a field among its synonyms.
[[nodiscard]] bool is_called(const Parts& parts, const catalog::Field& field, WordList list) {
  return std::ranges::any_of(field.synonyms, [&](const std::string& synonym) {
    return std::ranges::any_of(parts.scene.grammar.words(list), [&](const std::string& word) {
      return synonym.find(word) != std::string::npos;
    });
  });
}

// "Why did we lose deals": the field that holds reasons.
void take_reason(Parts& parts) {
  // Of a rate there is no reason in the rows: each has one of its own, and none has a rate.
  if (parts.what.measure != nullptr &&
      parts.what.measure->aggregation == catalog::Aggregation::formula)
    return parts.fail("why");
  for (const WordList called : {WordList::why, WordList::reasons})
    for (const catalog::Field& field : parts.what.entry->fields) {
      if (!is_called(parts, field, called) || !can_group(field)) continue;
      return add_dimension(parts, {parts.what.vendor, parts.what.entry, &field, 0});
    }
  parts.fail("why");
}

// "Where do they come from": the field that says so, in the rows or in what they are joined to.
void take_place(Parts& parts) {
  const VendorMeaning& vendor = parts.scene.lexicon.vendors()[parts.what.vendor];
  for (const bool called : {true, false})
    for (const int wanted : {0, 1})
      for (const catalog::Entry& entry : vendor.vendor->entries) {
        if (parts.view.reach().distance(&entry) != wanted) continue;
        for (const catalog::Field& field : entry.fields)
          if (can_group(field) && (called ? is_called(parts, field, WordList::places)
                                          : field.meaning.starts_with("country.")))
            return add_dimension(parts, {parts.what.vendor, &entry, &field, wanted});
      }
  parts.fail("where");
}

// The noun inside of the counted thing's own name ("customers churned"): which of them is asked.
[[nodiscard]] std::optional<FieldSense> noun_within(const Parts& parts) {
  const auto& words = parts.view.anchor().words;
  std::optional<FieldSense> nearest;
  std::optional<FieldSense> named;  // By a field, where no noun stands in the name.
  for (const Match& match : parts.scene.matches) {
    if (!match.exact ||
        !std::includes(words.begin(), words.end(), match.words.begin(), match.words.end()))
      continue;
    const auto distance = parts.view.reach().distance(match.term->entry);
    if (!distance) continue;
    const catalog::Entry& entry = *match.term->entry;
    if (match.term->kind == Term::Kind::field && can_group(*match.term->field) && !named)
      named = FieldSense{match.term->vendor, &entry, match.term->field, *distance};
    if (match.term->kind != Term::Kind::entry) continue;
    // "Customers" of another vendor are fewer: not all of them are known there.
    const catalog::Field* name = find_field(entry, entry.name_field);
    if (name != nullptr && (!nearest || *distance < nearest->distance))
      nearest = FieldSense{match.term->vendor, &entry, name, *distance};
  }
  return nearest ? nearest : named;
}

// "Every invoice that was issued": all of the counted rows, not one by one.
[[nodiscard]] bool is_each_row(const Parts& parts, const Said<GroupedBy>& said) {
  const FieldSense& field = said.piece->field;
  const std::string& word = parts.scene.words[said.at->first].text;
  const bool own = field.entry == parts.what.entry &&
                   (field.field->role == "key" || field.field->name == field.entry->name_field);
  return own && parts.scene.grammar.is(WordList::every_row, word) && parts.ranks.empty();
}

// "Annual plans", "opened by dependabot": a noun that nothing announces as a group, beside a value,
// belongs to the value.
[[nodiscard]] bool is_noun_of_condition(const Parts& parts, const Said<GroupedBy>& said) {
  if (said.piece->announced) return false;
  const std::string& before = parts.scene.words[said.at->first == 0 ? 0 : said.at->first - 1].text;
  const bool whose = parts.scene.grammar.is(WordList::whose, before);
  return std::any_of(parts.conditions.begin(), parts.conditions.end(), [&](const Said<Where>& one) {
    // "From customers on yearly billing": a small word may stand between.
    const bool behind =
        one.at->first == said.at->end ||
        (one.at->first == said.at->end + 1 && whose &&
         parts.scene.grammar.is(WordList::harmless, parts.scene.words[said.at->end].text));
    return one.at->end == said.at->first || (behind && (!said.piece->plural || whose));
  });
}

}  // namespace

void add_dimension(Parts& parts, const FieldSense& sense, bool noun) {
  // Rows counted by their own name are one each: the noun says nothing more.
  const bool own_name = sense.entry == parts.what.entry && parts.counts_rows() && noun &&
                        sense.field->name == sense.entry->name_field;
  if (own_name && !parts.ranks.empty()) {
    parts.ranks_rows = true;
    return;
  }
  // "Average files per pull request": the mean of the rows is one per row already.
  const bool each_row =
      sense.entry == parts.what.entry && !parts.aggregates.empty() &&
      (own_name || sense.field->role == "key" || sense.field->name == sense.entry->name_field) &&
      parts.ranks.empty();
  if (each_row) return;
  const Reference field = parts.reference(sense);
  const bool known = std::any_of(parts.plan.dimensions.begin(), parts.plan.dimensions.end(),
                                 [&](const Dimension& each) { return each.field == field; });
  if (!known) parts.plan.dimensions.push_back({field, std::nullopt, std::nullopt});
}

std::optional<FieldSense> person_field(const Parts& parts) {
  const catalog::Entry& entry = *parts.what.entry;
  // "Who opened": the field that is called so, in more words than "who".
  for (const Match& match : parts.scene.matches)
    if (match.term->kind == Term::Kind::field && match.words.size() > 1 &&
        match.term->entry == &entry &&
        parts.scene.grammar.is(WordList::who, parts.scene.words, match.first()))
      return FieldSense{parts.what.vendor, &entry, match.term->field, 0};
  // "Who filed the most": by what they did, one field of several.
  for (const TextWord& word : parts.scene.words)
    if (const catalog::Field* doer = doer_of(entry, word.stem))
      return FieldSense{parts.what.vendor, &entry, doer, 0};
  for (const catalog::Field& field : entry.fields)
    if (field.role != "hidden" && is_called(parts, field, WordList::who))
      return FieldSense{parts.what.vendor, &entry, &field, 0};
  for (const catalog::Field& field : entry.fields)
    if (field.role != "hidden" && names_person(field))
      return FieldSense{parts.what.vendor, &entry, &field, 0};
  if (const catalog::Field* named = person_of(entry))
    return FieldSense{parts.what.vendor, &entry, named, 0};
  // "Who paid us most": the one behind a join.
  const VendorMeaning& vendor = parts.scene.lexicon.vendors()[parts.what.vendor];
  for (const catalog::Entry& other : vendor.vendor->entries) {
    const auto distance = parts.view.reach().distance(&other);
    const catalog::Field* name = find_field(other, other.name_field);
    if (!distance || *distance == 0 || name == nullptr) continue;
    if (names_person(*name) || name->meaning.starts_with("company."))
      return FieldSense{parts.what.vendor, &other, name, *distance};
  }
  return std::nullopt;
}

namespace {

// "Reasons we lost deals in 2026": what the group is about ("lost reason") has a count with a
// moment of its own; by the day the deals were created, others would be counted.
void take_measure_of_group(Parts& parts) {
  if (!parts.what.rows || parts.plan.dimensions.empty() || !parts.moments.empty()) return;
  const Dimension& group = parts.plan.dimensions.front();
  if (group.field.entry != parts.what.entry->name) return;
  const std::string name = "_" + group.field.name + "_";
  for (const catalog::Field& field : parts.what.entry->fields)
    for (const catalog::FieldValue& value : field.values)
      for (const std::string& said : value.synonyms) {
        if (!name.contains("_" + said + "_")) continue;
        const catalog::Measure* own = count_of_value(*parts.what.entry, field, value.value);
        if (own == nullptr || own->known_only_now || own->time.empty()) continue;
        parts.what.measure = own;
        parts.what.name = own->name;
        parts.plan.measures.front() = parts.own(own->name);
        return;
      }
}

// Whether the rows are people or companies themselves.
[[nodiscard]] bool counts_parties(const Parts& parts) {
  const catalog::Field* name = find_field(*parts.what.entry, parts.what.entry->name_field);
  return name != nullptr && (names_person(*name) || name->meaning.starts_with("company."));
}

// "Who closed more, Ada or Zoe": those who are named, and nobody else.
[[nodiscard]] bool chooses_of_values(const Parts& parts) {
  if (!parts.asks_for_more()) return false;
  return std::ranges::any_of(parts.conditions, [&](const Said<Where>& one) {
    return std::ranges::any_of(parts.conditions, [&](const Said<Where>& other) {
      return one.at < other.at && one.piece->field.field == other.piece->field.field &&
             one.piece->values != other.piece->values;
    });
  });
}

// "Rank the industries, where does our revenue come from": the group has said which places.
[[nodiscard]] bool is_grouped_before_place(const Parts& parts) {
  return std::ranges::any_of(parts.asked, [&](const Said<Asked>& asked) {
    return asked.piece->what == AskedFor::place &&
           std::ranges::any_of(parts.groups, [&](const Said<GroupedBy>& group) {
             return group.at->end <= asked.at->first;
           });
  });
}

// "The three people who filed the most": as "who", the noun says nobody in particular, and what
// they did says which of the rows' people is meant.
[[nodiscard]] FieldSense person_by_deed(const Parts& parts, const Said<GroupedBy>& said) {
  const FieldSense& field = said.piece->field;
  const bool person = field.entry == parts.what.entry && field.field->act != catalog::Act::none;
  const auto& words = parts.scene.words;
  bool nobody = false;
  for (std::size_t at = said.at->first; at < said.at->end; ++at)
    nobody = nobody || (parts.scene.grammar.is(WordList::light, words, at) &&
                        parts.scene.lexicon.knows(words[at].stem));
  if (!person || !nobody) return field;
  for (const TextWord& word : words)
    if (const catalog::Field* doer = doer_of(*field.entry, word.stem))
      return {field.vendor, field.entry, doer, field.distance};
  return field;
}

// "Per kind of mailing": not each mailing.
[[nodiscard]] bool asks_for_kinds(const Parts& parts, const Said<GroupedBy>& said) {
  const FieldSense& field = said.piece->field;
  if (field.field->name != field.entry->name_field) return false;
  for (std::size_t at = said.at->first; at < said.at->end; ++at)
    if (parts.scene.grammar.is(WordList::kinds, parts.scene.words, at)) return true;
  return false;
}

void take_group(Parts& parts, const Said<GroupedBy>& said) {
  // "How many different engineers merged": not the rows are counted, but who they are of.
  const bool counted = is_counted(parts, said);
  const bool plain = !said.piece->subject && !said.piece->qualified && !said.piece->noun;
  if (counted && plain) {
    parts.counted_group = &said;
    // By which bound, is seen when the bounds are taken.
    if (parts.bounds.empty()) settle_counted_group(parts);
    if (!parts.bounds.empty()) add_dimension(parts, said.piece->field);
    return;
  }
  if (is_noun_of_condition(parts, said) || is_each_row(parts, said)) return;
  if (asks_for_kinds(parts, said)) return parts.fail(*said.at);
  // "What feedback did the customers give": beside a group that was asked for, a noun is none.
  const bool asked = std::any_of(parts.groups.begin(), parts.groups.end(),
                                 [](const Said<GroupedBy>& one) { return one.piece->announced; });
  if (asked && !said.piece->announced) return parts.fail(*said.at);
  // "Which issues are in review": reviews are counted by no word of the question.
  const bool of_others = said.piece->subject && said.piece->noun &&
                         said.piece->field.entry != parts.what.entry && parts.what.rows &&
                         parts.ranks.empty() && parts.bounds.empty() &&
                         !parts.asks(AskedFor::count) && parts.aggregates.empty();
  constexpr double other_subject = 1.2;
  if (of_others) parts.cost += other_subject;
  add_dimension(parts, counted ? said.piece->field : person_by_deed(parts, said), said.piece->noun);
  if (counted) parts.counted_group = &said;
  if (said.piece->subject) parts.plural_subject = said.piece->plural;
  if (!said.piece->limit) return;
  // "The 3 repositories with the most": their number is that of the rank.
  // "Ten customers by revenue": a number of what is ranked, without a word of rank.
  if (parts.ranks.empty() && (!said.piece->subject || parts.counts_rows()))
    return parts.fail(*said.at);
  if (!parts.ranks.empty() && parts.ranks.front().piece->limit) return parts.fail(*said.at);
  parts.group_limit = said.piece->limit;
}

}  // namespace

void take_groups(Parts& parts) {
  for (const Said<GroupedBy>& said : parts.groups) {
    take_group(parts, said);
    if (parts.impossible) return;
  }
  if (parts.asks(AskedFor::reason) && !parts.explains_change()) take_reason(parts);
  if (parts.asks_for_place() && !is_grouped_before_place(parts)) take_place(parts);
  take_measure_of_group(parts);
  // "Who reviewed the most pull requests": people are asked, not pull requests.
  const bool other_subject =
      std::any_of(parts.groups.begin(), parts.groups.end(),
                  [](const Said<GroupedBy>& said) { return said.piece->subject; });
  if (parts.asks_for_person() && other_subject && !parts.plan.dimensions.empty())
    return parts.fail("who");
  const bool open = parts.plan.dimensions.empty() && parts.time_ranks.empty();
  if (parts.asks_for_person() && open && !chooses_of_values(parts)) {
    // "Who are our three biggest customers": the rows' own noun says who.
    const auto noun = parts.what.rows ? std::nullopt : noun_within(parts);
    const bool rows = parts.what.rows && !parts.ranks.empty() && counts_parties(parts);
    const auto person = rows ? std::nullopt : person_field(parts);
    if (rows) return;
    if (!person && !noun) return parts.fail("who");
    add_dimension(parts, person ? *person : *noun);
    return;
  }
  // "Which customers churned": the measure counts them, and they are asked themselves.
  const bool which = parts.asks_first(AskedFor::which) && open && !parts.counts_rows();
  parts.counted_noun = open && !which ? asks_for_payers(parts) : nullptr;
  if (!which && parts.counted_noun == nullptr) return;
  const auto noun = noun_within(parts);
  if (!noun && parts.counted_noun != nullptr) return parts.fail(*parts.counted_noun);
  if (noun) {
    add_dimension(parts, *noun);
    constexpr double turned = 0.1;
    parts.cost += turned;
  }
}

}  // namespace sluice::analytics
