#pragma once
#include "base/json_text.h"
#include "oauth/document_rules.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::oauth {

// What an empty text says: most servers that send one mean that they have nothing to say.
enum class EmptyText { value, absent };

// Takes the members of one JSON document, remembering the first thing that is wrong: the reading
// code stays a list of members. JSON null counts as absent everywhere (servers send it). A view:
// the body must outlive the reader.
class DocumentReader {
 public:
  // Refuses what is too large, not a JSON object, or names a member twice.
  [[nodiscard]] static std::expected<DocumentReader, DocumentError> open(
      std::string_view body, EmptyText empty_text = EmptyText::value);

  // A member of another type than asked for is a fault (see error()); one that is absent is
  // nothing.
  [[nodiscard]] bool absent(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> required_text(std::string_view name);
  [[nodiscard]] std::optional<std::string> text(std::string_view name);
  [[nodiscard]] std::optional<Secret> secret(std::string_view name);
  // A list of texts.
  [[nodiscard]] std::optional<std::vector<std::string>> list(std::string_view name);
  [[nodiscard]] std::vector<std::string> list_or_empty(std::string_view name);
  // Scopes, as one text or as a list, parted by blanks or commas: each once, in order.
  [[nodiscard]] std::optional<std::vector<std::string>> scopes(std::string_view name);
  [[nodiscard]] std::optional<bool> flag(std::string_view name);
  // A whole number; some servers send it as text or with a fraction, and some without sense:
  // clamped into 64 bits.
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name);

  // Only the first fault is kept: what comes after it may be its consequence.
  void fail(OAuthReason reason, std::string_view member);
  [[nodiscard]] const std::optional<DocumentError>& error() const { return error_; }

 private:
  DocumentReader(JsonText document, EmptyText empty_text)
      : document_(document), empty_text_(empty_text) {}
  JsonText document_;
  EmptyText empty_text_;
  std::optional<DocumentError> error_;
};

}  // namespace sluice::oauth
