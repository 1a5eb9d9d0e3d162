#include "cli/catalog_show.h"

#include "catalog/confirmation.h"

#include <algorithm>
#include <iostream>
#include <string>

namespace sluice::cli {
namespace {

// Null: the row is in the binary.
OrderedJson origin_of(const catalog::Vendor& vendor) {
  if (!vendor.origin) return nullptr;
  return {{"file", vendor.origin->file},
          {"digest", vendor.origin->digest},
          {"overridden", vendor.origin->overridden}};
}

OrderedJson tools_of(const catalog::Vendor& vendor) {
  OrderedJson tools = OrderedJson::array();
  for (const catalog::Tool& tool : vendor.tools)
    tools.push_back({{"name", tool.name},
                     {"verdict", catalog::to_text(tool.verdict)},
                     {"reason", tool.reason},
                     {"summary", tool.summary},
                     {"verified", tool.verified},
                     {"reviewed", catalog::reviewed_on(vendor, tool)}});
  return tools;
}

OrderedJson entries_of(const catalog::Vendor& vendor) {
  OrderedJson entries = OrderedJson::array();
  for (const catalog::Entry& entry : vendor.entries) {
    OrderedJson measures = OrderedJson::array();
    for (const catalog::Measure& measure : entry.measures)
      measures.push_back({{"name", measure.name},
                          {"label", measure.label},
                          {"unit", measure.unit},
                          {"description", measure.description}});
    OrderedJson fields = OrderedJson::array();
    for (const catalog::Field& field : entry.fields)
      if (field.role != "hidden") fields.push_back(field.name);
    entries.push_back({{"name", entry.name},
                       {"tool", entry.tool},
                       {"verified", entry.verified},
                       {"reviewed", catalog::reviewed_on(vendor, entry)},
                       {"of_organization", entry.of_organization},
                       {"fields", std::move(fields)},
                       {"measures", std::move(measures)}});
  }
  return entries;
}

std::string not_confirmed(bool verified, const std::string& day) {
  return verified ? "" : " (not confirmed, " + day + ")";
}

}  // namespace

std::size_t callable_tools(const catalog::Vendor& vendor) {
  return static_cast<std::size_t>(std::ranges::count_if(vendor.tools, &catalog::Tool::callable));
}

OrderedJson summary_of(const catalog::Vendor& vendor) {
  return {{"slug", vendor.slug},
          {"name", vendor.name},
          {"category", vendor.category},
          {"reviewed", vendor.reviewed},
          {"unconfirmed", catalog::unconfirmed_text(vendor)},
          {"approval", vendor.approval},
          {"tools", vendor.tools.size()},
          {"read_tools", callable_tools(vendor)},
          {"entries", vendor.entries.size()},
          {"origin", origin_of(vendor)}};
}

OrderedJson description_of(const catalog::Vendor& vendor) {
  OrderedJson row = summary_of(vendor);
  row["questions"] = vendor.questions;
  row["tools"] = tools_of(vendor);
  row["entries"] = entries_of(vendor);
  return row;
}

std::string origin_words(const catalog::Vendor& vendor) {
  if (!vendor.origin) return {};
  const catalog::RowOrigin& origin = *vendor.origin;
  std::string words = "from " + origin.file + " (" + origin.digest + ")";
  if (!origin.overridden.empty())
    words += ", in the place of the built-in row (" + origin.overridden + ")";
  return words;
}

void print_row(const catalog::Vendor& vendor) {
  std::cout << vendor.name << " (" << vendor.slug << "), reviewed " << vendor.reviewed << "\n"
            << vendor.summary << "\n";
  if (vendor.origin) std::cout << "The row is " << origin_words(vendor) << ".\n";
  if (const std::string text = catalog::unconfirmed_text(vendor); !text.empty())
    std::cout << text << "\n";
  if (!vendor.approval.empty())
    std::cout << "Before the first connect: " << vendor.approval << "\n";
  std::cout << "\nTools:\n";
  for (const catalog::Tool& tool : vendor.tools)
    std::cout << "  " << catalog::to_text(tool.verdict) << "\t" << tool.name
              << not_confirmed(tool.verified, catalog::reviewed_on(vendor, tool))
              << (tool.reason.empty() ? "" : ": " + tool.reason) << "\n";
  std::cout << "\nMeasures:\n";
  for (const catalog::Entry& entry : vendor.entries)
    for (const catalog::Measure& measure : entry.measures)
      std::cout << "  " << entry.name << "." << measure.name
                << not_confirmed(entry.verified, catalog::reviewed_on(vendor, entry))
                << (entry.of_organization ? " (of a glossary)" : "") << ": " << measure.description
                << "\n";
}

}  // namespace sluice::cli
