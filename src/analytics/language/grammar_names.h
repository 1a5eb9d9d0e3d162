#pragma once
#include "analytics/language/grammar.h"

#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace sluice::analytics {

// What a grammar document calls the kinds of pieces, the slots and the lists of words. A name that
// stands in none of these is a fault of the document.

// Nothing: no kind, or no slot, is called so.
[[nodiscard]] std::optional<Make> make_named(std::string_view name);
[[nodiscard]] std::optional<Slot> slot_named(std::string_view name);
[[nodiscard]] std::string_view to_text(Make make);

// All lists that a document has to have.
using WordListName = std::pair<const char*, WordList>;
using PhraseListName = std::pair<const char*, PhraseList>;
[[nodiscard]] std::span<const WordListName> word_list_names();
[[nodiscard]] std::span<const PhraseListName> phrase_list_names();

}  // namespace sluice::analytics
