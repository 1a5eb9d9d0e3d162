#include "catalog/vendor.h"

#include "catalog/argument_path.h"

#include <algorithm>

namespace sluice::catalog {

const Tool* Vendor::find_tool(std::string_view tool_name) const noexcept {
  const auto found = std::ranges::find(tools, tool_name, &Tool::name);
  return found == tools.end() ? nullptr : &*found;
}

const Entry* Vendor::find_entry(std::string_view entry_name) const noexcept {
  const auto found = std::ranges::find(entries, entry_name, &Entry::name);
  return found == entries.end() ? nullptr : &*found;
}

const Paging& paging_of(const Tool& tool, const Json& arguments) {
  for (const OperationPaging& own : tool.own_pagings) {
    const bool meant = std::ranges::all_of(own.when, [&](const auto& condition) {
      return argument_at(arguments, condition.first) == condition.second;
    });
    if (meant) return own.paging;
  }
  return tool.paging;
}

bool applies(const ArgumentRule& rule, const Json& arguments) {
  return std::ranges::all_of(rule.when, [&](const auto& condition) {
    const Json& said = argument_at(arguments, condition.first);
    const Json& meant = condition.second;
    if (!meant.is_array()) return said == meant;
    return std::find(meant.begin(), meant.end(), said) != meant.end();
  });
}

std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::read: return "read";
    case Verdict::write: return "write";
    case Verdict::secret: return "secret";
    case Verdict::spends: return "spends";
    case Verdict::unclear: return "unclear";
  }
  return "unclear";
}

bool asks_nobody_to_sign_in(const Vendor& vendor) {
  return vendor.registration == std::vector{Registration::none};
}

std::string_view to_text(Parameter::Type type) {
  switch (type) {
    case Parameter::Type::slug: return "slug";
    case Parameter::Type::domain: return "domain";
    case Parameter::Type::choice: return "choice";
    case Parameter::Type::integer: return "integer";
    case Parameter::Type::text: return "text";
  }
  return "text";
}

std::string_view to_text(Registration registration) {
  switch (registration) {
    case Registration::metadata_document: return "metadata-document";
    case Registration::dynamic: return "dynamic";
    case Registration::preregistered: return "preregistered";
    case Registration::api_key: return "api-key";
    case Registration::none: return "none";
  }
  return "none";
}

std::string_view to_text(WriteConsent consent) {
  switch (consent) {
    case WriteConsent::no: return "no";
    case WriteConsent::yes: return "yes";
    case WriteConsent::unknown: return "unknown";
  }
  return "unknown";
}

}  // namespace sluice::catalog
