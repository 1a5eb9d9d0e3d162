#include "catalog/glossary.h"

#include "catalog/json_schema.h"
#include "catalog/row_check.h"
#include "catalog/row_reader.h"
#include "catalog/semantics_reader.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace sluice::catalog {
namespace {

Json glossary_schema() {
  const Json& definitions = row_schema()["$defs"];
  const auto list_of = [](const char* definition) {
    return Json{{"type", "array"}, {"items", {{"$ref", definition}}}};
  };
  const Json values = list_of("#/$defs/value");
  const Json measures = list_of("#/$defs/measure");
  const Json arguments{{"type", "object"}, {"additionalProperties", {{"type", "object"}}}};
  const Json day{{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}};
  const auto by_name = [](const Json& items) {
    return Json{{"type", "object"}, {"additionalProperties", items}};
  };
  const Json entries = list_of("#/$defs/entry");
  const Json texts{{"type", "array"}, {"items", {{"type", "string"}}}};
  const Json vendor{{"type", "object"},
                    {"additionalProperties", false},
                    {"properties",
                     {{"entries", entries},
                      {"fields", by_name(list_of("#/$defs/field"))},
                      {"joins", by_name(list_of("#/$defs/join"))},
                      {"segments", by_name(by_name({{"type", "string"}}))},
                      {"synonyms", by_name(texts)},
                      {"list", by_name(texts)},
                      {"questions", texts},
                      {"arguments", arguments},
                      {"values", by_name(values)},
                      {"measures", by_name(measures)},
                      {"history", by_name(day)}}}};
  return {{"type", "object"}, {"additionalProperties", vendor}, {"$defs", definitions}};
}

class GlossaryReader {
 public:
  explicit GlossaryReader(const RowDocument& document) : document_(document) {}

  // The vendor with the words added; look at errors() before using it.
  [[nodiscard]] Vendor extended(Vendor vendor) {
    const Json& words = document_.root[vendor.slug];
    // First, so that the organization's words may be about its own entries as well.
    for (Entry& entry : entries_from(member(words, "entries"))) {
      entry.of_organization = true;
      vendor.entries.push_back(std::move(entry));
    }
    std::ranges::move(texts_of(member(words, "questions")), std::back_inserter(vendor.questions));
    add_to_entries(vendor, words);
    for (const auto& [place, values] : member(words, "values").items())
      add_values(vendor, place, values);
    for (const auto& [name, measures] : member(words, "measures").items())
      add_measures(vendor, name, measures);
    for (const auto& [name, arguments] : member(words, "arguments").items())
      add_arguments(vendor, name, arguments);
    for (const auto& [name, day] : member(words, "history").items())
      if (Entry* entry = known_entry(vendor, "history", name))
        entry->history_from = day.get<std::string>();
    return vendor;
  }
  // `row`: the vendor as it was before.
  void check(const Vendor& row, const Vendor& extended) {
    for (const RowIssue& issue : row_issues(extended)) {
      const std::string place = place_in_glossary(row, issue.path);
      report(place, (place == row.slug ? issue.path : place) + ": " + issue.message);
    }
  }
  [[nodiscard]] std::vector<RowError>& errors() { return errors_; }

 private:
  // What an organization has beside the vendor's own in an entry of the row: its attributes, its
  // stages, its words.
  void add_to_entries(Vendor& vendor, const Json& words) {
    for (const auto& [name, fields] : member(words, "fields").items())
      if (Entry* entry = known_entry(vendor, "fields", name))
        for (const Json& field : fields)
          entry->fields.push_back(field_from(field));
    for (const auto& [name, joins] : member(words, "joins").items())
      if (Entry* entry = known_entry(vendor, "joins", name))
        for (const Json& join : joins)
          entry->joins.push_back(join_from(join));
    for (const auto& [name, columns] : member(words, "list").items())
      if (Entry* entry = known_entry(vendor, "list", name))
        std::ranges::move(texts_of(columns), std::back_inserter(entry->list_fields));
    for (const auto& [name, synonyms] : member(words, "synonyms").items())
      if (Entry* entry = known_entry(vendor, "synonyms", name))
        std::ranges::move(texts_of(synonyms), std::back_inserter(entry->synonyms));
    for (const auto& [name, segments] : member(words, "segments").items())
      if (Entry* entry = known_entry(vendor, "segments", name))
        add_segments(vendor, *entry, segments);
  }
  void add_segments(const Vendor& vendor, Entry& entry, const Json& segments) {
    for (const auto& [segment, rows] : segments.items())
      if (!entry.segments.emplace(segment, rows.get<std::string>()).second)
        report(vendor.slug + "/segments/" + entry.name + "/" + segment,
               "the row has a segment \"" + segment + "\" of its own");
  }

  void add_values(Vendor& vendor, const std::string& place, const Json& values) {
    const std::size_t dot = place.find('.');
    Entry* entry = entry_named(vendor, place.substr(0, dot));
    const std::string name = dot == std::string::npos ? "" : place.substr(dot + 1);
    Field* field = nullptr;
    if (entry != nullptr) {
      const auto found = std::ranges::find(entry->fields, name, &Field::name);
      if (found != entry->fields.end()) field = &*found;
    }
    const std::string path = vendor.slug + "/values/" + place;
    if (field == nullptr) return report(path, "there is no field \"" + place + "\"");
    for (FieldValue& value : values_from(values))
      field->values.push_back(std::move(value));
  }

  void add_measures(Vendor& vendor, const std::string& name, const Json& measures) {
    Entry* entry = known_entry(vendor, "measures", name);
    if (entry == nullptr) return;
    for (Measure& measure : measures_from(with_segments(measures, entry->segments)))
      entry->measures.push_back(std::move(measure));
  }

  // Objects are merged, everything else is replaced.
  void add_arguments(Vendor& vendor, const std::string& name, const Json& arguments) {
    Entry* entry = known_entry(vendor, "arguments", name);
    if (entry != nullptr) entry->arguments.update(arguments, true);
  }

  // Null is reported.
  [[nodiscard]] Entry* known_entry(Vendor& vendor, std::string_view part, const std::string& name) {
    Entry* entry = entry_named(vendor, name);
    if (entry == nullptr)
      report(vendor.slug + "/" + std::string(part) + "/" + name,
             "there is no entry \"" + name + "\"");
    return entry;
  }
  static Entry* entry_named(Vendor& vendor, std::string_view name) {
    const auto found = std::ranges::find(vendor.entries, name, &Entry::name);
    return found == vendor.entries.end() ? nullptr : &*found;
  }
  void report(const std::string& path, std::string message) {
    errors_.push_back({document_.file, document_.line_of(path), std::move(message)});
  }

  const RowDocument& document_;
  std::vector<RowError> errors_;
};

}  // namespace

std::string place_in_glossary(const Vendor& row, std::string_view path) {
  constexpr std::string_view entries = "entries/";
  if (!path.starts_with(entries)) return row.slug;
  const std::string_view rest = path.substr(entries.size());
  const std::string_view digits = rest.substr(0, rest.find('/'));
  std::size_t at = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), at).ec != std::errc{})
    return row.slug;
  if (at < row.entries.size()) return row.slug;
  return row.slug + "/entries/" + std::to_string(at - row.entries.size()) +
         std::string(rest.substr(digits.size()));
}

std::vector<RowError> apply_glossary(std::vector<Vendor>& vendors, std::string file,
                                     std::string_view text) {
  const auto document = read_row_document(std::move(file), text);
  if (!document) return {document.error()};
  std::vector<RowError> errors;
  static const Schema schema(glossary_schema());
  for (const SchemaIssue& issue : schema.issues(document->root))
    errors.push_back({document->file, document->line_of(issue.path), issue.message});
  if (!errors.empty()) return errors;
  for (Vendor& vendor : vendors) {
    if (!document->root.contains(vendor.slug)) continue;
    GlossaryReader reader(*document);
    Vendor extended = reader.extended(vendor);
    reader.check(vendor, extended);
    if (reader.errors().empty()) vendor = std::move(extended);
    std::ranges::move(reader.errors(), std::back_inserter(errors));
  }
  return errors;
}

void apply_checked_glossary(std::vector<Vendor>& vendors, const Json& root) {
  const RowDocument document{.file = {}, .root = root, .lines = {}};
  for (Vendor& vendor : vendors)
    if (root.contains(vendor.slug)) vendor = GlossaryReader(document).extended(std::move(vendor));
}

}  // namespace sluice::catalog
