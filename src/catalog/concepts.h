#pragma once
#include "catalog/semantics.h"

#include <map>
#include <string>
#include <vector>

namespace sluice::catalog {

// Words that all vendors share: catalog/shared/concepts.yaml, which says what each part is for. The
// question engine adds them to what the rows say themselves.
struct Concepts {
  // Words that say the same thing, in lower case; each list has two or more.
  std::vector<std::vector<std::string>> same;
  // Names of several words for what rows call by the key.
  std::map<std::string, std::vector<std::string>> phrases;
  // What one of several connections to a vendor is called.
  std::vector<std::string> accounts;
  std::map<Moment, std::vector<std::string>> moments;
  std::map<Act, std::vector<std::string>> act_nouns;
  std::map<Act, std::vector<std::string>> act_verbs;
};

// Those of this build. The file is part of the binary, and a test reads it.
[[nodiscard]] const Concepts& concepts();
// From the document; names that it does not know are left out.
[[nodiscard]] Concepts concepts_from(const Json& document);

}  // namespace sluice::catalog
