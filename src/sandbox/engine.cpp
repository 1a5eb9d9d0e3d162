#include "sandbox/engine.h"

#include "sandbox/aggregate.h"
#include "sandbox/asked_range.h"
#include "sandbox/item_report.h"
#include "sandbox/paging.h"
#include "sandbox/query_expression.h"
#include "sandbox/rendering.h"
#include "sandbox/row_filter.h"
#include "sandbox/row_shape.h"

#include <utility>

namespace sluice::sandbox {
namespace {

using Answer = OrSentence<Value>;

OrSentence<Rows> matching_rows(const ToolCall& call, const std::vector<std::string>& collections) {
  const auto filter = row_filter(call);
  if (!filter) return std::unexpected(filter.error());
  Rows rows;
  for (const std::string& name : collections)
    for (const Value& row : call.world.collection(name))
      if ((*filter)(row)) rows.push_back(&row);
  return sorted(call, std::move(rows));
}

Value shown_rows(const ToolCall& call, const Rows& rows, const Page& page) {
  Value list = Value::array();
  for (std::size_t i = 0; i < page.count; ++i)
    list.push_back(shown(call, *rows[page.offset + i]));
  return list;
}

Answer list_answer(const ToolCall& call, const std::vector<std::string>& collections) {
  const auto rows = matching_rows(call, collections);
  if (!rows) return std::unexpected(rows.error());
  const auto page = page_of(call, *rows);
  if (!page) return std::unexpected(page.error());
  return in_envelope(call, shown_rows(call, *rows, *page), *page);
}

// A search over several collections says in its query text which one: "customers:name:...".
const Value* clause_filter(const ToolCall& call) {
  for (const Value& filter : member_of(call.spec, "filters"))
    if (member_of(call.world.language(text_of(filter, "op")), "names_collection") == Value(true))
      return &filter;
  return nullptr;
}

Answer search_answer(const ToolCall& call) {
  const Value* filter = clause_filter(call);
  if (filter == nullptr) {
    const auto collections = collections_of(call);
    if (!collections) return std::unexpected(collections.error());
    return list_answer(call, *collections);
  }
  const std::string argument = text_of(*filter, "argument");
  std::string query = as_text(call.arguments.find_raw(argument));
  const Value& items = member_of(call.spec, "items");
  const std::string collection = take_collection(query, items);
  if (collection.empty())
    return std::unexpected("the query starts with one of " + to_wire_text(items) + " and a colon");
  Value rest = call.arguments.all();
  rest[argument] = query;
  const Arguments arguments(std::move(rest));
  return list_answer({call.world, call.spec, arguments, call.now, call.zone}, {collection});
}

bool has_key(const Value& row, const Value& fields, const Value& wanted) {
  for (const Value& field : fields)
    for (const Value* value : ItemPath(as_text(field)).find(row))
      if (!value->is_null() && same_value(*value, wanted)) return true;
  return false;
}

Answer many_answer(const ToolCall& call, const Rows& rows, const Value& key, const Value& wanted) {
  Value list = Value::array();
  const Value& fields = member_of(key, "fields");
  for (const Value& one : wanted.is_array() ? wanted : Value::array({wanted}))
    for (const Value* row : rows)
      if (has_key(*row, fields, one)) list.push_back(shown(call, *row));
  const std::size_t count = list.size();
  return in_envelope(call, std::move(list), Page{0, count, count, count, {}});
}

// One item: the one whose key equals the argument, or the first in the tool's order.
Answer get_answer(const ToolCall& call) {
  const auto collections = collections_of(call);
  if (!collections) return std::unexpected(collections.error());
  const auto rows = matching_rows(call, *collections);
  if (!rows) return std::unexpected(rows.error());
  const Value& key = member_of(call.spec, "key");
  const std::string argument = text_of(key, "argument", "$none");
  const Value wanted = call.arguments.find(argument);
  if (key.is_object() && wanted.is_null())
    return std::unexpected("the argument " + argument + " is missing");
  if (member_of(key, "many") == Value(true)) return many_answer(call, *rows, key, wanted);
  for (const Value* row : *rows)
    if (!key.is_object() || has_key(*row, member_of(key, "fields"), wanted))
      return in_envelope(call, shown(call, *row), Page{0, 1, 1, 1, {}});
  return std::unexpected(key.is_object() ? "nothing found for " + argument + " " + as_text(wanted)
                                         : "nothing found");
}

std::string_view schema_type(const Value& value) {
  if (value.is_boolean()) return "boolean";
  if (value.is_number_integer()) return "integer";
  if (value.is_number()) return "number";
  if (value.is_array()) return "array";
  if (value.is_object()) return "object";
  return value.is_null() ? "null" : "string";
}

// The answer "$schema": the members of the rows with their types, as read off the rows.
Value inferred_schema(const World& world, const std::vector<std::string>& collections) {
  Value properties = Value::object();
  for (const std::string& name : collections)
    for (const Value& row : world.collection(name))
      for (const auto& [member, value] : without_private_members(row).items())
        if (!properties.contains(member) || properties[member]["type"] == "null")
          properties[member] = {{"type", schema_type(value)}};
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Answer fixed_answer(const ToolCall& call) {
  if (const auto filter = row_filter(call); !filter) return std::unexpected(filter.error());
  const Value& answer = member_of(call.spec, "answer");
  if (answer != Value("$schema")) return answer;
  const auto collections = collections_of(call);
  if (!collections) return std::unexpected(collections.error());
  return inferred_schema(call.world, *collections);
}

Answer aggregate_answer(const ToolCall& call) {
  const bool over_items = member_of(member_of(call.spec, "aggregate"), "measures").is_object();
  auto rows = over_items ? item_report(call) : aggregate(call);
  if (!rows) return std::unexpected(rows.error());
  const auto page = page_of_count(call, rows->size());
  if (!page) return std::unexpected(page.error());
  // Without groups and without a place for rows the answer is the one row itself.
  const bool is_whole = text_of(call.spec, "rows_path", "$") == "$" && rows->size() == 1;
  const Value& groups = member_of(member_of(call.spec, "group_by"), "fixed");
  if (is_whole && groups.is_array() && groups.empty())
    return in_envelope(call, std::move(rows->front()), *page);
  Value list = Value::array();
  for (std::size_t i = 0; i < page->count; ++i)
    list.push_back(std::move((*rows)[page->offset + i]));
  return in_envelope(call, std::move(list), *page);
}

Answer answer_of(const ToolCall& call) {
  const std::string kind = text_of(call.spec, "kind");
  if (kind == "fixed") return fixed_answer(call);
  if (kind == "get") return get_answer(call);
  if (kind == "aggregate") return aggregate_answer(call);
  if (kind == "list" || kind == "search") return search_answer(call);
  if (kind == "sql") return std::unexpected("this stand-in does not run SQL");
  return std::unexpected("this stand-in does not know tools of the kind " + kind);
}

Value result_of(const ToolCall& asked) {
  auto kept = arguments_in_range(asked.spec, asked.arguments, asked.now);
  if (!kept) return tool_error(kept.error());
  const Arguments arguments(std::move(*kept));
  const ToolCall call{asked.world, asked.spec, arguments, asked.now, asked.zone};
  const Answer answer = answer_of(call);
  return answer ? rendered(call, *answer) : tool_error(answer.error());
}

// Names the operation of a dispatcher: one argument, or several put into a pattern.
std::string operation_of(const Value& spec, const Arguments& arguments) {
  const Value& several = member_of(spec, "operation_arguments");
  if (!several.is_array()) return as_text(arguments.find(text_of(spec, "operation_argument")));
  std::string key = text_of(spec, "operation_key");
  for (const Value& name : several) {
    const std::string gap = "{" + as_text(name) + "}";
    if (const std::size_t at = key.find(gap); at != std::string::npos)
      key.replace(at, gap.size(), as_text(arguments.find(as_text(name))));
  }
  return key;
}

Value without_undefined(Value arguments) {
  return arguments.is_object() ? arguments : Value::object();
}

}  // namespace

Value Engine::call(std::string_view tool, const Value& sent) const {
  const Value& spec = world_.tool(tool);
  if (!spec.is_object()) return tool_error("unknown tool " + std::string(tool));
  const Arguments arguments(sent);
  const Instant now = clock_.now();
  if (text_of(spec, "kind") != "dispatcher")
    return result_of({world_, spec, arguments, now, zone_});
  for (const Value& name : member_of(spec, "required"))
    if (arguments.find(as_text(name)).is_null())
      return tool_error("the argument " + as_text(name) + " is missing");
  const Value& operations = member_of(spec, "operations");
  // "actions[].*": each element is {operation: its arguments}; the first one is answered.
  const std::string where = text_of(spec, "operation_argument");
  if (where.ends_with("[].*")) {
    const Value actions = arguments.find(where.substr(0, where.size() - 4));
    if (!actions.is_array() || actions.empty() || !actions.front().is_object())
      return tool_error("no action was given");
    const auto action = actions.front().begin();
    const Value& operation = member_of(operations, action.key());
    if (!operation.is_object()) return tool_error("unknown action " + action.key());
    const Arguments own(without_undefined(action.value()));
    return result_of({world_, operation, own, now, zone_});
  }
  const std::string name = operation_of(spec, arguments);
  const Value& operation = member_of(operations, name);
  if (!operation.is_object()) return tool_error("unknown operation " + name);
  const std::string below = text_of(spec, "arguments_at");
  if (below.empty()) return result_of({world_, operation, arguments, now, zone_});
  const Arguments own(without_undefined(arguments.find(below)));
  return result_of({world_, operation, own, now, zone_});
}

}  // namespace sluice::sandbox
