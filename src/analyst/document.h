#pragma once
#include <cstddef>
#include <deque>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analyst {

// One value of a vendor's answer. Numbers keep the text they were written with, so that ids and
// money never pass through a double.
struct Node {
  // RFC 8259's types. A text that cannot be unescaped (half a surrogate pair) is null: unknown.
  enum class Kind { null, boolean, number, text, array, object };
  Kind kind = Kind::null;
  std::string_view name{};  // Of a member; empty for an element.
  std::string_view text{};  // boolean: "true" | "false"; number: as written; text: unescaped.
  std::vector<Node> children{};

  // The first member of that name; null when this is no object or has none.
  [[nodiscard]] const Node* member(std::string_view wanted) const;
};

// Bounds of an answer (limits: depth 64, 5,000,000 values).
inline constexpr std::size_t document_depth_max = 64;
inline constexpr std::size_t document_values_max = 5'000'000;

// A parsed JSON text; its nodes live as long as it does.
class Document {
 public:
  // The error is a sentence without any of the text.
  [[nodiscard]] static std::expected<Document, std::string> parse(std::string_view json);

  // Good as long as the document is; moving it does not move the nodes.
  [[nodiscard]] const Node& root() const noexcept;
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

 private:
  struct Storage;
  explicit Document(std::unique_ptr<Storage> storage);
  std::unique_ptr<Storage> storage_;
};

// Texts that nodes made by ourselves (rows of a CSV) point into.
class TextStore {
 public:
  // The view stays good as long as the store: a deque does not move what it holds.
  [[nodiscard]] std::string_view keep(std::string text) {
    return texts_.emplace_back(std::move(text));
  }

 private:
  std::deque<std::string> texts_;
};

}  // namespace sluice::analyst
