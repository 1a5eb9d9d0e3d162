#pragma once
#include "analytics/meaning/lexicon.h"
#include "catalog/semantics.h"

#include <compare>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// An organization's own words (its plans, teams, owners, events, repositories, campaigns): values
// that the rows of its own answers showed, so that a question can say them without quotes or
// capitals. Which fields have such values, which values are kept, and the index of them.
namespace sluice::analytics {

// Of a field with more values than these nobody knows the names by heart: none is kept.
inline constexpr std::size_t own_values_of_field_max = 200;
inline constexpr std::size_t own_values_of_connection_max = 2'000;
// In bytes. A field with one longer value holds prose, and none of its values is kept.
inline constexpr std::size_t own_value_bytes_max = 64;
// A longer one is no name that somebody says.
inline constexpr std::size_t own_value_words_max = 5;

// One value that a field of a connected vendor was seen to hold. All by their catalog names; the
// value exactly as the vendor holds it.
struct OwnValue {
  std::string vendor;
  std::string entry;
  std::string field;
  std::string value;
  std::string said{};  // The words that stand for it, if it is not said in full; empty: its own.
  friend auto operator<=>(const OwnValue&, const OwnValue&) = default;
};

// Whether the values of a field are names: of a group or of the rows, in text, that are told from
// the row alone. Not so e-mail addresses, keys and what is hidden.
[[nodiscard]] bool has_own_values(const catalog::Entry& entry, const catalog::Field& field);
// Whether a value of such a field is a name that somebody may say, and not one that the catalog
// knows already.
[[nodiscard]] bool is_own_value(const catalog::Field& field, std::string_view value);

// The values as terms, for a Lexicon over the same vendors in the same order: each for the field
// that showed it, and for those that hold the same names by the vendor's row (`meaning:
// plan.name`). What the catalog does not have any more, and what is of no connected vendor, is left
// out; null where nothing is left.
[[nodiscard]] std::shared_ptr<const LexiconIndex> own_index_of(
    const std::vector<VendorMeaning>& vendors, const std::vector<OwnValue>& values);
// Those of `known` and these beside them; `known` is of the same vendors, or null.
[[nodiscard]] std::shared_ptr<const LexiconIndex> own_index_with(
    const std::shared_ptr<const LexiconIndex>& known, const std::vector<VendorMeaning>& vendors,
    const std::vector<OwnValue>& values);

}  // namespace sluice::analytics
