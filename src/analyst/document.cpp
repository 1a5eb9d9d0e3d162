#include "analyst/document.h"

#include "base/text.h"

#include <simdjson.h>

#include <algorithm>
#include <utility>

namespace sluice::analyst {
namespace {

namespace ondemand = simdjson::ondemand;

// The parser hands numbers out with the blanks behind them.
[[nodiscard]] std::string_view without_end_blanks(std::string_view text) {
  return text.substr(0, text.find_last_not_of(plain_blanks) + 1);
}

// Takes the digits at the front away; false when there are none.
[[nodiscard]] bool skip_digits(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(end);
  return end > 0;
}

// RFC 8259 section 6.
[[nodiscard]] bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) return false;
  if (!skip_digits(text)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!skip_digits(text)) return false;
  }
  if (!text.empty() && (text[0] == 'e' || text[0] == 'E')) {
    text.remove_prefix(1);
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    if (!skip_digits(text)) return false;
  }
  return text.empty();
}

// Copies the parser's stream into nodes; stops at the first limit or error.
class Builder {
 public:
  [[nodiscard]] const std::string& error() const noexcept { return error_; }

  bool add(ondemand::value value, Node& node, std::size_t depth) {
    if (++values_ > document_values_max) return fail("the answer has more values than allowed");
    // Everything that walks nodes recurses, and this bound is what keeps their stacks small.
    if (depth > document_depth_max) return fail("the answer is nested deeper than allowed");
    ondemand::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return fail("the answer is not valid JSON");
    switch (type) {
      case ondemand::json_type::array: return add_array(value, node, depth);
      case ondemand::json_type::object: return add_object(value, node, depth);
      case ondemand::json_type::number: return add_number(value, node);
      case ondemand::json_type::string: return add_text(value, node);
      case ondemand::json_type::boolean: return add_boolean(value, node);
      case ondemand::json_type::null: return add_null(value);
    }
    return fail("the answer is not valid JSON");
  }

 private:
  bool fail(std::string why) {
    if (error_.empty()) error_ = std::move(why);
    return false;
  }
  bool invalid() { return fail("the answer is not valid JSON"); }

  bool add_array(ondemand::value& value, Node& node, std::size_t depth) {
    node.kind = Node::Kind::array;
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return invalid();
    for (auto element : array) {
      ondemand::value inner;
      if (std::move(element).get(inner) != simdjson::SUCCESS) return invalid();
      if (!add(inner, node.children.emplace_back(), depth + 1)) return false;
    }
    return true;
  }
  bool add_object(ondemand::value& value, Node& node, std::size_t depth) {
    node.kind = Node::Kind::object;
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return invalid();
    for (auto field : object) {
      std::string_view name;
      if (field.unescaped_key().get(name) != simdjson::SUCCESS) return invalid();
      ondemand::value inner;
      if (field.value().get(inner) != simdjson::SUCCESS) return invalid();
      Node& child = node.children.emplace_back();
      child.name = name;
      if (!add(inner, child, depth + 1)) return false;
    }
    return true;
  }
  bool add_number(ondemand::value& value, Node& node) {
    // The token, not the number: the library would round a decimal and refuse a long integer.
    node.text = without_end_blanks(value.raw_json_token());
    node.kind = Node::Kind::number;
    return is_number(node.text) || invalid();
  }
  bool add_text(ondemand::value& value, Node& node) {
    std::string_view text;
    // A text that cannot be unescaped (half a surrogate pair) is an unknown value, not a wrong row.
    if (value.get_string().get(text) != simdjson::SUCCESS) return true;
    node.kind = Node::Kind::text;
    node.text = text;
    return true;
  }
  bool add_boolean(ondemand::value& value, Node& node) {
    bool flag = false;
    if (value.get_bool().get(flag) != simdjson::SUCCESS) return invalid();
    node.kind = Node::Kind::boolean;
    node.text = flag ? "true" : "false";
    return true;
  }
  bool add_null(ondemand::value& value) {
    bool is_null = false;
    if (value.is_null().get(is_null) != simdjson::SUCCESS || !is_null) return invalid();
    return true;
  }

  std::size_t values_ = 0;
  std::string error_;
};

// The parser's documents hold one value or one bare scalar; wrapping the text in an array makes
// the two one case.
[[nodiscard]] simdjson::padded_string wrapped(std::string_view json) {
  std::string text;
  text.reserve(json.size() + 2);
  text += '[';
  text += json;
  text += ']';
  return simdjson::padded_string(text);
}

}  // namespace

const Node* Node::member(std::string_view wanted) const {
  if (kind != Kind::object) return nullptr;
  for (const Node& child : children) {
    if (child.name == wanted) return &child;
  }
  return nullptr;
}

struct Document::Storage {
  simdjson::padded_string text;
  ondemand::parser parser;
  Node root;
};

Document::Document(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

const Node& Document::root() const noexcept {
  return storage_->root;
}

std::expected<Document, std::string> Document::parse(std::string_view json) {
  auto storage = std::make_unique<Storage>();
  storage->text = wrapped(json);
  ondemand::document document;
  if (storage->parser.iterate(storage->text).get(document) != simdjson::SUCCESS) {
    return std::unexpected("the answer is not valid JSON");
  }
  ondemand::array outer;
  if (document.get_array().get(outer) != simdjson::SUCCESS) {
    return std::unexpected("the answer is not valid JSON");
  }
  Builder builder;
  std::size_t values = 0;
  for (auto element : outer) {
    ondemand::value value;
    // A second value would mean that the text was not one document.
    if (std::move(element).get(value) != simdjson::SUCCESS || ++values > 1) {
      return std::unexpected("the answer is not valid JSON");
    }
    if (!builder.add(value, storage->root, 0)) return std::unexpected(builder.error());
  }
  // Something behind the bracket that we put at the end: the text closed it itself.
  const bool at_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  if (values != 1 || !at_end) return std::unexpected("the answer is not valid JSON");
  return Document(std::move(storage));
}

}  // namespace sluice::analyst
