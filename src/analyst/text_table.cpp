#include "analyst/text_table.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace sluice::analyst {
namespace {

using Cells = std::vector<std::string_view>;

// A line break may be a part of a quoted cell, so it stays.
[[nodiscard]] std::string_view cell_text(std::string_view text) {
  return trimmed(text, " \t\r");
}

[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(cell_text(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

[[nodiscard]] Node row_of(const Cells& names, const Cells& cells) {
  Node row{.kind = Node::Kind::object, .name = {}, .text = {}, .children = {}};
  row.children.reserve(names.size());
  for (std::size_t column = 0; column < names.size(); ++column) {
    Node& cell = row.children.emplace_back();
    cell.name = names[column];
    cell.text = cells[column];
    cell.kind = cell.text.empty() ? Node::Kind::null : Node::Kind::text;
  }
  return row;
}

// One record of a delimited text, from `at` on; false when a quote is not closed.
class RecordReader {
 public:
  RecordReader(std::string_view text, char delimiter, TextStore& store)
      : text_(text), delimiter_(delimiter), store_(store) {}

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  [[nodiscard]] bool next(Cells& cells) {
    cells.clear();
    while (true) {
      if (at_ < text_.size() && text_[at_] == '"') {
        if (!quoted(cells)) return false;
      } else {
        plain(cells);
      }
      if (done()) return true;
      if (text_[at_++] == '\n') return true;
    }
  }

 private:
  void plain(Cells& cells) {
    const char stops[] = {delimiter_, '\n'};
    const auto end = std::min(text_.find_first_of(std::string_view(stops, 2), at_), text_.size());
    cells.push_back(cell_text(text_.substr(at_, end - at_)));
    at_ = end;
  }
  bool quoted(Cells& cells) {
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        value += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        value += text_[at_++];
      } else {
        break;
      }
    }
    if (at_ >= text_.size()) return false;
    ++at_;
    while (!done() && text_[at_] == '\r')
      ++at_;
    cells.push_back(store_.keep(std::move(value)));
    return done() || text_[at_] == delimiter_ || text_[at_] == '\n';
  }

  std::string_view text_;
  char delimiter_;
  TextStore& store_;
  std::size_t at_ = 0;
};

[[nodiscard]] bool good_heading(const Cells& names) {
  return names.size() > 1 && std::none_of(names.begin(), names.end(),
                                          [](std::string_view name) { return name.empty(); });
}

[[nodiscard]] std::optional<Node> read_with(std::string_view text, char delimiter,
                                            TextStore& store) {
  RecordReader reader(text, delimiter, store);
  Cells names;
  if (!reader.next(names) || !good_heading(names)) return std::nullopt;
  Node table{.kind = Node::Kind::array, .name = {}, .text = {}, .children = {}};
  Cells cells;
  while (!reader.done()) {
    if (!reader.next(cells)) return std::nullopt;
    // An empty line; RFC 4180 has none, and exports end with one or two.
    if (cells.size() == 1 && cells[0].empty()) continue;
    // Prose with commas in it passes every test but this one.
    if (cells.size() != names.size()) return std::nullopt;
    table.children.push_back(row_of(names, cells));
  }
  if (table.children.empty()) return std::nullopt;
  return table;
}

// The cells of "| a | b |"; "\|" is a bar inside a cell.
[[nodiscard]] Cells markdown_cells(std::string_view line, TextStore& store) {
  if (line.starts_with('|')) line.remove_prefix(1);
  if (line.ends_with('|') && !line.ends_with("\\|")) line.remove_suffix(1);
  Cells cells;
  std::string cell;
  for (std::size_t at = 0; at <= line.size(); ++at) {
    if (at == line.size() || line[at] == '|') {
      cells.push_back(cell_text(store.keep(std::exchange(cell, {}))));
    } else if (line[at] == '\\' && at + 1 < line.size() && line[at + 1] == '|') {
      cell += line[++at];
    } else {
      cell += line[at];
    }
  }
  return cells;
}

[[nodiscard]] bool is_rule(std::string_view line) {
  return line.find("--") != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

}  // namespace

std::optional<Node> read_delimited(std::string_view text, TextStore& store) {
  for (const char delimiter : std::array{',', '\t', ';'}) {
    if (auto table = read_with(text, delimiter, store)) return table;
  }
  return std::nullopt;
}

std::optional<Node> read_markdown_table(std::string_view text, TextStore& store) {
  const auto lines = lines_of(text);
  for (std::size_t at = 1; at < lines.size(); ++at) {
    if (!is_rule(lines[at]) || lines[at - 1].find('|') == std::string_view::npos) continue;
    const Cells names = markdown_cells(lines[at - 1], store);
    Node table{.kind = Node::Kind::array, .name = {}, .text = {}, .children = {}};
    for (++at; at < lines.size() && lines[at].find('|') != std::string_view::npos; ++at) {
      Cells cells = markdown_cells(lines[at], store);
      cells.resize(names.size());
      table.children.push_back(row_of(names, cells));
    }
    return table;
  }
  return std::nullopt;
}

std::optional<Node> read_key_values(std::string_view text) {
  // A longer "key" is a sentence that happens to hold a colon.
  constexpr std::size_t key_length_max = 64;
  Node row{.kind = Node::Kind::object, .name = {}, .text = {}, .children = {}};
  for (std::string_view line : lines_of(text)) {
    if (line.empty()) continue;
    if (line.starts_with("- ") || line.starts_with("* ")) line = cell_text(line.substr(2));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > key_length_max) {
      return std::nullopt;
    }
    Node& cell = row.children.emplace_back();
    cell.name = cell_text(line.substr(0, colon));
    cell.text = cell_text(line.substr(colon + 1));
    cell.kind = cell.text.empty() ? Node::Kind::null : Node::Kind::text;
  }
  if (row.children.size() < 2) return std::nullopt;
  return row;
}

}  // namespace sluice::analyst
