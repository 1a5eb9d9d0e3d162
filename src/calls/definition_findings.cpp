#include "calls/definition_findings.h"

#include "base/text.h"
#include "calls/definition_words.h"
#include "mcp/parameter_header.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace sluice::calls {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Unicode's controls, default-ignorables, fillers and tags; U+FE0F stays: emoji carry it.
constexpr std::array hidden_ranges{
    Range{0x00, 0x08},      Range{0x0B, 0x0C},     Range{0x0E, 0x1F},       Range{0x7F, 0x9F},
    Range{0xAD, 0xAD},      Range{0x34F, 0x34F},   Range{0x61C, 0x61C},     Range{0x115F, 0x1160},
    Range{0x17B4, 0x17B5},  Range{0x180B, 0x180F}, Range{0x200B, 0x200F},   Range{0x2028, 0x202E},
    Range{0x2060, 0x206F},  Range{0x3164, 0x3164}, Range{0xFE00, 0xFE0E},   Range{0xFEFF, 0xFEFF},
    Range{0xFFA0, 0xFFA0},  Range{0xFFF0, 0xFFFB}, Range{0x1BCA0, 0x1BCA3}, Range{0x1D173, 0x1D17A},
    Range{0xE0000, 0xE0FFF}};

// The code point at `at`, which is moved behind it. The text is valid UTF-8.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  std::uint32_t point = lead & (0x3FU >> more);
  for (int i = 0; i < more && at < text.size(); ++i)
    point = (point << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  return point;
}

bool is_active(std::string_view text) {
  constexpr std::array<std::string_view, 8> markup{"](",   "javascript:", "data:text", "<script",
                                                   "<img", "<iframe",     "{{",        "${"};
  return std::ranges::any_of(markup, [&](std::string_view mark) { return text.contains(mark); });
}

// Goes through every name and text of a definition, wherever it stands.
class Reader {
 public:
  void read(JsonText definition) {
    name_ = definition.member("name").string().value_or("");
    title_ = definition.member("title").string().value_or("") + " " +
             definition.member("annotations").member("title").string().value_or("");
    description_ = definition.member("description").string().value_or("");
    if (!is_plain_tool_name(name_)) {
      note("bad_name", "the name is not 1 to 128 letters, digits, _ - . (nor a reserved word)");
    }
    if (definition.raw().size() > definition_bytes_max) {
      note("too_large", "the definition is larger than 256 KiB");
    }
    walk(definition);
    if (const auto headers = mcp::parameter_headers(definition.member("inputSchema")); !headers) {
      note("bad_header", "a parameter wants to become a header and must not: " + headers.error());
    }
    read_purpose(definition.member("annotations"));
    read_parameters(definition.member("inputSchema"));
  }
  std::vector<Finding> take() && { return std::move(findings_); }

 private:
  void note(std::string reason, std::string detail) {
    const bool known = std::ranges::any_of(
        findings_, [&](const Finding& finding) { return finding.reason == reason; });
    if (!known) findings_.push_back({std::move(reason), std::move(detail)});
  }

  // NOLINTNEXTLINE(misc-no-recursion): the depth was checked with the document.
  void walk(JsonText value) {
    for (const auto& [member, inner] : value.members()) {
      read_text(member);
      if (member == "$ref" || member == "$dynamicRef" || member == "$schema") read_link(inner);
      if (member == "pattern") read_pattern(inner.string().value_or(""));
      walk(inner);
    }
    for (const JsonText& element : value.elements())
      walk(element);
    if (const auto text = value.string()) read_text(*text);
  }

  void read_text(const std::string& text) {
    if (has_hidden_character(text)) {
      note("hidden_characters", "a text holds characters that nobody sees");
    }
    if (const std::string phrase = instruction_phrase(text); !phrase.empty()) {
      note("instructions", "a text speaks to the model: \"" + phrase + "\"");
    }
    if (is_active(text)) note("active_markup", "a text holds a link, markup or a template");
  }

  void read_link(JsonText link) {
    const std::string target = link.string().value_or("");
    const bool dialect = target.starts_with("https://json-schema.org/") ||
                         target.starts_with("http://json-schema.org/");
    if (target.starts_with("#") || dialect) return;
    note("external_reference", "the schema refers to something outside of itself");
  }

  void read_pattern(const std::string& pattern) {
    if (is_catastrophic_pattern(pattern)) {
      note("unsafe_pattern", "a pattern repeats what already repeats");
    }
  }

  void read_purpose(JsonText annotations) {
    const auto read_only = annotations.member("readOnlyHint").flag();
    if (read_only == false || annotations.member("destructiveHint").flag() == true) {
      note("says_it_writes", "the server itself says that the tool changes something");
    }
    for (const std::string& said : {title_, description_}) {
      const std::string verb = changing_verb_of_description(said);
      if (verb.empty()) continue;
      note("describes_a_change", "it is described as changing something: \"" + verb + "\"");
    }
    std::string deed = changing_word_of_name(name_);
    if (deed.empty()) deed = changing_word_of_name(title_);
    if (deed.empty()) deed = changing_word_of_sentence(description_);
    if (!deed.empty() && read_only == true) {
      note("lying_annotation",
           "the server says that it only reads, its words say \"" + deed + "\"");
    }
    if (!deed.empty()) note("writes", "its words say that it changes something: \"" + deed + "\"");
    if (const std::string word = secret_word(name_, description_); !word.empty()) {
      note("reads_secrets", "what it reads is secret: \"" + word + "\"");
    }
    if (const std::string word = runner_word(name_); !word.empty()) {
      note("runs_anything", "its arguments decide what it does: \"" + word + "\"");
    }
  }

  void read_parameters(JsonText schema) {
    for (const auto& [parameter, inner] : schema.member("properties").members()) {
      if (is_runner_parameter(parameter)) {
        note("runs_anything", "a parameter decides what the tool does");
      }
      if (is_address_parameter(parameter)) {
        note("sends_elsewhere", "a parameter says where the vendor should go");
      }
      if (!changing_word_of_parameter(parameter).empty()) {
        note("writing_parameter", "a parameter makes the tool keep or change something");
      }
    }
    const auto words = words_of(description_);
    if (std::ranges::find(words, "url") != words.end()) {
      note("sends_elsewhere", "its words speak of a URL");
    }
  }

  std::string name_;
  std::string title_;
  std::string description_;
  std::vector<Finding> findings_;
};

}  // namespace

bool is_plain_tool_name(std::string_view name) {
  constexpr std::array<std::string_view, 6> reserved{"__proto__", "constructor",    "prototype",
                                                     "toString",  "hasOwnProperty", "valueOf"};
  if (name.empty() || name.size() > tool_name_bytes_max) return false;
  if (std::ranges::find(reserved, name) != reserved.end()) return false;
  return std::ranges::all_of(
      name, [](char c) { return is_letter_or_digit(c) || c == '_' || c == '-' || c == '.'; });
}

bool has_hidden_character(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t point = next_code_point(text, at);
    const bool hidden = std::ranges::any_of(hidden_ranges, [point](Range range) {
      return point >= range.first && point <= range.last;
    });
    if (hidden) return true;
  }
  return false;
}

bool is_catastrophic_pattern(std::string_view pattern) {
  std::vector<bool> repeats_inside{false};  // One for each group that is open.
  bool in_class = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\\') {
      ++at;
      continue;
    }
    if (in_class || c == '[') {
      in_class = c != ']';
      continue;
    }
    if (c == '(') repeats_inside.push_back(false);
    if (c == '*' || c == '+' || c == '{') repeats_inside.back() = true;
    if (c != ')' || repeats_inside.size() == 1) continue;
    const bool inner = repeats_inside.back();
    repeats_inside.pop_back();
    const char next = at + 1 < pattern.size() ? pattern[at + 1] : ' ';
    if (inner && (next == '*' || next == '+' || next == '{')) return true;
    if (inner) repeats_inside.back() = true;
  }
  return false;
}

std::vector<Finding> definition_findings(JsonText definition) {
  Reader reader;
  reader.read(definition);
  return std::move(reader).take();
}

}  // namespace sluice::calls
