#include "base/json.h"

#include <set>
#include <utility>
#include <vector>

namespace sluice {
namespace {

// Builds the document while counting, so that a hostile one stops at the limit and not after it.
class LimitedBuilder final : public nlohmann::json_sax<Json> {
 public:
  explicit LimitedBuilder(JsonLimits limits) : limits_(limits) {}

  bool null() override { return add(Json(nullptr)); }
  bool boolean(bool value) override { return add(Json(value)); }
  bool number_integer(number_integer_t value) override { return add(Json(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(Json(value)); }
  bool number_float(number_float_t value, const string_t& /*text*/) override {
    return add(Json(value));
  }
  bool string(string_t& value) override { return add(Json(std::move(value))); }
  bool binary(binary_t& value) override { return add(Json(std::move(value))); }
  bool start_object(std::size_t /*count*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*count*/) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (limits_.duplicate_members_refused && open_.back().contains(name)) {
      return fail("member \"" + name.substr(0, 64) + "\" appears twice");
    }
    keys_.back() = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return fail("not valid JSON at byte " + std::to_string(position));
  }

  [[nodiscard]] std::string take_error() { return std::move(error_); }
  [[nodiscard]] Json take_root() { return std::move(root_); }

 private:
  bool fail(std::string why) {
    if (error_.empty()) error_ = std::move(why);
    return false;
  }
  bool count() { return ++values_ <= limits_.values_max || fail("more values than allowed"); }
  bool add(Json value) {
    if (!count()) return false;
    attach(std::move(value));
    return true;
  }
  bool open(Json empty) {
    if (!count()) return false;
    if (open_.size() >= limits_.depth_max) return fail("nested deeper than allowed");
    open_.push_back(std::move(empty));
    keys_.emplace_back();
    return true;
  }
  bool close() {
    Json done = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    attach(std::move(done));
    return true;
  }
  void attach(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_array()) {
      open_.back().push_back(std::move(value));
    } else {
      open_.back()[keys_.back()] = std::move(value);
    }
  }

  JsonLimits limits_;
  std::size_t values_ = 0;
  std::vector<Json> open_;
  std::vector<std::string> keys_;
  Json root_;
  std::string error_;
};

}  // namespace

std::expected<Json, std::string> parse_json(std::string_view text, JsonLimits limits) {
  // RFC 8259 has no place for this byte; the library takes it for the end and skips what follows.
  if (const std::size_t at = text.find('\0'); at != std::string_view::npos)
    return std::unexpected("not valid JSON at byte " + std::to_string(at + 1));
  LimitedBuilder builder(limits);
  if (!Json::sax_parse(text, &builder)) return std::unexpected(builder.take_error());
  return builder.take_root();
}

const Json& member(const Json& object, std::string_view name) {
  static const Json absent = nullptr;
  if (!object.is_object()) return absent;
  const auto found = object.find(name);
  return found == object.end() ? absent : *found;
}

std::optional<std::string> text_member(const Json& object, std::string_view name) {
  const Json& value = member(object, name);
  if (!value.is_string()) return std::nullopt;
  return value.get<std::string>();
}

std::optional<std::int64_t> integer_member(const Json& object, std::string_view name) {
  const Json& value = member(object, name);
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<std::int64_t>();
}

std::optional<bool> flag_member(const Json& object, std::string_view name) {
  const Json& value = member(object, name);
  if (!value.is_boolean()) return std::nullopt;
  return value.get<bool>();
}

std::string to_wire(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sluice
