#include "catalog/concepts.h"

#include "catalog/embedded.h"
#include "catalog/semantics_reader.h"

#include <cassert>

namespace sluice::catalog {

const Concepts& concepts() {
  static const Concepts embedded = [] {
    const auto document = parse_json(embedded_file("shared/concepts.yaml"));
    assert(document);  // It is part of this binary.
    return concepts_from(*document);
  }();
  return embedded;
}

Concepts concepts_from(const Json& document) {
  constexpr std::size_t several = 2;
  Concepts out;
  for (const Json& words : member(document, "concepts"))
    if (words.size() >= several) out.same.push_back(texts_of(words));
  for (const auto& [name, phrases] : member(document, "phrases").items())
    out.phrases[name] = texts_of(phrases);
  out.accounts = texts_of(member(document, "accounts"));
  for (const auto& [name, words] : member(document, "moments").items())
    if (const Moment moment = moment_from(name); moment != Moment::none)
      out.moments[moment] = texts_of(words);
  for (const auto& [name, words] : member(document, "acts").items()) {
    const Act act = act_from(name);
    if (act == Act::none) continue;
    out.act_nouns[act] = texts_of(member(words, "nouns"));
    out.act_verbs[act] = texts_of(member(words, "verbs"));
  }
  return out;
}

}  // namespace sluice::catalog
