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
  Loader(Database& database, CurrencyRates rates, std::size_t rows_max)
      : database_(database), rates_(std::move(rates)), rows_max_(rows_max) {}

  [[nodiscard]] std::expected<void, AnalystError> create_table(TableSpec spec);
  struct Page {
    std::string_view table;
    std::string_view series;     // Which series of pages this one belongs to.
    std::string_view arguments;  // JSON text of what was asked with.
    std::string_view result;
  };
  [[nodiscard]] std::expected<PageInfo, AnalystError> add_page(const Page& page);

  struct Field {
    FieldSpec spec;
    Path path;
    Path currency;
  };
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
