#pragma once
#include "catalog/catalog.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::catalog {

// The vendors that goldens and readings were written with, in the sample organization's words. A
// golden says what the engine makes of a wording; which of twenty vendors a bare noun means is
// another question, which tests/questions asks with every vendor of the catalog connected.
[[nodiscard]] inline Catalog golden_vendors() {
  constexpr std::array<std::string_view, 5> slugs = {"github", "hubspot", "linear", "posthog",
                                                     "stripe"};
  const Catalog sample = Catalog::of_sample();
  std::vector<Vendor> kept;
  std::ranges::copy_if(sample.all(), std::back_inserter(kept), [&](const Vendor& vendor) {
    return std::ranges::find(slugs, vendor.slug) != slugs.end();
  });
  return Catalog::of(std::move(kept));
}

// The row of a vendor that is nobody's, for tests that need a few lines of their own: `lines` are
// its tools, entries and questions.
[[nodiscard]] inline std::string acme_row(std::string_view lines) {
  return R"(slug: acme
name: Acme
category: testing
category_label: Testing
summary: A vendor for tests
reviewed: 2026-11-22
endpoints: [{url: "https://mcp.acme.dev"}]
registration: [dynamic]
client: public
article: docs/knowledge-base/acme.md
)" + std::string(lines);
}

// A row or a glossary with one place of it changed, for tests that plant a mistake. The test fails
// where `from` does not stand in it.
[[nodiscard]] inline std::string replaced(std::string_view text, std::string_view from,
                                          std::string_view to) {
  std::string changed(text);
  const std::size_t at = changed.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? changed : changed.replace(at, from.size(), to);
}

}  // namespace sluice::catalog
