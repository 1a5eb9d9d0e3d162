#pragma once
#include "analyst/document.h"

namespace sluice::analyst {

[[nodiscard]] bool is_list_of_objects(const Node& node);
// Where nothing says where the rows are: the longest list of objects, usual names first, three
// members deep at most; null when there is none.
[[nodiscard]] const Node* guessed_list(const Node& answer);

}  // namespace sluice::analyst
