#pragma once
// For tests: a vendor of a few lines, its row and its stand-in.
#include "catalog/row_reader.h"
#include "connections/connections_fixture.h"
#include "sandbox/small_vendors.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace sluice::connections {

// The row of a vendor "acme"; `connecting` are its lines about endpoints, registration and
// parameters.
inline catalog::Vendor small_row(const std::string& connecting) {
  const std::string text =
      "slug: acme\nname: Acme\ncategory: testing\ncategory_label: Testing\n"
      "summary: Rows\nreviewed: 2026-11-22\nclient: public\n" +
      connecting +
      "tools:\n"
      "  list_rows: {verdict: read, input: {}}\n"
      "  get_row: {verdict: read, input: {}}\n"
      "entries: []\nquestions: []\narticle: docs/knowledge-base/acme.md\n";
  auto row = catalog::read_row("acme.yaml", text);
  if (!row) throw std::runtime_error(catalog::to_text(row.error().front()));
  return std::move(*row);
}

inline Stage small_stage(const std::string& connecting,
                         const std::vector<sandbox::Value>& stand_ins) {
  std::vector<catalog::Vendor> rows;
  rows.push_back(small_row(connecting));
  return {.catalog = catalog::Catalog::of(std::move(rows)),
          .files = sandbox::small_vendors(stand_ins),
          .vendors = {"acme"}};
}

}  // namespace sluice::connections
