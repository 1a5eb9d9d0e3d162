#pragma once
#include "sandbox/value.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

// Where something sits in an item, an argument object or an answer: "user.login", "data[0].id",
// "data[-1].id", "labels[]" (each element), "cells.*" (each member), "$" (the whole). A leading
// "$." is allowed.
class ItemPath {
 public:
  explicit ItemPath(std::string_view text);
  // Everything it reaches; empty when nothing is there.
  [[nodiscard]] std::vector<const Value*> find(const Value& root) const;
  // The first of find(), or null's singleton.
  [[nodiscard]] const Value& first(const Value& root) const;
  // Puts a value there, making the objects on the way; each "[]" or index makes an array of one
  // element. "$" replaces the root.
  void put(Value& root, Value value) const;
  [[nodiscard]] bool is_root() const noexcept { return steps_.empty(); }
  // True when it may reach more than one value.
  [[nodiscard]] bool is_plural() const;

 private:
  enum class Kind { member, index, each_element, each_member };
  struct Step {
    Kind kind = Kind::member;
    std::string name;
    int index = 0;
  };
  void add_brackets(std::string_view brackets);
  static void take(const Step& step, const Value& from, std::vector<const Value*>& out);
  std::vector<Step> steps_;
};

}  // namespace sluice::sandbox
