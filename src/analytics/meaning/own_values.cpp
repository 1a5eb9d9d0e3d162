#include "analytics/meaning/own_values.h"

#include "analytics/meaning/accounts.h"
#include "analytics/meaning/reach.h"
#include "base/text.h"
#include "catalog/expression.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace sluice::analytics {
namespace {

// The field is read from its own rows: no other entry is fetched to tell its values.
[[nodiscard]] bool is_of_the_row(const catalog::Entry& entry, const catalog::Field& field) {
  if (field.expression.empty()) return !field.path.empty();
  const auto parsed = catalog::parse_expression(field.expression);
  if (!parsed) return false;
  return std::ranges::all_of(catalog::names_in(*parsed), [&](const std::string& name) {
    const catalog::Field* part = field_named(entry, name);
    return part != nullptr && !part->path.empty() && part->grouped_by.empty() && !part->list;
  });
}

// "cus_NffrFeUfNV2Hib": one long word of letters and digits is made by a machine.
[[nodiscard]] bool is_machine_made(std::string_view value) {
  constexpr std::size_t longest_code = 12;
  const bool digits = std::ranges::any_of(value, is_digit);
  return digits && value.size() > longest_code &&
         value.find_first_of(" -.") == std::string_view::npos;
}

// "priority=high" is named by its catalog word already.
[[nodiscard]] bool is_known(const catalog::Field& field, std::string_view value) {
  return std::ranges::any_of(field.values, [&](const catalog::FieldValue& known) {
    return known.value == value ||
           std::ranges::find(known.synonyms, lower(value)) != known.synonyms.end();
  });
}

// Whether two fields of a vendor hold the same names. People are there in a part: an owner need not
// be an author, though both are of the staff.
[[nodiscard]] bool holds_the_same(const catalog::Field& one, const catalog::Field& other) {
  return one.meaning == other.meaning && one.meaning.ends_with(".name") &&
         !one.meaning.starts_with("staff.") && !one.meaning.starts_with("person.") &&
         other.type == "text" && other.role != "hidden" && !other.list && other.grouped_by.empty();
}

class Indexer {
 public:
  Indexer(const std::vector<VendorMeaning>& vendors, LexiconIndex known)
      : vendors_(vendors), index_(std::move(known)) {}

  void add(const OwnValue& value) {
    const auto vendor = std::ranges::find_if(
        vendors_, [&](const VendorMeaning& each) { return each.vendor->slug == value.vendor; });
    if (vendor == vendors_.end()) return;
    const catalog::Entry* entry = find_entry(*vendor, value.entry);
    const catalog::Field* field = entry == nullptr ? nullptr : field_named(*entry, value.field);
    if (field == nullptr || (value.said.empty() && !has_own_values(*entry, *field))) return;
    const auto place = static_cast<std::size_t>(vendor - vendors_.begin());
    add(place, *entry, *field, value);
    for (const catalog::Entry& other : vendor->vendor->entries)
      for (const catalog::Field& same : other.fields)
        if (&same != field && holds_the_same(*field, same)) add(place, other, same, value);
  }
  [[nodiscard]] std::shared_ptr<const LexiconIndex> index() && {
    if (index_.terms.empty()) return nullptr;
    return std::make_shared<const LexiconIndex>(std::move(index_));
  }

 private:
  void add(std::size_t vendor, const catalog::Entry& entry, const catalog::Field& field,
           const OwnValue& value) {
    const std::string& said = value.said.empty() ? value.value : value.said;
    // In full it may be one of the catalog's: what stands for it is not.
    const bool named = value.said.empty() ? is_own_value(field, value.value) : has_letter(said);
    if (!named || !known_.insert({&field, value.value, said}).second) return;
    Term term;
    term.kind = Term::Kind::value;
    term.vendor = vendor;
    term.entry = &entry;
    term.field = &field;
    term.value = value.value;
    term.primary = true;
    term.own = true;
    term.code = is_short_code(said);
    add_term(index_, std::move(term), said);
  }

  const std::vector<VendorMeaning>& vendors_;
  std::set<std::tuple<const catalog::Field*, std::string, std::string>> known_;
  LexiconIndex index_;
};

}  // namespace

bool has_own_values(const catalog::Entry& entry, const catalog::Field& field) {
  // A key that is what people call the row ("web-app") is a name all the same.
  const bool named_by_key =
      field.role == "key" && field.name == entry.name_field && field.meaning.ends_with(".name");
  const bool named = field.role == "dimension" || field.role == "name" || named_by_key;
  // What a tool only says where it is asked to group by it is never there by the way.
  // The names of connections are known from the connections.
  return named && !is_account(field) && field.type == "text" && !field.list &&
         field.grouped_by.empty() && !field.meaning.ends_with(".email") &&
         is_of_the_row(entry, field);
}

bool is_own_value(const catalog::Field& field, std::string_view value) {
  if (value.empty() || value.size() > own_value_bytes_max) return false;
  if (value.starts_with('[') || value.starts_with('{')) return false;  // A list, an object.
  if (value.find('@') != std::string_view::npos || value.find("//") != std::string_view::npos)
    return false;
  const bool control = std::ranges::any_of(
      value, [](const char letter) { return static_cast<unsigned char>(letter) < ' '; });
  if (control || !has_letter(value) || is_machine_made(value)) return false;
  return split_words(value).size() <= own_value_words_max && !is_known(field, value);
}

std::shared_ptr<const LexiconIndex> own_index_of(const std::vector<VendorMeaning>& vendors,
                                                 const std::vector<OwnValue>& values) {
  return own_index_with(nullptr, vendors, values);
}

std::shared_ptr<const LexiconIndex> own_index_with(const std::shared_ptr<const LexiconIndex>& known,
                                                   const std::vector<VendorMeaning>& vendors,
                                                   const std::vector<OwnValue>& values) {
  Indexer indexer(vendors, known == nullptr ? LexiconIndex() : *known);
  for (const OwnValue& value : values)
    indexer.add(value);
  return std::move(indexer).index();
}

}  // namespace sluice::analytics
