#include "catalog/row_reader.h"

#include "catalog/embedded.h"
#include "catalog/input_shape.h"
#include "catalog/json_schema.h"
#include "catalog/row_check.h"
#include "catalog/semantics_reader.h"

#include <cassert>
#include <utility>

namespace sluice::catalog {
namespace {

// The schema was checked before: what is not there may be left out, and what is there has its type.
std::string text_or(const Json& object, std::string_view name, std::string otherwise = {}) {
  return text_member(object, name).value_or(std::move(otherwise));
}

Verdict verdict_from(std::string_view word) {
  if (word == "read") return Verdict::read;
  if (word == "write") return Verdict::write;
  if (word == "secret") return Verdict::secret;
  if (word == "spends") return Verdict::spends;
  // A word that this program does not know must not open a tool.
  return Verdict::unclear;
}

Registration registration_from(std::string_view word) {
  if (word == "metadata-document") return Registration::metadata_document;
  if (word == "dynamic") return Registration::dynamic;
  if (word == "preregistered") return Registration::preregistered;
  return word == "api-key" ? Registration::api_key : Registration::none;
}

ClientKind client_from(std::string_view word) {
  if (word == "confidential") return ClientKind::confidential;
  return word == "public" ? ClientKind::public_client : ClientKind::from_metadata;
}

WriteConsent consent_from(std::string_view word) {
  if (word == "yes") return WriteConsent::yes;
  return word == "no" ? WriteConsent::no : WriteConsent::unknown;
}

Parameter::Type parameter_type_from(std::string_view word) {
  if (word == "domain") return Parameter::Type::domain;
  if (word == "choice") return Parameter::Type::choice;
  if (word == "text") return Parameter::Type::text;
  return word == "integer" ? Parameter::Type::integer : Parameter::Type::slug;
}

// A choice is a word, or a word with what is shown for it: `part` of each.
std::vector<std::string> choices_from(const Json& json, std::string_view part) {
  std::vector<std::string> words;
  for (const Json& choice : json) {
    const bool plain = choice.is_string();
    words.push_back(plain ? choice.get<std::string>() : text_or(choice, part));
  }
  return words;
}

std::optional<Lookup> lookup_from(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  const Json& arguments = member(json, "arguments");
  return Lookup{text_or(json, "tool"), arguments.is_object() ? arguments : Json::object(),
                text_or(json, "rows"), text_or(json, "nothing")};
}

std::optional<AccountName> account_from(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  const Json& arguments = member(json, "arguments");
  return AccountName{text_or(json, "tool"), arguments.is_object() ? arguments : Json::object(),
                     text_or(json, "name")};
}

// The member that a rule has beside `at` says its kind.
ArgumentRule rule_from(const Json& json) {
  using Kind = ArgumentRule::Kind;
  ArgumentRule rule;
  rule.path = text_or(json, "at");
  for (const auto& [path, value] : member(json, "when").items())
    rule.when.emplace_back(path, value);
  if (json.contains("only")) {
    rule.kind = Kind::allowed_values;
    rule.values = json["only"].get<std::vector<Json>>();
  } else if (json.contains("keys")) {
    rule.kind = Kind::allowed_keys;
    rule.keys = texts_of(json["keys"]);
  } else if (json.contains("pairs")) {
    rule.kind = Kind::allowed_pairs;
    rule.paths = texts_of(json["at"]);
    for (const Json& pair : json["pairs"])
      rule.pairs.push_back(pair.get<std::vector<Json>>());
  } else if (json.contains("force")) {
    rule.kind = Kind::forced;
    rule.value = json["force"];
  } else if (json.contains("drop")) {
    rule.kind = Kind::dropped;
  } else if (json.contains("hosts")) {
    rule.kind = Kind::url;
    rule.keys = texts_of(json["hosts"]);
    if (json.contains("method_at")) rule.paths = {text_or(json, "method_at")};
  } else if (json.contains("connection")) {
    rule.kind = Kind::connection;
    rule.parameter = text_or(json, "connection");
  } else if (json.contains("json_text")) {
    rule.kind = Kind::json_text;
  } else if (json.contains("at_most")) {
    rule.kind = Kind::at_most;
    rule.value = json["at_most"];
  } else if (json.contains("words")) {
    rule.kind = Kind::words;
  } else if (json.contains("search")) {
    rule.kind = Kind::search;
    rule.keys = texts_of(member(json, "also"));
    for (const auto& [qualifier, parameter] : json["search"].items())
      rule.bound.emplace_back(qualifier, parameter.get<std::string>());
  } else {
    // The strictest kind for what no other member names: nothing leaves there.
    rule.kind = Kind::statement;
  }
  return rule;
}

ResourceIndicator resource_from(const std::string& word) {
  if (word == "omit") return ResourceIndicator::omit;
  return word == "require" ? ResourceIndicator::require : ResourceIndicator::send;
}

Paging paging_from(const Json& json) {
  Paging paging;
  const std::string style = text_or(json, "style", "none");
  if (style == "cursor") paging.style = Paging::Style::cursor;
  if (style == "page") paging.style = Paging::Style::page;
  if (style == "offset") paging.style = Paging::Style::offset;
  paging.argument = text_or(json, "argument");
  paging.next = text_or(json, "next");
  paging.next_in = text_or(json, "next_in");
  paging.more = text_or(json, "while");
  paging.total = text_or(json, "total");
  for (const auto& [argument, size] : member(json, "size").items()) {
    paging.size_argument = argument;
    paging.size = size.get<std::int64_t>();
  }
  paging.first = integer_member(json, "first").value_or(1);
  return paging;
}

// A list says the paging of one operation each, and that of all others by the one without `when`.
void read_paging(const Json& json, Tool& tool) {
  if (!json.is_array()) {
    tool.paging = paging_from(json);
    return;
  }
  for (const Json& each : json) {
    const Json& when = member(each, "when");
    if (when.is_null()) {
      tool.paging = paging_from(each);
      continue;
    }
    OperationPaging own{.when = {}, .paging = paging_from(each)};
    for (const auto& [path, value] : when.items())
      own.when.emplace_back(path, value);
    tool.own_pagings.push_back(std::move(own));
  }
}

class VendorReader {
 public:
  explicit VendorReader(const RowDocument& document) : document_(document), root_(document.root) {}

  [[nodiscard]] Vendor read() {
    Vendor vendor;
    read_card(vendor);
    read_connection(vendor);
    read_parameters(vendor);
    for (const auto& [name, tool] : root_["tools"].items())
      vendor.tools.push_back(tool_from(name, tool));
    vendor.entries = entries_from(root_["entries"]);
    vendor.overview = texts_of(member(root_, "overview"));
    return vendor;
  }
  [[nodiscard]] std::vector<RowError> take_errors() { return std::move(errors_); }

 private:
  void read_card(Vendor& vendor) {
    vendor.slug = text_or(root_, "slug");
    vendor.name = text_or(root_, "name");
    vendor.category = text_or(root_, "category");
    vendor.category_label = text_or(root_, "category_label");
    vendor.summary = text_or(root_, "summary");
    vendor.reviewed = text_or(root_, "reviewed");
    vendor.verified = flag_member(root_, "verified").value_or(true);
    vendor.questions = texts_of(root_["questions"]);
    vendor.lacks = texts_of(member(root_, "lacks"));
    vendor.article = text_or(root_, "article");
  }

  void read_connection(Vendor& vendor) {
    for (const Json& endpoint : root_["endpoints"])
      vendor.endpoints.push_back(
          {text_or(endpoint, "url"), text_or(endpoint, "transport", "streamable-http"),
           text_or(endpoint, "when"), text_or(endpoint, "authorization_server"),
           texts_of(member(endpoint, "tools"))});
    for (const auto& [name, value] : member(root_, "headers").items())
      vendor.headers.push_back({name, value.get<std::string>()});
    for (const std::string& word : texts_of(root_["registration"]))
      vendor.registration.push_back(registration_from(word));
    vendor.client = client_from(text_or(root_, "client"));
    vendor.resource = resource_from(text_or(root_, "resource"));
    vendor.pkce_unadvertised_ok = flag_member(root_, "pkce_unadvertised_ok").value_or(false);
    vendor.authorization_server = text_or(root_, "authorization_server");
    vendor.scopes_read = texts_of(member(member(root_, "scopes"), "read"));
    vendor.scopes_always = texts_of(member(member(root_, "scopes"), "always"));
    vendor.scope_separator = text_or(member(root_, "scopes"), "separator", " ");
    vendor.scopes_never = texts_of(member(member(root_, "scopes"), "never"));
    vendor.consent_shows_write = consent_from(text_or(root_, "consent_shows_write"));
    vendor.consent_note = text_or(root_, "consent_note");
    vendor.approval = text_or(root_, "approval");
    vendor.resource_uri = text_or(root_, "resource_uri");
    const Json& limits = member(root_, "limits");
    vendor.limits.per_minute_max = integer_member(limits, "per_minute").value_or(0);
    vendor.limits.per_hour_max = integer_member(limits, "per_hour").value_or(0);
    vendor.limits.calls_max = integer_member(limits, "calls").value_or(0);
    vendor.operator_setup = text_or(root_, "operator_setup");
    vendor.rate_limits = texts_of(member(root_, "rate_limits"));
    for (const auto& [currency, digits] : member(root_, "minor_digits").items())
      vendor.minor_digits.emplace_back(currency, digits.get<int>());
  }

  void read_parameters(Vendor& vendor) {
    for (const auto& [name, json] : member(root_, "parameters").items()) {
      vendor.parameters.push_back(
          {name, text_or(json, "label"), parameter_type_from(text_or(json, "type")),
           choices_from(member(json, "choices"), "value"),
           flag_member(json, "required").value_or(true), text_or(json, "example"),
           text_or(json, "help"), text_or(json, "pattern"), lookup_from(member(json, "lookup")),
           choices_from(member(json, "choices"), "label")});
    }
    vendor.account = account_from(member(root_, "account"));
    const Json& key = member(root_, "api_key");
    if (key.is_null()) return;
    vendor.api_key = ApiKey{text_or(key, "label"), text_or(key, "header", "Authorization"),
                            text_or(key, "prefix", "Bearer "), text_or(key, "help")};
  }

  Tool tool_from(const std::string& name, const Json& json) {
    Tool tool;
    tool.name = name;
    tool.verdict = verdict_from(text_or(json, "verdict"));
    tool.reason = text_or(json, "reason");
    tool.summary = text_or(json, "summary");
    tool.digest = text_or(json, "digest");
    tool.shape = text_or(json, "shape");
    tool.verified = flag_member(json, "verified").value_or(true);
    tool.reviewed = text_or(json, "reviewed");
    if (json.contains("input")) {
      auto schema = schema_from_shape(json["input"]);
      if (schema) {
        tool.input = *std::move(schema);
      } else {
        report("tools/" + name + "/input", schema.error());
      }
    }
    for (const Json& rule : member(json, "arguments"))
      tool.rules.push_back(rule_from(rule));
    read_paging(member(json, "paging"), tool);
    const Json& limits = member(json, "limits");
    tool.limits.rows_max = integer_member(limits, "rows").value_or(0);
    tool.limits.range_days_max = integer_member(limits, "range_days").value_or(0);
    tool.limits.per_minute_max = integer_member(limits, "per_minute").value_or(0);
    tool.limits.per_hour_max = integer_member(limits, "per_hour").value_or(0);
    tool.limits.reaches_back_hours = hours_from(text_or(limits, "reaches_back"));
    return tool;
  }

  void report(const std::string& path, std::string message) {
    errors_.push_back({document_.file, document_.line_of(path), std::move(message)});
  }

  const RowDocument& document_;
  const Json& root_;
  std::vector<RowError> errors_;
};

}  // namespace

const Json& row_schema() {
  static const Json schema = [] {
    auto parsed = parse_json(embedded_file("row.schema.json"));
    assert(parsed);  // It is part of this binary.
    return *std::move(parsed);
  }();
  return schema;
}

std::expected<Vendor, std::vector<RowError>> vendor_from(const RowDocument& document) {
  std::vector<RowError> errors;
  static const Schema schema(row_schema());
  for (const SchemaIssue& issue : schema.issues(document.root)) {
    const std::string place = issue.path.empty() ? "" : issue.path + ": ";
    errors.push_back({document.file, document.line_of(issue.path), place + issue.message});
  }
  if (!errors.empty()) return std::unexpected(std::move(errors));
  VendorReader reader(document);
  Vendor vendor = reader.read();
  errors = reader.take_errors();
  for (const RowIssue& issue : row_issues(vendor))
    errors.push_back(
        {document.file, document.line_of(issue.path), issue.path + ": " + issue.message});
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return vendor;
}

Vendor vendor_from_checked(const Json& root) {
  const RowDocument document{.file = {}, .root = root, .lines = {}};
  return VendorReader(document).read();
}

std::expected<Vendor, std::vector<RowError>> read_row(std::string file, std::string_view text) {
  auto document = read_row_document(std::move(file), text);
  if (!document) return std::unexpected(std::vector{document.error()});
  return vendor_from(*document);
}

}  // namespace sluice::catalog
