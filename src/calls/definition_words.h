#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sluice::calls {

// How a tool's names and sentences are read for a hint of what it does. Hints for a reviewer and
// nothing else: no call is admitted because of a word, and none is trusted because one is missing.

// The words of an identifier or a sentence, in lower case: cut at anything that is no ASCII letter
// or digit, and where a small letter meets a capital one ("getOrCreate").
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

// The first word of a tool's name that means a change ("create"); empty: none.
[[nodiscard]] std::string changing_word_of_name(std::string_view name);
// The same for a sentence, where "post", "order" or "charge" are things as often as deeds.
[[nodiscard]] std::string changing_word_of_sentence(std::string_view sentence);
// The verb by which a description says that the tool itself changes something, where it stands as
// one: "Deletes ...", "... and removes ...", "will send"; empty: none. Things that are called like
// deeds ("refunds", "updates") are none.
[[nodiscard]] std::string changing_verb_of_description(std::string_view description);
// The same for a parameter's name, where "created_after" asks and "save_as" does.
[[nodiscard]] std::string changing_word_of_parameter(std::string_view name);

// The word that says that what is read is a secret; empty: none.
[[nodiscard]] std::string secret_word(std::string_view name, std::string_view sentence);
// The word of a name that says that an argument decides what happens ("sql", "request").
[[nodiscard]] std::string runner_word(std::string_view name);
// The same of a parameter: what is put there decides what the tool does.
[[nodiscard]] bool is_runner_parameter(std::string_view name);
// A parameter that says where the vendor should go or send something.
[[nodiscard]] bool is_address_parameter(std::string_view name);

// Text that speaks to the model instead of about the tool: the phrase; empty: none.
[[nodiscard]] std::string instruction_phrase(std::string_view text);

}  // namespace sluice::calls
