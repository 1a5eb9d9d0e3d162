#include "catalog/row_document.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace sluice::catalog {
namespace {

std::optional<Json> number_from(const std::string& text) {
  const char* const first = text.data();
  const char* const last = first + text.size();
  std::int64_t whole = 0;
  if (const auto [end, error] = std::from_chars(first, last, whole);
      error == std::errc{} && end == last) {
    return Json(whole);
  }
  const bool numeric = text.find_first_not_of("0123456789.-+eE") == std::string::npos;
  double real = 0;
  if (const auto [end, error] = std::from_chars(first, last, real);
      numeric && error == std::errc{} && end == last) {
    return Json(real);
  }
  return std::nullopt;
}

Json scalar_from(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return text;  // Quoted.
  if (text == "null" || text == "~") return nullptr;
  if (text == "true" || text == "false") return text == "true";
  return number_from(text).value_or(Json(text));
}

// Copies the tree and remembers lines. Fails on what would read differently elsewhere.
class Converter {
 public:
  explicit Converter(RowDocument& document) : document_(document) {}

  using Converted = std::expected<Json, RowError>;
  [[nodiscard]] Converted convert(const YAML::Node& node, const std::string& path, int depth) {
    document_.lines.try_emplace(path, line(node));
    if (depth > row_depth_max) return refuse(node, "nested deeper than allowed");
    switch (node.Type()) {
      case YAML::NodeType::Scalar: return scalar_from(node);
      case YAML::NodeType::Sequence: return sequence(node, path, depth);
      case YAML::NodeType::Map: return mapping(node, path, depth);
      case YAML::NodeType::Null:
      case YAML::NodeType::Undefined: return Json(nullptr);
    }
    return Json(nullptr);
  }

 private:
  Converted sequence(const YAML::Node& node, const std::string& path, int depth) {
    Json list = Json::array();
    for (const YAML::Node& element : node) {
      const std::string below = path + "/" + std::to_string(list.size());
      Converted item = convert(element, below, depth + 1);
      if (!item) return item;
      list.push_back(*std::move(item));
    }
    return list;
  }

  Converted mapping(const YAML::Node& node, const std::string& path, int depth) {
    Json object = Json::object();
    for (const auto& pair : node) {
      if (!pair.first.IsScalar()) return refuse(pair.first, "a member's name must be a plain text");
      const std::string& name = pair.first.Scalar();
      if (object.contains(name))
        return refuse(pair.first, "the member \"" + name + "\" is there twice");
      const std::string below = path.empty() ? name : path + "/" + name;
      document_.lines[below] = line(pair.first);
      Converted value = convert(pair.second, below, depth + 1);
      if (!value) return value;
      object[name] = *std::move(value);
    }
    return object;
  }

  [[nodiscard]] std::unexpected<RowError> refuse(const YAML::Node& node,
                                                 std::string message) const {
    return std::unexpected(RowError{document_.file, line(node), std::move(message)});
  }
  static std::size_t line(const YAML::Node& node) {
    return node.Mark().line < 0 ? 0 : static_cast<std::size_t>(node.Mark().line) + 1;
  }

  RowDocument& document_;
};

// "[What is it?]" is none to the parser, whose words do not say why.
std::string hint_for(std::string_view text, std::size_t line) {
  for (std::size_t at = 1; at < line; ++at)
    text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
  text = text.substr(0, text.find('\n'));
  const bool question = text.contains("?]") || text.contains("?,") || text.contains("?}");
  if (!question) return {};
  return " (in [ ] and { } a text that ends in ? stands in quotes: [\"What is it?\"])";
}

// The edge of yaml-cpp, which reports by exceptions.
std::expected<YAML::Node, RowError> parse_yaml(const std::string& file, std::string_view text) {
  try {
    return YAML::Load(std::string(text));
  } catch (const YAML::Exception& error) {
    const std::size_t line =
        error.mark.line < 0 ? 0 : static_cast<std::size_t>(error.mark.line) + 1;
    return std::unexpected(RowError{file, line, "not YAML: " + error.msg + hint_for(text, line)});
  }
}

}  // namespace

std::string to_text(const RowError& error) {
  const std::string place = error.line == 0 ? "" : ":" + std::to_string(error.line);
  return error.file + place + ": " + error.message;
}

std::size_t RowDocument::line_of(std::string path) const {
  while (true) {
    if (const auto found = lines.find(path); found != lines.end()) return found->second;
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return 0;
    path.resize(slash);
  }
}

std::expected<RowDocument, RowError> read_row_document(std::string file, std::string_view text) {
  if (text.size() > row_bytes_max) {
    return std::unexpected(RowError{file, 0, "the file is larger than 1 MiB"});
  }
  auto parsed = parse_yaml(file, text);
  if (!parsed) return std::unexpected(parsed.error());
  RowDocument document{.file = std::move(file), .root = {}, .lines = {}};
  Converter converter(document);
  auto root = converter.convert(*parsed, "", 0);
  if (!root) return std::unexpected(root.error());
  document.root = *std::move(root);
  return document;
}

}  // namespace sluice::catalog
