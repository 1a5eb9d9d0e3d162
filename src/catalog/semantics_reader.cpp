#include "catalog/semantics_reader.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace sluice::catalog {
namespace {

std::string text_or(const Json& object, std::string_view name, std::string otherwise = {}) {
  return text_member(object, name).value_or(std::move(otherwise));
}

bool is_snapshot(Aggregation aggregation) {
  return aggregation == Aggregation::snapshot_count ||
         aggregation == Aggregation::snapshot_count_distinct ||
         aggregation == Aggregation::snapshot_sum;
}

// What a row need not say, because its aggregation and its unit do.
MeasureKind kind_of(const Measure& measure) {
  if (measure.known_only_now || is_snapshot(measure.aggregation) ||
      measure.aggregation == Aggregation::last)
    return MeasureKind::state;
  if (measure.unit == "percent" || measure.unit == "ratio") return MeasureKind::ratio;
  if (measure.unit == "days" || measure.unit == "hours" || measure.unit == "minutes" ||
      measure.unit == "seconds")
    return MeasureKind::duration;
  return MeasureKind::flow;
}

MeasureKind kind_from(std::string_view word, const Measure& measure) {
  constexpr std::pair<std::string_view, MeasureKind> words[] = {
      {"flow", MeasureKind::flow},
      {"state", MeasureKind::state},
      {"ratio", MeasureKind::ratio},
      {"duration", MeasureKind::duration}};
  for (const auto& [name, kind] : words)
    if (name == word) return kind;
  return kind_of(measure);
}

FieldValue field_value_from(const Json& value) {
  const Json& plain = value.is_object() ? value["value"] : value;
  FieldValue made{plain.is_string() ? plain.get<std::string>() : plain.dump(),
                  value.is_object() ? texts_of(member(value, "say")) : std::vector<std::string>{},
                  value.is_object() ? text_or(value, "label") : std::string()};
  // What is shown is said back.
  if (!made.label.empty() && std::ranges::find(made.synonyms, made.label) == made.synonyms.end())
    made.synonyms.insert(made.synonyms.begin(), made.label);
  return made;
}

// Where the row does not say so: the sum of prices, scores and ratios means nothing.
bool has_a_sum(const Field& field) {
  constexpr std::string_view words[] = {"price", "rate",    "ratio",      "score",  "rating",
                                        "share", "percent", "percentage", "average"};
  if (field.unit == "percent" || field.unit == "ratio") return false;
  for (std::string_view rest = field.name; !rest.empty();) {
    const auto end = std::min(rest.find('_'), rest.size());
    for (const std::string_view word : words)
      if (rest.substr(0, end) == word) return false;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  // A unit's cost is a price, a month's is not.
  return field.name != "unit_cost" && field.name != "unit_amount";
}

Aggregation aggregation_from(std::string_view word) {
  constexpr std::pair<std::string_view, Aggregation> words[] = {
      {"count", Aggregation::count},
      {"count_distinct", Aggregation::count_distinct},
      {"sum", Aggregation::sum},
      {"average", Aggregation::average},
      {"median", Aggregation::median},
      {"min", Aggregation::min},
      {"max", Aggregation::max},
      {"last", Aggregation::last},
      {"snapshot_count", Aggregation::snapshot_count},
      {"snapshot_count_distinct", Aggregation::snapshot_count_distinct},
      {"snapshot_sum", Aggregation::snapshot_sum},
      {"lost_count", Aggregation::lost_count},
      {"gained_count", Aggregation::gained_count},
      {"lost_sum", Aggregation::lost_sum},
      {"gained_sum", Aggregation::gained_sum},
      {"formula", Aggregation::formula},
  };
  for (const auto& [name, aggregation] : words)
    if (name == word) return aggregation;
  return Aggregation::count;  // The schema lets no other word through.
}

// Buckets of sums and counts add up; those of everything else do not.
bool adds_up(Aggregation aggregation) {
  return aggregation == Aggregation::count || aggregation == Aggregation::sum;
}

Measure measure_from(const Json& json) {
  Measure measure;
  measure.name = text_or(json, "name");
  measure.label = text_or(json, "label", label_from(measure.name));
  measure.synonyms = texts_of(member(json, "synonyms"));
  measure.aggregation = aggregation_from(text_or(json, "aggregate"));
  measure.expression = text_or(json, "expression");
  measure.filter = text_or(json, "filter");
  measure.unknown_segment = text_or(json, "unknown_segment");
  measure.key = text_or(json, "key");
  measure.time = text_or(json, "time");
  measure.unit = text_or(json, "unit", "count");
  measure.arguments = member(json, "arguments");
  measure.additive = flag_member(json, "additive").value_or(adds_up(measure.aggregation));
  measure.higher_is_better = flag_member(json, "higher_is_better").value_or(true);
  measure.description = text_or(json, "description");
  measure.default_dimensions = texts_of(member(json, "by"));
  measure.natural_grain = text_or(json, "grain");
  measure.known_only_now = text_or(json, "known") == "now";
  measure.reaches_back_hours = hours_from(text_or(json, "reaches_back"));
  measure.kind = kind_from(text_or(json, "kind"), measure);
  // In either order, and with words between: "customers that we lost".
  for (const Json& phrasing : member(json, "phrasings"))
    measure.synonyms.push_back(text_or(phrasing, "verb") + " " + text_or(phrasing, "object"));
  for (const Json& gap : member(json, "partial"))
    measure.gaps.push_back({text_or(gap, "when"), text_or(gap, "say")});
  return measure;
}

void read_each(const Json& each, Entry& entry) {
  const std::string source = text_or(each, "from");
  for (const Json& value : member(each, "values"))
    entry.each_values.push_back(value);
  if (!entry.each_values.empty()) {
    entry.each_argument = text_or(each, "argument");
    return;
  }
  for (const auto& [argument, field] : member(each, "arguments").items()) {
    const auto& name = field.get_ref<const std::string&>();
    if (entry.each_argument.empty()) {
      entry.each_argument = argument;
      entry.each_from = source + "." + name;
    } else {
      entry.each_also.emplace_back(argument, name);
    }
  }
}

Entry entry_from(const Json& json) {
  Entry entry;
  entry.name = text_or(json, "name");
  entry.label = text_or(json, "label");
  entry.synonyms = texts_of(member(json, "synonyms"));
  if (const std::string concept_word = text_or(json, "concept"); !concept_word.empty())
    entry.synonyms.push_back(concept_word);
  entry.size = text_or(json, "size");
  entry.tool = text_or(json, "tool");
  entry.arguments = json.contains("arguments") ? json["arguments"] : Json::object();
  if (json.contains("each")) read_each(json["each"], entry);
  entry.rows = text_or(json, "rows");
  entry.zip = texts_of(member(json, "zip"));
  for (const Json& field : member(json, "fields"))
    entry.fields.push_back(field_from(field));
  entry.key = texts_of(member(json, "key"));
  for (const Field& field : entry.fields)
    if (!json.contains("key") && field.role == "key") entry.key.push_back(field.name);
  for (const auto& [name, rows] : member(json, "segments").items())
    entry.segments.emplace(name, rows.get<std::string>());
  entry.measures = measures_from(with_segments(member(json, "measures"), entry.segments));
  for (const Json& rule : member(json, "pushdowns"))
    entry.pushdowns.push_back({text_or(rule, "field"), text_or(rule, "op"),
                               text_or(rule, "argument"), text_or(rule, "format"),
                               flag_member(rule, "required").value_or(false)});
  for (const Json& join : member(json, "joins"))
    entry.joins.push_back(join_from(join));
  entry.default_time = text_or(json, "time");
  entry.name_field = text_or(json, "name_field");
  entry.noun_measure = text_or(json, "noun");
  entry.list_fields = texts_of(member(json, "list"));
  entry.base_filter = text_or(json, "filter");
  entry.questions = texts_of(member(json, "questions"));
  entry.asked_by_bucket = flag_member(json, "asked_by_bucket").value_or(false);
  entry.verified = flag_member(json, "verified").value_or(true);
  entry.reviewed = text_or(json, "reviewed");
  entry.hidden = flag_member(json, "hidden").value_or(false);
  return entry;
}

}  // namespace

Moment moment_from(std::string_view word) {
  constexpr std::pair<std::string_view, Moment> words[] = {
      {"created", Moment::created}, {"updated", Moment::updated}, {"closed", Moment::closed},
      {"due", Moment::due},         {"starts", Moment::starts},   {"ends", Moment::ends}};
  for (const auto& [name, moment] : words)
    if (name == word) return moment;
  return Moment::none;
}

Act act_from(std::string_view word) {
  constexpr std::pair<std::string_view, Act> words[] = {{"assignee", Act::assignee},
                                                        {"author", Act::author},
                                                        {"owner", Act::owner},
                                                        {"reviewer", Act::reviewer}};
  for (const auto& [name, act] : words)
    if (name == word) return act;
  return Act::none;
}

Field field_from(const Json& json) {
  Field field;
  field.name = text_or(json, "name");
  field.label = text_or(json, "label", label_from(field.name));
  field.path = text_or(json, "path");
  field.expression = text_or(json, "expression");
  field.type = text_or(json, "type");
  field.unit = text_or(json, "unit");
  if (field.unit.empty() && field.type == "timestamp") field.unit = "iso";
  if (field.unit.empty() && field.type == "money") field.unit = "major";
  field.currency = text_or(json, "currency");
  field.role = text_or(json, "role", field.type == "text" ? "dimension" : "hidden");
  field.meaning = text_or(json, "meaning");
  field.moment = moment_from(text_or(json, "moment"));
  field.act = act_from(text_or(json, "act"));
  field.synonyms = texts_of(member(json, "synonyms"));
  field.values = values_from(member(json, "values"));
  field.list = flag_member(json, "list").value_or(false);
  field.additive = flag_member(json, "additive").value_or(has_a_sum(field));
  field.ordered = flag_member(json, "ordered").value_or(false);
  field.grouped_by = text_or(json, "grouped_by");
  field.grouped_value = member(json, "grouped_value");
  field.description = text_or(json, "description");
  return field;
}

Join join_from(const Json& json) {
  return {text_or(json, "field"), text_or(json, "to")};
}

Json with_segments(Json measures, const std::map<std::string, std::string>& segments) {
  for (Json& measure : measures) {
    const std::string segment = text_or(measure, "segment");
    if (segment.empty()) continue;
    const auto found = segments.find(segment);
    if (found == segments.end()) {
      measure["unknown_segment"] = segment;
      continue;
    }
    const std::string own = text_or(measure, "filter");
    const std::string& rows = found->second;
    measure["filter"] = own.empty() ? rows : "(" + rows + ") and (" + own + ")";
  }
  return measures;
}

std::vector<Entry> entries_from(const Json& entries) {
  std::vector<Entry> out;
  for (const Json& entry : entries)
    out.push_back(entry_from(entry));
  return out;
}

std::vector<FieldValue> values_from(const Json& values) {
  std::vector<FieldValue> out;
  for (const Json& value : values)
    out.push_back(field_value_from(value));
  return out;
}

std::vector<Measure> measures_from(const Json& measures) {
  std::vector<Measure> out;
  for (const Json& measure : measures) {
    out.push_back(measure_from(measure));
    const std::string past = text_or(measure, "past");
    if (past.empty()) continue;
    Measure then = out.back();
    then.name += "_then";
    out.back().at_instant = then.name;
    then.synonyms.clear();
    then.unnamed = true;
    then.known_only_now = false;
    then.aggregation = then.aggregation == Aggregation::sum ? Aggregation::snapshot_sum
                                                            : Aggregation::snapshot_count;
    then.filter = past;
    then.additive = adds_up(then.aggregation);
    out.push_back(std::move(then));
  }
  return out;
}

std::string label_from(std::string_view name) {
  return upper_first(replaced(name, "_", " "));
}

std::int64_t hours_from(std::string_view text) {
  constexpr std::int64_t hours_per_day = 24;
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return text.ends_with('d') ? number * hours_per_day : number;
}

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& item : list)
    if (item.is_string()) texts.push_back(item.get<std::string>());
  return texts;
}

}  // namespace sluice::catalog
