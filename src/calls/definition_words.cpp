#include "calls/definition_words.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace sluice::calls {
namespace {

using Words = std::set<std::string_view>;

// Deeds wherever they stand.
const Words& deeds() {
  static const Words words{
      "add",     "append",     "apply",     "approve",     "archive",   "assign",   "attach",
      "cancel",  "commit",     "create",    "deactivate",  "delete",    "deploy",   "destroy",
      "disable", "disconnect", "dismiss",   "drop",        "duplicate", "edit",     "enable",
      "enroll",  "erase",      "finalize",  "generate",    "grant",     "import",   "insert",
      "install", "invite",     "invoke",    "kill",        "launch",    "merge",    "migrate",
      "modify",  "move",       "mutate",    "notify",      "overwrite", "patch",    "pause",
      "publish", "purchase",   "purge",     "reassign",    "refund",    "register", "reject",
      "remove",  "rename",     "reopen",    "reorder",     "replace",   "reset",    "restart",
      "restore", "resume",     "revert",    "revoke",      "rotate",    "save",     "send",
      "submit",  "suspend",    "terminate", "transfer",    "trigger",   "truncate", "unarchive",
      "unlink",  "unlock",     "unpublish", "unsubscribe", "update",    "upload",   "upsert",
      "void",    "wipe",       "withdraw",  "write"};
  return words;
}

// Deeds that no thing is called by, so that their place in a sentence says what they mean.
const Words& plain_verbs() {
  static const Words words{
      "add",       "append",    "assign",   "attach",     "cancel",    "create",    "deactivate",
      "delete",    "destroy",   "disable",  "disconnect", "dismiss",   "enable",    "erase",
      "finalize",  "insert",    "invite",   "modify",     "notify",    "overwrite", "publish",
      "purge",     "reassign",  "remove",   "rename",     "reopen",    "reorder",   "replace",
      "restart",   "restore",   "revoke",   "save",       "send",      "submit",    "suspend",
      "terminate", "unarchive", "unlink",   "unlock",     "unpublish", "upload",    "upsert",
      "void",      "wipe",      "withdraw", "write"};
  return words;
}

// Things are called so too, but none begins a sentence in the singular.
const Words& verbs_at_the_start() {
  static const Words words{"update", "edit",   "merge", "move",  "archive", "apply",   "approve",
                           "grant",  "import", "patch", "reset", "rotate",  "trigger", "deploy"};
  return words;
}

// Deeds in a tool's name, things in a sentence.
const Words& deeds_of_names() {
  static const Words words{
      "ban",   "block",     "book",    "buy",   "capture",  "charge", "claim",   "clear",  "clone",
      "close", "complete",  "confirm", "copy",  "empty",    "end",    "execute", "export", "fork",
      "lock",  "make",      "mark",    "pay",   "pin",      "post",   "prepare", "push",   "put",
      "reply", "resolve",   "retry",   "run",   "schedule", "set",    "share",   "start",  "stop",
      "store", "subscribe", "sync",    "trash", "undo"};
  return words;
}

// "archives", "archived" and "archiving" are read as "archive".
std::vector<std::string> stems(const std::string& word) {
  std::vector<std::string> forms{word};
  const auto without = [&](std::string_view ending, std::string_view instead) {
    if (word.size() < ending.size() + 2 || !word.ends_with(ending)) return;
    forms.push_back(word.substr(0, word.size() - ending.size()) + std::string(instead));
  };
  without("s", "");
  without("es", "");
  without("ies", "y");
  without("ed", "");
  without("ed", "e");
  without("ing", "");
  without("ing", "e");
  return forms;
}

bool is_listed(const std::string& word, std::span<const Words* const> lists) {
  const std::vector<std::string> forms = stems(word);
  return std::ranges::any_of(lists, [&](const Words* list) {
    return std::ranges::any_of(forms,
                               [&](const std::string& form) { return list->contains(form); });
  });
}

std::string first_in(std::string_view text, std::span<const Words* const> lists) {
  const std::vector<std::string> words = words_of(text);
  const auto found =
      std::ranges::find_if(words, [&](const std::string& word) { return is_listed(word, lists); });
  return found == words.end() ? std::string() : *found;
}

bool holds(const std::vector<std::string>& words, std::string_view wanted) {
  return std::ranges::find(words, wanted) != words.end();
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  char before = ' ';
  for (const char c : text) {
    const bool hump = is_upper(c) && is_lower(before);
    if ((hump || !is_letter_or_digit(c)) && !word.empty()) {
      words.push_back(word);
      word.clear();
    }
    if (is_letter_or_digit(c)) word.push_back(lower(c));
    before = c;
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

std::string changing_word_of_name(std::string_view name) {
  return first_in(name, std::array{&deeds(), &deeds_of_names()});
}

std::string changing_word_of_sentence(std::string_view sentence) {
  return first_in(sentence, std::array{&deeds()});
}

std::string changing_verb_of_description(std::string_view description) {
  static const Words before_third_person{"and", "then", "also", "it", "which", "that", "tool"};
  static const Words before_base{"will", "then", "can", "also"};
  const auto plain = [](const std::string& word) { return plain_verbs().contains(word); };
  const auto third = [&](const std::string& word) {
    return word.ends_with("s") &&
           (plain(word.substr(0, word.size() - 1)) ||
            (word.ends_with("es") && plain(word.substr(0, word.size() - 2))));
  };
  std::string_view rest = description;
  while (!rest.empty()) {
    const std::size_t end = rest.find_first_of(".!?;:\n");
    std::string before;
    for (const std::string& word : words_of(rest.substr(0, end))) {
      const bool first = before.empty();
      if (first && (plain(word) || third(word) || verbs_at_the_start().contains(word))) return word;
      if (before_base.contains(before) && plain(word)) return word;
      if (before_third_person.contains(before) && third(word)) return word;
      before = word;
    }
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return {};
}

std::string changing_word_of_parameter(std::string_view name) {
  for (const std::string& word : words_of(name)) {
    if (deeds().contains(word)) return word;
  }
  return {};
}

std::string secret_word(std::string_view name, std::string_view sentence) {
  constexpr std::array<std::string_view, 10> always{
      "secret",     "secrets",     "password", "passwords", "passphrase",
      "credential", "credentials", "apikey",   "apikeys",   "keychain"};
  for (const std::string_view text : {name, sentence}) {
    const auto words = words_of(text);
    for (const std::string& word : words) {
      if (std::ranges::find(always, word) != always.end()) return word;
    }
    const bool key = holds(words, "key") || holds(words, "keys");
    if (key && (holds(words, "api") || holds(words, "private") || holds(words, "signing"))) {
      return "key";
    }
  }
  // In a sentence "token" is often the one of a page.
  const auto words = words_of(name);
  return holds(words, "token") || holds(words, "tokens") ? "token" : "";
}

std::string runner_word(std::string_view name) {
  constexpr std::array<std::string_view, 12> runners{"query",   "sql",  "graphql", "execute",
                                                     "exec",    "eval", "script",  "shell",
                                                     "command", "rpc",  "invoke",  "code"};
  const auto words = words_of(name);
  for (const std::string& word : words) {
    if (std::ranges::find(runners, word) != runners.end()) return word;
  }
  // "call_api", "api_request", but not "pull_request".
  const bool interface = holds(words, "api") || holds(words, "http");
  return interface && (holds(words, "call") || holds(words, "request")) ? "api" : "";
}

bool is_runner_parameter(std::string_view name) {
  constexpr std::array<std::string_view, 12> runners{
      "sql",    "graphql",  "statement", "script",    "code",       "command",
      "method", "mutation", "action",    "operation", "expression", "program"};
  const std::string word = lower(name);
  return std::ranges::find(runners, word) != runners.end();
}

bool is_address_parameter(std::string_view name) {
  constexpr std::array<std::string_view, 12> addresses{"url",      "uri",      "src",       "href",
                                                       "webhook",  "callback", "endpoint",  "host",
                                                       "hostname", "domain",   "recipient", "urls"};
  return std::ranges::any_of(words_of(name), [&](const std::string& word) {
    return std::ranges::find(addresses, word) != addresses.end();
  });
}

std::string instruction_phrase(std::string_view text) {
  constexpr std::array<std::string_view, 34> phrases{"ignore previous",  "ignore all",
                                                     "ignore the",       "disregard",
                                                     "system:",          "<system",
                                                     "assistant:",       "<important",
                                                     "important:",       "you must",
                                                     "you are",          "you should",
                                                     "do not tell",      "don't tell",
                                                     "do not mention",   "do not inform",
                                                     "without asking",   "before choosing",
                                                     "before calling",   "before using",
                                                     "before you",       "always call",
                                                     "call this first",  "pass the result",
                                                     "pass the content", "include the content",
                                                     "send the",         "freely",
                                                     "override",         "use connection",
                                                     "the last call",    "write mode",
                                                     "new instructions", "hidden from"};
  const std::string small = lower(text);
  for (const std::string_view phrase : phrases) {
    if (small.contains(phrase)) return std::string(phrase);
  }
  return {};
}

}  // namespace sluice::calls
