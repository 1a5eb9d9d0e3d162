#include "analyst/path.h"

#include <algorithm>
#include <charconv>

namespace sluice::analyst {
namespace {

struct Reader {
  std::string_view text;
  std::size_t at = 0;
  [[nodiscard]] bool done() const { return at >= text.size(); }
  [[nodiscard]] char peek() const { return text[at]; }
};

// "name=Priority", or "name='In [brackets]'"; `inside` has no bracket around it.
[[nodiscard]] std::expected<PathStep, std::string> parse_condition(std::string_view inside) {
  const auto equals = inside.find('=');
  std::string_view value = inside.substr(equals + 1);
  const bool quoted = value.size() >= 2 && value.front() == '\'' && value.back() == '\'';
  if (quoted) value = value.substr(1, value.size() - 2);
  if (equals == 0 || value.empty())
    return std::unexpected("an element is chosen by a member and its value, as in [name=Priority]");
  return PathStep{.kind = PathStep::Kind::where,
                  .name = std::string(inside.substr(0, equals)),
                  .value = std::string(value)};
}

[[nodiscard]] std::expected<PathStep, std::string> parse_bracket(Reader& reader) {
  const bool quoted = reader.text.substr(reader.at).starts_with("['") ||
                      reader.text.substr(reader.at).starts_with("[\"");
  if (quoted) {
    const char quote = reader.text[reader.at + 1];
    const auto end = reader.text.find(std::string{quote, ']'}, reader.at + 2);
    if (end == std::string_view::npos) return std::unexpected("a quoted member name has no end");
    PathStep step{.kind = PathStep::Kind::member,
                  .name = std::string(reader.text.substr(reader.at + 2, end - reader.at - 2))};
    reader.at = end + 2;
    return step;
  }
  // A value in quotes may hold brackets itself.
  const auto quote = reader.text.find("='", reader.at);
  auto end = reader.text.find(']', reader.at);
  if (quote < end) {
    end = reader.text.find("']", quote + 2);
    if (end != std::string_view::npos) ++end;
  }
  if (end == std::string_view::npos) return std::unexpected("a bracket is not closed");
  const std::string_view inside = reader.text.substr(reader.at + 1, end - reader.at - 1);
  reader.at = end + 1;
  if (inside.empty() || inside == "*") return PathStep{.kind = PathStep::Kind::each};
  if (inside.find('=') != std::string_view::npos) return parse_condition(inside);
  std::int64_t position = 0;
  const auto [stop, code] = std::from_chars(inside.data(), inside.data() + inside.size(), position);
  if (code != std::errc() || stop != inside.data() + inside.size()) {
    return std::unexpected("brackets hold a number, *, a quoted name or name=value");
  }
  return PathStep{.kind = PathStep::Kind::at, .name = {}, .position = position};
}

[[nodiscard]] PathStep parse_word(Reader& reader) {
  const auto end = std::min(reader.text.find_first_of(".[", reader.at), reader.text.size());
  const std::string_view word = reader.text.substr(reader.at, end - reader.at);
  const bool first = reader.at == 0;
  reader.at = end;
  if (word == "$" && first) return {.kind = PathStep::Kind::root};
  if (word == "$argument" && first) return {.kind = PathStep::Kind::argument};
  if (word == "^") return {.kind = PathStep::Kind::parent};
  if (word == "@key") return {.kind = PathStep::Kind::key};
  if (word == "@index") return {.kind = PathStep::Kind::index};
  return {.kind = PathStep::Kind::member, .name = std::string(word)};
}

}  // namespace

std::expected<Path, std::string> parse_path(std::string_view text) {
  Path path;
  if (text.empty() || text == "@" || text == "@value") return path;
  Reader reader{text};
  while (!reader.done()) {
    if (reader.peek() == '.') ++reader.at;
    if (reader.done()) return std::unexpected("a path ends with a dot");
    if (reader.peek() == '[') {
      auto step = parse_bracket(reader);
      if (!step) return std::unexpected(step.error());
      path.push_back(std::move(*step));
      continue;
    }
    PathStep step = parse_word(reader);
    if (step.kind == PathStep::Kind::member && step.name.empty()) {
      return std::unexpected("a path has an empty name");
    }
    path.push_back(std::move(step));
  }
  return path;
}

const Node* step_into(const Node& node, const PathStep& step) {
  if (step.kind == PathStep::Kind::member) return node.member(step.name);
  if (step.kind == PathStep::Kind::where) {
    for (const Node& element : node.children) {
      const Node* said = node.kind == Node::Kind::array ? element.member(step.name) : nullptr;
      const bool scalar = said != nullptr && said->kind != Node::Kind::null &&
                          said->kind != Node::Kind::array && said->kind != Node::Kind::object;
      if (scalar && said->text == step.value) return &element;
    }
    return nullptr;
  }
  if (step.kind != PathStep::Kind::at || node.kind != Node::Kind::array) return nullptr;
  const auto size = static_cast<std::int64_t>(node.children.size());
  const std::int64_t at = step.position < 0 ? size + step.position : step.position;
  if (at < 0 || at >= size) return nullptr;
  return &node.children[static_cast<std::size_t>(at)];
}

}  // namespace sluice::analyst
