#include "authoring/yaml_text.h"

#include "base/text.h"
#include "calls/definition_findings.h"

#include <algorithm>
#include <vector>

namespace sluice::authoring {
namespace {

// Letters first, and nothing that YAML or this project's reader takes for something else.
[[nodiscard]] bool is_plain(std::string_view text) {
  if (text.empty() || !is_letter(text.front()) || text.back() == ' ') return false;
  if (text == "null" || text == "true" || text == "false") return false;
  return std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) || c == '_' || c == '-' || c == '.' || c == '/' || c == ' ' ||
           c == '|' || c == '(' || c == ')';
  });
}

[[nodiscard]] std::string printable(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return calls::has_hidden_character(line) ? "(text with hidden characters left out)" : line;
}

[[nodiscard]] std::string flow(const Json& value);

// The parts of a mapping or a list, each as it stands between the commas.
// NOLINTNEXTLINE(misc-no-recursion): as deep as shape_depth_max lets a draft be.
[[nodiscard]] std::vector<std::string> parts_of(const Json& value) {
  std::vector<std::string> needed;
  std::vector<std::string> others;
  for (const auto& [name, inner] : value.items()) {
    if (value.is_array()) {
      others.push_back(flow(inner));
      continue;
    }
    (name.ends_with('!') ? needed : others).push_back(yaml_text(name) + ": " + flow(inner));
  }
  needed.insert(needed.end(), others.begin(), others.end());
  return needed;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as shape_depth_max lets a draft be.
[[nodiscard]] std::string flow(const Json& value) {
  if (value.is_string()) return yaml_text(value.get_ref<const std::string&>());
  if (!value.is_structured()) return to_wire(value);
  const std::string inner = joined(parts_of(value), ", ");
  return value.is_array() ? "[" + inner + "]" : "{" + inner + "}";
}

}  // namespace

std::string yaml_text(std::string_view text) {
  return is_plain(text) ? std::string(text) : to_wire(Json(text));
}

std::string yaml_comment(std::string_view text, std::size_t indent) {
  const std::string lead = std::string(indent, ' ') + "#";
  std::string out;
  std::string line = lead;
  for (const std::string_view word : words_between(printable(text))) {
    if (line.size() + 1 + word.size() > line_columns_max && line.size() > lead.size()) {
      out += line + "\n";
      line = lead;
    }
    line += " " + std::string(word);
  }
  return out + line + "\n";
}

std::string yaml_member(std::string_view name, const Json& value, std::size_t indent) {
  const std::string lead = std::string(indent, ' ') + yaml_text(name) + ":";
  const std::string whole = lead + " " + flow(value);
  if (whole.size() <= line_columns_max || !value.is_structured()) return whole + "\n";
  const std::string inside(indent + 2, ' ');
  std::string out = lead + "\n";
  std::string line = inside + (value.is_array() ? "[" : "{");
  const std::vector<std::string> parts = parts_of(value);
  for (std::size_t at = 0; at < parts.size(); ++at) {
    const std::string part = parts[at] + (at + 1 < parts.size() ? ","
                                          : value.is_array()    ? "]"
                                                                : "}");
    const bool begins = line.size() == inside.size() + 1;
    if (!begins && line.size() + 1 + part.size() > line_columns_max) {
      out += line + "\n";
      line = inside + " " + part;
    } else {
      line += (begins ? "" : " ") + part;
    }
  }
  return out + line + "\n";
}

}  // namespace sluice::authoring
