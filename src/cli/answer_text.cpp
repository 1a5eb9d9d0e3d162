#include "cli/answer_text.h"

#include <algorithm>
#include <vector>

namespace sluice::cli {
namespace {

// A screen or two; who wants all of them takes the JSON.
constexpr std::size_t rows_shown_max = 50;

[[nodiscard]] std::string cell_text(const Json& cell) {
  if (cell.is_null()) return "-";
  if (cell.is_string()) return cell.get<std::string>();
  return to_wire(cell);
}

// Characters, not bytes, so that names in other scripts stay aligned.
[[nodiscard]] std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

void append_row(std::string& text, const std::vector<std::string>& cells,
                const std::vector<std::size_t>& widths) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    text += i == 0 ? "  " : "   ";
    text += cells[i];
    if (i + 1 < cells.size()) text.append(widths[i] - width_of(cells[i]), ' ');
  }
  text += '\n';
}

[[nodiscard]] std::string table_text(const analyst::Table& table) {
  std::vector<std::vector<std::string>> lines(1);
  for (const analyst::Column& column : table.columns)
    lines[0].push_back(column.name);
  const std::size_t shown = std::min(table.rows.size(), rows_shown_max);
  for (std::size_t i = 0; i < shown; ++i) {
    auto& line = lines.emplace_back();
    for (const Json& cell : table.rows[i])
      line.push_back(cell_text(cell));
  }
  std::vector<std::size_t> widths(table.columns.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size() && i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], width_of(line[i]));
    }
  }
  std::string text;
  for (const auto& line : lines)
    append_row(text, line, widths);
  if (shown < table.rows.size()) {
    text += "  ... " + std::to_string(table.rows.size() - shown) + " more rows (--json has all)\n";
  }
  return text;
}

[[nodiscard]] std::string sources_text(const analytics::Answer& answer) {
  std::string text;
  for (const sources::Provenance& source : answer.provenance) {
    text += text.empty() ? "From " : ", ";
    text += source.vendor + " " + source.tool + " (" + std::to_string(source.rows) + " rows" +
            (source.partial ? ", not all of them" : "") + ")";
  }
  return text.empty() ? text : text + "\n";
}

}  // namespace

std::string answer_text(const analytics::Answer& answer) {
  std::string text = answer.text + "\n";
  // One number stands in the sentence already.
  const bool many = answer.table && (answer.table->rows.size() > 1 || !answer.value);
  if (many && !answer.table->rows.empty()) text += "\n" + table_text(*answer.table) + "\n";
  text += sources_text(answer);
  for (const analytics::AnswerOption& option : answer.options) {
    text += "  " + option.label +
            (option.label == option.question ? "" : ": \"" + option.question + "\"") + "\n";
  }
  const bool answered = answer.status == analytics::AnswerStatus::answered;
  if (!answered && !answer.suggestions.empty()) {
    text += "You could ask:\n";
    for (const std::string& suggestion : answer.suggestions)
      text += "  " + suggestion + "\n";
  }
  if (answered && !answer.assumptions.empty()) {
    text += "Assumed:";
    for (const analytics::Assumption& each : answer.assumptions)
      text += (&each == &answer.assumptions.front() ? " " : "; ") + each.text;
    text += ".\n";
  }
  if (answered && !answer.unused_words.empty()) {
    text += "Not used:";
    for (const std::string& word : answer.unused_words)
      text += " " + word;
    text += "\n";
  }
  return text;
}

}  // namespace sluice::cli
