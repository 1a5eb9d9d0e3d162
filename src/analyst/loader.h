#pragma once
#include "analyst/analyst.h"
#include "analyst/answer_reader.h"
#include "analyst/database.h"
#include "analyst/seen_rows.h"

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analyst {

// Fills the tables of one worker from the pages of its fetches.
class Loader {
 public:
  // `database` outlives it. `rows_max` counts the rows of all tables together.
  Loader(Database& database, CurrencyRates rates, std::size_t rows_max)
      : database_(database), rates_(std::move(rates)), rows_max_(rows_max) {}

  // As AnalystSession's two of that name; unreadable_rows when a path of the specification is none.
  [[nodiscard]] std::expected<void, AnalystError> create_table(TableSpec spec);
  struct Page {
    std::string_view table;
    std::string_view series;     // Which series of pages this one belongs to.
    std::string_view arguments;  // JSON text of what was asked with.
    std::string_view result;
  };
  // Reads, sifts out what came before, converts and appends. The text of `page` is not kept.
  [[nodiscard]] std::expected<PageInfo, AnalystError> add_page(const Page& page);

  // A column with its paths parsed once, not once a page.
  struct Field {
    FieldSpec spec;
    Path path;
    Path currency;
  };
  // One table and everything that its pages are read with; in the header because the writer of a
  // page (loader.cpp) needs it.
  struct Target {
    TableSpec spec;
    WantedRows wanted;
    std::vector<Field> fields;
    std::vector<Path> zip;
    std::vector<Path> key;
    SeenRows seen{};
  };

 private:
  Database& database_;
  CurrencyRates rates_;
  std::size_t rows_max_;
  std::size_t rows_ = 0;
  std::map<std::string, Target, std::less<>> targets_;
};

}  // namespace sluice::analyst
