#include "analyst/wire.h"

#include <utility>

namespace sluice::analyst {
namespace {

[[nodiscard]] std::string text_of(const Json& json, std::string_view name) {
  return text_member(json, name).value_or("");
}

// A count below zero is none: what comes from the worker never becomes a huge size.
[[nodiscard]] std::size_t size_of(const Json& json, std::string_view name) {
  const auto value = integer_member(json, name);
  return value && *value > 0 ? static_cast<std::size_t>(*value) : 0;
}

[[nodiscard]] std::vector<std::string> texts_of(const Json& json, std::string_view name) {
  std::vector<std::string> texts;
  for (const Json& text : member(json, name))
    if (text.is_string()) texts.push_back(text.get<std::string>());
  return texts;
}

// The two ends are one program, so a name that is missing here is never met: an unknown one is read
// as "died", the kind that promises nothing.
constexpr std::pair<AnalystError::Kind, std::string_view> error_names[] = {
    {AnalystError::Kind::deadline, "deadline"},
    {AnalystError::Kind::out_of_memory, "out_of_memory"},
    {AnalystError::Kind::died, "died"},
    {AnalystError::Kind::unreadable_rows, "unreadable_rows"},
    {AnalystError::Kind::too_many_rows, "too_many_rows"},
    {AnalystError::Kind::query_failed, "query_failed"},
    {AnalystError::Kind::tool_failed, "tool_failed"},
};

}  // namespace

std::array<char, frame_head_bytes> frame_head(FrameKind kind, std::size_t body_bytes) {
  std::array<char, frame_head_bytes> head{};
  // Little-endian by hand: the head is the same on every machine and needs no packed struct.
  for (std::size_t at = 0; at < 4; ++at) {
    head[at] = static_cast<char>((body_bytes >> (8 * at)) & 0xFF);
  }
  head[4] = static_cast<char>(kind);
  return head;
}

std::optional<FrameHead> read_frame_head(const std::array<char, frame_head_bytes>& head) {
  std::size_t bytes = 0;
  for (std::size_t at = 0; at < 4; ++at) {
    bytes |= static_cast<std::size_t>(static_cast<unsigned char>(head[at])) << (8 * at);
  }
  const auto kind = static_cast<std::uint8_t>(head[4]);
  // The worker has read a vendor's bytes and may be anybody's by now, so its head is checked before
  // a byte of the body is taken.
  if (bytes > frame_bytes_max || kind > static_cast<std::uint8_t>(FrameKind::failed)) {
    return std::nullopt;
  }
  return FrameHead{.kind = static_cast<FrameKind>(kind), .body_bytes = bytes};
}

Json to_json(const Beginning& beginning) {
  Json rates = Json::array();
  for (const auto& [currency, rate] : beginning.rates.to_reporting) {
    rates.push_back({{"currency", currency}, {"rate", rate}});
  }
  return {{"address_space_bytes", beginning.limits.address_space_bytes},
          {"cpu_s", beginning.limits.cpu.count()},
          {"rows_max", beginning.limits.rows_max},
          {"reporting", beginning.rates.reporting},
          {"rates", std::move(rates)},
          {"deadline_ms", beginning.deadline.count()}};
}

Beginning beginning_from_json(const Json& json) {
  Beginning beginning;
  beginning.limits.address_space_bytes = size_of(json, "address_space_bytes");
  beginning.limits.cpu = std::chrono::seconds(size_of(json, "cpu_s"));
  beginning.limits.rows_max = size_of(json, "rows_max");
  beginning.rates.reporting = text_of(json, "reporting");
  for (const Json& rate : member(json, "rates")) {
    const Json& value = member(rate, "rate");
    // Without a rate the currency stays unconverted, which the page then says of its cells.
    if (!value.is_number()) continue;
    beginning.rates.to_reporting.emplace_back(text_of(rate, "currency"), value.get<double>());
  }
  beginning.deadline = std::chrono::milliseconds(size_of(json, "deadline_ms"));
  return beginning;
}

Json to_json(const TableSpec& spec) {
  Json fields = Json::array();
  for (const FieldSpec& field : spec.fields) {
    fields.push_back({{"name", field.name},
                      {"path", field.path},
                      {"type", field.type},
                      {"unit", field.unit},
                      {"currency_path", field.currency_path},
                      {"currency_fixed", field.currency_fixed},
                      {"list", field.list}});
  }
  Json zips = Json::array();
  for (const ZipSpec& zip : spec.zip)
    zips.push_back(zip.paths);
  Json minor = Json::object();
  for (const auto& [currency, digits] : spec.minor_digits)
    minor[currency] = digits;
  return {{"name", spec.name},
          {"rows_path", spec.rows_path},
          {"fields", std::move(fields)},
          {"zip", std::move(zips)},
          {"next_path", spec.next_path},
          {"more_path", spec.more_path},
          {"total_path", spec.total_path},
          {"key_paths", spec.key_paths},
          {"columns", spec.columns},
          {"minor_digits", std::move(minor)}};
}

TableSpec table_spec_from_json(const Json& json) {
  TableSpec spec;
  spec.name = text_of(json, "name");
  spec.rows_path = text_of(json, "rows_path");
  spec.next_path = text_of(json, "next_path");
  spec.more_path = text_of(json, "more_path");
  spec.total_path = text_of(json, "total_path");
  spec.key_paths = texts_of(json, "key_paths");
  spec.columns = texts_of(json, "columns");
  for (const auto& [currency, digits] : member(json, "minor_digits").items())
    // Two digits is what most of ISO 4217 has.
    spec.minor_digits.emplace_back(currency, digits.is_number_integer() ? digits.get<int>() : 2);
  for (const Json& field : member(json, "fields")) {
    spec.fields.push_back({.name = text_of(field, "name"),
                           .path = text_of(field, "path"),
                           .type = text_of(field, "type"),
                           .unit = text_of(field, "unit"),
                           .currency_path = text_of(field, "currency_path"),
                           .currency_fixed = text_of(field, "currency_fixed"),
                           .list = flag_member(field, "list").value_or(false)});
  }
  for (const Json& zip : member(json, "zip")) {
    ZipSpec& paths = spec.zip.emplace_back();
    for (const Json& path : zip) {
      if (path.is_string()) paths.paths.push_back(path.get<std::string>());
    }
  }
  return spec;
}

Json to_json(const PageInfo& page) {
  Json json = {
      {"rows", page.rows}, {"form", page.form}, {"unreadable_cells", page.unreadable_cells}};
  json["unconverted_cells"] = page.unconverted_cells;
  json["unconverted_currency"] = page.unconverted_currency;
  json["repeated"] = page.repeated;
  json["dropped"] = page.dropped;
  json["said_last"] = page.said_last;
  json["cut"] = page.cut;
  if (page.next) json["next"] = *page.next;
  if (page.more) json["more"] = *page.more;
  if (page.total) json["total"] = *page.total;
  return json;
}

PageInfo page_info_from_json(const Json& json) {
  PageInfo page;
  page.rows = size_of(json, "rows");
  page.next = text_member(json, "next");
  page.more = flag_member(json, "more");
  page.total = integer_member(json, "total");
  page.repeated = size_of(json, "repeated");
  page.dropped = size_of(json, "dropped");
  page.said_last = flag_member(json, "said_last").value_or(false);
  page.cut = flag_member(json, "cut").value_or(false);
  page.form = text_of(json, "form");
  page.unreadable_cells = size_of(json, "unreadable_cells");
  page.unconverted_cells = size_of(json, "unconverted_cells");
  page.unconverted_currency = text_of(json, "unconverted_currency");
  return page;
}

Json to_json(const std::vector<Column>& columns) {
  Json list = Json::array();
  for (const Column& column : columns) {
    list.push_back({{"name", column.name}, {"type", column.type}, {"unit", column.unit}});
  }
  return list;
}

std::vector<Column> columns_from_json(const Json& json) {
  std::vector<Column> columns;
  for (const Json& column : json) {
    columns.push_back({.name = text_of(column, "name"),
                       .type = text_of(column, "type"),
                       .unit = text_of(column, "unit")});
  }
  return columns;
}

Json to_json(const AnalystError& error) {
  std::string_view kind = "died";
  for (const auto& [value, name] : error_names) {
    if (value == error.kind) kind = name;
  }
  return {{"kind", kind}, {"detail", error.detail}};
}

AnalystError error_from_json(const Json& json) {
  AnalystError error{.kind = AnalystError::Kind::died, .detail = text_of(json, "detail")};
  const std::string kind = text_of(json, "kind");
  for (const auto& [value, name] : error_names) {
    if (name == kind) error.kind = value;
  }
  return error;
}

}  // namespace sluice::analyst
