#include "analyst/seen_rows.h"

namespace sluice::analyst {
namespace {

constexpr char between = '\x1f';  // Of a key's parts; no vendor's id holds it.

// Empty when a part is unknown.
[[nodiscard]] std::string key_of(RowReader& reader, const std::vector<Path>& key, const Row& row) {
  std::string text;
  for (const Path& path : key) {
    const RawCell cell = reader.read(row, path);
    if (cell.kind == Node::Kind::null || cell.text.empty()) return {};
    text += cell.text;
    text += between;
  }
  return text;
}

// FNV-1a over everything that a value holds.
class Fingerprint {
 public:
  // NOLINTNEXTLINE(misc-no-recursion): the document's depth is limited.
  void add(const Node& node) {
    add(node.name);
    add(node.text);
    mix(static_cast<unsigned char>(node.kind));
    for (const Node& child : node.children)
      add(child);
    mix(0xFF);
  }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

 private:
  void add(std::string_view text) {
    for (const char byte : text)
      mix(static_cast<unsigned char>(byte));
    mix(0xFE);
  }
  void mix(std::uint64_t byte) {
    constexpr std::uint64_t prime = 1'099'511'628'211U;
    value_ = (value_ ^ byte) * prime;
  }

  std::uint64_t value_ = 14'695'981'039'346'656'037U;
};

}  // namespace

SeenRows::Sifted SeenRows::sift(RowReader& reader, const std::vector<Path>& key,
                                std::vector<Row> rows, std::string_view series) {
  if (key.empty()) return sift_pages(std::move(rows), series);
  Sifted sifted{.fresh = {}};
  bool some = false;
  for (const Row& row : rows) {
    const std::string text = key_of(reader, key, row);
    some = some || !text.empty();
    if (text.empty()) {
      sifted.fresh.push_back(row);
      continue;
    }
    const bool known = !keys_of_series_.insert(std::string(series) + between + text).second;
    if (known) ++sifted.repeated;
    if (keys_.insert(text).second) sifted.fresh.push_back(row);
  }
  if (!some) return sift_pages(std::move(rows), series);
  return sifted;
}

SeenRows::Sifted SeenRows::sift_pages(std::vector<Row> rows, std::string_view series) {
  Fingerprint print;
  for (const Row& row : rows)
    if (row.zip_index == 0) print.add(*row.location->node);
  const std::string page = std::string(series) + between + std::to_string(print.value());
  if (rows.empty() || pages_of_series_.insert(page).second) return {.fresh = std::move(rows)};
  return {.fresh = {}, .repeated = rows.size()};
}

}  // namespace sluice::analyst
