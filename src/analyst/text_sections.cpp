#include "analyst/text_sections.h"

#include "analyst/text_table.h"
#include "base/text.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace sluice::analyst {
namespace {

// A longer "key" is a sentence that happens to hold a colon.
constexpr std::size_t key_length_max = 64;
constexpr std::size_t heading_level_max = 6;  // CommonMark 0.31, 4.2.

[[nodiscard]] std::string_view bare(std::string_view line) {
  return trimmed(line, " \t\r");
}

[[nodiscard]] std::string_view next_line(std::string_view& rest) {
  const auto end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

// 0: no heading.
[[nodiscard]] std::size_t level_of(std::string_view line) {
  const auto level = std::min(line.find_first_not_of('#'), line.size());
  return level <= heading_level_max && level < line.size() && line[level] == ' ' ? level : 0;
}

// Without what marks it as a heading, as bold or as code.
[[nodiscard]] std::string_view unmarked(std::string_view text) {
  return trimmed(text, " \t\r#*`=_");
}

[[nodiscard]] bool is_fence(std::string_view line) {
  return bare(line).starts_with("```");
}

void add(Node& row, std::string_view name, std::string_view value) {
  if (row.member(name) != nullptr) return;  // What came first stands.
  row.children.push_back({.kind = value.empty() ? Node::Kind::null : Node::Kind::text,
                          .name = name,
                          .text = value,
                          .children = {}});
}

// One table of several in a text, with the line over it.
struct TableBlock {
  std::string_view heading{};
  Node table{};
};

// A paragraph of delimited lines, with or without a line over it.
[[nodiscard]] std::optional<TableBlock> delimited_block(std::string_view paragraph,
                                                        std::string_view above, TextStore& store) {
  if (auto table = read_delimited(paragraph, store))
    return TableBlock{.heading = above, .table = std::move(*table)};
  std::string_view rest = paragraph;
  const std::string_view first = next_line(rest);
  auto table = read_delimited(rest, store);
  if (!table) return std::nullopt;
  return TableBlock{.heading = first, .table = std::move(*table)};
}

// The lines of a text as paragraphs: parted by empty lines, fences and headings.
class Blocks {
 public:
  Blocks(std::string_view text, TextStore& store) : rest_(text), store_(store) {}

  [[nodiscard]] std::optional<std::vector<TableBlock>> read() {
    while (!rest_.empty() && good_) {
      const char* const begin = rest_.data();
      const std::string_view line = bare(next_line(rest_));
      if (line.empty() || is_fence(line) || level_of(line) > 0) {
        end_paragraph();
        if (level_of(line) > 0) above_ = line;
        continue;
      }
      if (paragraph_.empty()) paragraph_ = {begin, 0};
      paragraph_ = {paragraph_.data(),
                    static_cast<std::size_t>(line.data() + line.size() - paragraph_.data())};
      ++lines_;
    }
    end_paragraph();
    if (!good_) return std::nullopt;
    for (TableBlock& block : found_) {
      block.heading = trimmed(unmarked(block.heading), " :");
      for (Node& row : block.table.children)
        add(row, heading_member, block.heading);
    }
    return std::move(found_);
  }

 private:
  void end_paragraph() {
    const std::string_view paragraph = std::exchange(paragraph_, {});
    const std::size_t lines = std::exchange(lines_, 0);
    if (lines == 0) return;
    std::optional<TableBlock> block;
    if (auto table = read_markdown_table(paragraph, store_)) {
      std::string_view rest = paragraph;
      const std::string_view first = bare(next_line(rest));
      block =
          TableBlock{.heading = first.contains('|') ? above_ : first, .table = std::move(*table)};
    } else if (lines > 1) {
      block = delimited_block(paragraph, above_, store_);
    }
    if (block) {
      found_.push_back(std::move(*block));
    } else if (lines > 1 && paragraph.contains('\t')) {
      good_ = false;
    } else {
      above_ = paragraph.substr(paragraph.rfind('\n') + 1);
    }
  }

  std::string_view rest_;
  TextStore& store_;
  std::string_view paragraph_{};
  std::size_t lines_ = 0;
  std::string_view above_{};
  std::vector<TableBlock> found_;
  bool good_ = true;
};

// "- **Status**: open", "**Status:** open", "- Status: open".
struct Item {
  std::string_view key;
  std::string_view value;
};
[[nodiscard]] std::optional<Item> item_of(std::string_view line) {
  const bool listed = line.starts_with("- ") || line.starts_with("* ");
  if (listed) line = bare(line.substr(2));
  const bool bold = line.starts_with("**");
  if (!listed && !bold) return std::nullopt;
  // A bold key ends where the bold does; the colon stands before that or right behind it.
  const auto close = bold ? line.find("**", 2) : std::string_view::npos;
  if (bold && close == std::string_view::npos) return std::nullopt;
  const auto colon = line.find(':', bold && line[close - 1] == ':' ? close - 1 : bold ? close : 0);
  const bool beside = !bold || colon == close - 1 || colon == close + 2;
  if (colon == std::string_view::npos || !beside || colon > key_length_max) return std::nullopt;
  const std::string_view key = trimmed(unmarked(line.substr(0, colon)), " :");
  if (key.empty()) return std::nullopt;
  return Item{.key = key, .value = trimmed(line.substr(colon + 1), " \t\r*`")};
}

struct Section {
  std::size_t level = 0;
  bool numbered = false;
  std::vector<std::string_view> own_keys{};  // Of its items; those of deeper sections are not.
  Node row{.kind = Node::Kind::object, .name = {}, .text = {}, .children = {}};
};

// "2. [ABC-1](https://example.com/1)".
void read_heading(std::string_view heading, Section& section) {
  const auto digits = std::min(heading.find_first_not_of("0123456789"), heading.size());
  section.numbered = digits > 0 && (heading.substr(digits).starts_with(". ") ||
                                    heading.substr(digits).starts_with(") "));
  if (section.numbered) heading = bare(heading.substr(digits + 1));
  const auto middle = heading.find("](");
  const bool linked = heading.starts_with('[') && middle != std::string_view::npos;
  add(section.row, heading_member, unmarked(linked ? heading.substr(1, middle - 1) : heading));
  if (!linked) return;
  const std::string_view address = heading.substr(middle + 2);
  add(section.row, link_member, address.substr(0, address.find(')')));
}

void read_line(std::string_view line, bool own, Section& section) {
  if (line.empty() || is_fence(line)) return;
  if (const auto item = item_of(line)) {
    add(section.row, item->key, item->value);
    if (own) section.own_keys.push_back(item->key);
  } else if (own) {
    add(section.row, text_member_name, unmarked(line));
  }
}

// Every section with what is deeper in it.
[[nodiscard]] std::vector<Section> sections_of(std::string_view text) {
  std::vector<Section> sections;
  std::vector<std::size_t> open;  // The section of each level around, outermost first.
  bool fenced = false;
  while (!text.empty()) {
    const std::string_view line = bare(next_line(text));
    if (is_fence(line)) fenced = !fenced;
    const std::size_t level = fenced ? 0 : level_of(line);
    if (level == 0) {
      if (!fenced)
        for (const std::size_t each : open)
          read_line(line, each == open.back(), sections[each]);
      continue;
    }
    while (!open.empty() && sections[open.back()].level >= level)
      open.pop_back();
    open.push_back(sections.size());
    sections.push_back({.level = level});
    read_heading(bare(line.substr(level)), sections.back());
  }
  return sections;
}

}  // namespace

std::optional<Node> read_table_blocks(std::string_view text, std::span<const std::string> columns,
                                      TextStore& store) {
  if (columns.empty()) return std::nullopt;
  const auto wants = [&](std::string_view name) {
    return std::ranges::find(columns, name) != columns.end();
  };
  auto blocks = Blocks(text, store).read();
  if (!blocks || blocks->empty() || (blocks->size() < 2 && !wants(heading_member)))
    return std::nullopt;
  Node rows{.kind = Node::Kind::array, .name = {}, .text = {}, .children = {}};
  for (TableBlock& block : *blocks) {
    if (block.table.children.empty()) continue;
    const bool ours = std::ranges::any_of(
        block.table.children.front().children,
        [&](const Node& cell) { return cell.name != heading_member && wants(cell.name); });
    if (ours) std::ranges::move(block.table.children, std::back_inserter(rows.children));
  }
  if (rows.children.empty()) return std::nullopt;
  return rows;
}

std::optional<Node> read_sections(std::string_view text, std::span<const std::string> columns) {
  std::vector<Section> sections = sections_of(text);
  const auto is_ours = [&](const Section& section) {
    return std::ranges::any_of(section.own_keys, [&](std::string_view key) {
      return std::ranges::find(columns, key) != columns.end();
    });
  };
  std::size_t level = heading_level_max + 1;
  for (const Section& section : sections)
    if (is_ours(section)) level = std::min(level, section.level);
  if (level > heading_level_max) return std::nullopt;
  const bool numbered = std::ranges::any_of(
      sections, [&](const Section& section) { return section.level == level && section.numbered; });
  Node rows{.kind = Node::Kind::array, .name = {}, .text = {}, .children = {}};
  for (Section& section : sections) {
    if (section.level != level || !(numbered ? section.numbered : is_ours(section))) continue;
    rows.children.push_back(std::move(section.row));
  }
  return rows;
}

}  // namespace sluice::analyst
