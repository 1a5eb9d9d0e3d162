#include "authoring/row_draft.h"

#include "base/text.h"
#include "calls/definition_words.h"

namespace sluice::authoring {

std::string category_of(const std::string& label) {
  std::string slug;
  for (const std::string& word : calls::words_of(replaced(label, "&", " and ")))
    slug += (slug.empty() ? "" : "-") + word;
  return slug.empty() || !is_lower(slug.front()) ? "other" : slug;
}

std::string summary_of_name(const std::string& tool) {
  return upper_first(joined(calls::words_of(tool), " "));
}

}  // namespace sluice::authoring
