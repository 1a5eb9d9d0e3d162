#include "authoring/call_review.h"

#include "authoring/stand_in.h"
#include "base/text.h"
#include "calls/call_rules.h"
#include "catalog/placeholders.h"
#include "sources/arguments.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace sluice::authoring {
namespace {

using catalog::Entry;
using catalog::Field;
using catalog::Tool;
using catalog::Vendor;

constexpr std::string_view missing = "missing_argument";

class CallReview {
 public:
  CallReview(const Vendor& vendor, std::size_t index, std::vector<catalog::RowIssue>& issues)
      : vendor_(vendor),
        entry_(vendor.entries[index]),
        tool_(*vendor.find_tool(entry_.tool)),
        path_("entries/" + std::to_string(index)),
        issues_(issues) {}

  void run() {
    Json call = filled(entry_.arguments, path_ + "/arguments");
    if (!judge(call, path_ + "/arguments", Part::beginning)) return;
    add_each(call);
    // What comes on top would only say the same again.
    if (!judge(call, each_path(), Part::beginning)) return;
    review_pages(call);
    for (std::size_t i = 0; i < entry_.pushdowns.size(); ++i)
      review_pushdown(call, entry_.pushdowns[i], path_ + "/pushdowns/" + std::to_string(i));
    for (std::size_t i = 0; i < entry_.fields.size(); ++i)
      review_group(call, entry_.fields[i], path_ + "/fields/" + std::to_string(i));
    for (std::size_t i = 0; i < entry_.measures.size(); ++i)
      review_measure(call, entry_.measures[i], path_ + "/measures/" + std::to_string(i));
    review_whole(std::move(call));
  }

 private:
  // A beginning may lack what a later part puts in; of all parts together nothing may be missing.
  enum class Part { beginning, whole };

  [[nodiscard]] Json filled(const Json& arguments, const std::string& path) {
    std::set<std::string> unknown;
    Json made = catalog::fill_in(arguments, [&](std::string_view name) {
      Json value = stand_in_for(vendor_, name);
      // A parameter that is none is told by the check before this one.
      if (value.is_null() && !name.starts_with("connection.")) unknown.insert(std::string(name));
      return value;
    });
    for (const std::string& name : unknown)
      report(path, "\"${" + name +
                       "}\" stands for nothing; allowed: from, to, from_date, to_date, "
                       "from_epoch_s, to_epoch_s, from_epoch_ms, to_epoch_ms, grain, timezone, "
                       "connection.NAME");
    return made;
  }

  [[nodiscard]] std::string each_path() const {
    const bool each = !entry_.each_from.empty() || !entry_.each_values.empty();
    return !each ? path_ + "/arguments" : path_ + "/each";
  }
  void add_each(Json& call) {
    for (const Json& value : entry_.each_values) {
      sources::set_argument(call, entry_.each_argument, value);
      // The last one stays; each of the others has to be admitted as well.
      if (value != entry_.each_values.back()) (void)judge(call, path_ + "/each", Part::beginning);
    }
    if (entry_.each_from.empty()) return;
    const std::size_t dot = entry_.each_from.find('.');
    const std::string source = entry_.each_from.substr(0, dot);
    add_one_each(call, entry_.each_argument, source, entry_.each_from.substr(dot + 1));
    for (const auto& [argument, field] : entry_.each_also)
      add_one_each(call, argument, source, field);
  }
  void add_one_each(Json& call, const std::string& argument, const std::string& source,
                    const std::string& name) const {
    const Json& schema = schema_at(tool_.input, argument);
    if (source == "connection") {
      // One call a part of it, split at commas.
      Json value = stand_in_for(vendor_, "connection." + name);
      if (value.is_string()) value = split(value.get_ref<const std::string&>(), ',').front();
      sources::set_argument(call, argument, value.is_null() ? Json("x") : value);
      return;
    }
    const Entry* from = vendor_.find_entry(source);
    if (from == nullptr) return;
    const auto field = std::ranges::find(from->fields, name, &Field::name);
    if (field != from->fields.end())
      sources::set_argument(call, argument, stand_in_value(*field, schema));
  }

  void review_pages(Json call) {
    const catalog::Paging& paging = catalog::paging_of(tool_, call);
    const std::string path = "tools/" + tool_.name + "/paging";
    if (!paging.size_argument.empty()) {
      sources::set_argument(call, paging.size_argument, paging.size);
      if (!judge(call, path, Part::beginning)) return;
    }
    if (paging.argument.empty()) return;
    const bool cursor = paging.style == catalog::Paging::Style::cursor;
    const Json& schema = schema_at(tool_.input, paging.argument);
    const bool number = member(schema, "type") == "integer" || member(schema, "type") == "number";
    // A cursor is what the vendor gave, so it has the type that the vendor takes.
    sources::set_argument(call, paging.argument, cursor && !number ? Json("x") : Json(1));
    (void)judge(call, path, Part::beginning);
  }

  void review_pushdown(Json call, const catalog::Pushdown& pushdown, const std::string& path) {
    push(call, pushdown);
    (void)judge(call, path, Part::beginning);
  }
  void push(Json& call, const catalog::Pushdown& pushdown) const {
    const auto field = std::ranges::find(entry_.fields, pushdown.field, &Field::name);
    if (field == entry_.fields.end()) return;
    Json value = stand_in_value(*field, schema_at(tool_.input, pushdown.argument));
    if (pushdown.format == "epoch_s" || pushdown.format == "epoch_ms") value = 1;
    if (pushdown.format == "iso") value = stand_in_for(vendor_, "from");
    if (pushdown.format.contains("{}"))
      value = replaced(pushdown.format, "{}", value.is_string() ? value.get<std::string>() : "1");
    if (pushdown.op == "in") value = Json::array({value});
    sources::set_argument(call, pushdown.argument, value);
  }

  // With everything that a question could add: what is missing then is always missing.
  void review_whole(Json call) {
    for (const catalog::Pushdown& pushdown : entry_.pushdowns)
      push(call, pushdown);
    for (const catalog::Measure& measure : entry_.measures)
      call = sources::merged(std::move(call), filled(measure.arguments, path_));
    (void)judge(call, each_path(), Part::whole);
  }

  void review_group(Json call, const Field& field, const std::string& path) {
    if (field.grouped_by.empty()) return;
    const Json value = field.grouped_value.is_null() ? Json(field.path) : field.grouped_value;
    sources::set_argument(call, field.grouped_by, value);
    (void)judge(call, path + "/grouped_by", Part::beginning);
  }

  void review_measure(const Json& call, const catalog::Measure& measure, const std::string& path) {
    if (!measure.arguments.is_object()) return;
    const Json own = filled(measure.arguments, path + "/arguments");
    (void)judge(sources::merged(call, own), path + "/arguments", Part::beginning);
  }

  // False when the gate would refuse it, which is reported.
  bool judge(const Json& call, const std::string& path, Part part) {
    const auto admitted =
        calls::check_call(vendor_, {entry_.tool, call}, stand_in_parameters(vendor_));
    if (admitted) return true;
    const bool lacks = admitted.error().reason == missing;
    // Of the whole everything else was told before, part by part.
    if (lacks != (part == Part::whole)) return lacks;
    report(path, admitted.error().detail);
    return false;
  }

  // The pages of a tool are the same for all of its entries, and so is what is wrong with them.
  void report(const std::string& path, std::string message) {
    const bool told = std::ranges::any_of(issues_, [&](const catalog::RowIssue& issue) {
      return issue.path == path && issue.message == message;
    });
    if (!told) issues_.push_back({path, std::move(message)});
  }

  const Vendor& vendor_;
  const Entry& entry_;
  const Tool& tool_;
  std::string path_;
  std::vector<catalog::RowIssue>& issues_;
};

}  // namespace

void review_calls(const Vendor& vendor, std::vector<catalog::RowIssue>& issues) {
  for (std::size_t i = 0; i < vendor.entries.size(); ++i)
    CallReview(vendor, i, issues).run();
}

}  // namespace sluice::authoring
