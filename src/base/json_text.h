#pragma once
#include "base/json.h"
#include "base/secret.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice {

// A value inside a JSON text, read where it lies: no tree is built, no text is copied until asked
// for, so that ten megabytes of a vendor's rows pass through as they came and a token leaves no
// copies behind. A view: the text must outlive it.
// Defined in json_text.cpp and json_check.cpp (the check of a whole document).
class JsonText {
 public:
  // Nothing: what an absent member is.
  JsonText() = default;

  // Checks one whole document: RFC 8259 grammar, UTF-8, no byte order mark, the limits, duplicate
  // members where refused. The error is a sentence with the byte offset.
  [[nodiscard]] static std::expected<JsonText, std::string> check(std::string_view text,
                                                                  JsonLimits limits = {});

  // The bytes of the value, verbatim; empty when absent.
  [[nodiscard]] std::string_view raw() const noexcept { return raw_; }
  [[nodiscard]] bool absent() const noexcept { return raw_.empty(); }
  [[nodiscard]] bool is_null() const noexcept { return raw_ == "null"; }
  [[nodiscard]] bool is_object() const noexcept { return raw_.starts_with('{'); }
  [[nodiscard]] bool is_array() const noexcept { return raw_.starts_with('['); }
  [[nodiscard]] bool is_string() const noexcept { return raw_.starts_with('"'); }

  // The first member of that name; absent when there is none or this is no object.
  [[nodiscard]] JsonText member(std::string_view name) const;
  // In the order of the text; empty when this is no object, no array.
  [[nodiscard]] std::vector<std::pair<std::string, JsonText>> members() const;
  [[nodiscard]] std::vector<JsonText> elements() const;
  // The same one at a time, until `use` returns false: for what may hold millions of them, since a
  // list takes many times the memory of the text.
  void each_member(const std::function<bool(std::string name, JsonText value)>& use) const;
  void each_element(const std::function<bool(JsonText element)>& use) const;

  // The value in C++ terms; nothing when it is of another type or out of range.
  [[nodiscard]] std::optional<std::string> string() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<bool> flag() const;
  // As string(), into wiped memory only.
  [[nodiscard]] std::optional<Secret> secret() const;

 private:
  explicit JsonText(std::string_view raw) : raw_(raw) {}
  std::string_view raw_;
};

}  // namespace sluice
