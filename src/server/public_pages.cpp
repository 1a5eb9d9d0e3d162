#include "server/public_pages.h"

#include "base/text.h"
#include "catalog/confirmation.h"
#include "net/html_template.h"
#include "server/embedded.h"
#include "server/html.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace sluice::server {
namespace {

using catalog::Vendor;

constexpr std::size_t search_bytes_max = 100;

// The templates travel in the binary, so one that is not there is a broken program.
[[nodiscard]] std::string_view template_named(std::string_view name) {
  const auto templates = embedded::page_templates();
  const auto found = std::ranges::find(templates, name, &embedded::Text::name);
  if (found == templates.end()) throw std::logic_error("no template " + std::string(name));
  return found->text;
}

struct Page {
  std::string_view content;  // The name of its template.
  std::string title;
  std::string description;
};

[[nodiscard]] net::ServerResponse page_response(int status, const Page& page, Json members) {
  members["title"] = page.title;
  members["description"] = page.description;
  members["content"] = template_named(page.content);
  net::ServerResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "public, max-age=300"}};
  response.body = net::render_html(template_named("layout.html"), members);
  return response;
}

[[nodiscard]] net::ServerResponse missing_page(std::string_view what) {
  return page_response(404, {"missing.html", "Not found", "There is nothing at this address."},
                       {{"what", what}});
}

[[nodiscard]] bool matches(const Vendor& vendor, const std::string& search) {
  return search.empty() || lower(vendor.name).contains(search) ||
         lower(vendor.summary).contains(search) || lower(vendor.category_label).contains(search);
}

[[nodiscard]] Json card_of(const Vendor& vendor) {
  return {{"slug", vendor.slug},
          {"name", vendor.name},
          {"summary", vendor.summary},
          {"question", vendor.questions.empty() ? "" : vendor.questions.front()}};
}

// All categories, whatever was searched for.
[[nodiscard]] Json chips_of(const catalog::Catalog& catalog, const std::string& category) {
  std::map<std::string, std::string> categories;
  for (const Vendor& vendor : catalog.all())
    categories[vendor.category] = vendor.category_label;
  Json chips = Json::array(
      {{{"address", "/integrations"}, {"label", "All"}, {"current", category.empty()}}});
  for (const auto& [slug, label] : categories)
    chips.push_back({{"address", "/integrations?category=" + slug},
                     {"label", label},
                     {"current", category == slug}});
  return chips;
}

[[nodiscard]] Json catalog_members(const catalog::Catalog& catalog, const std::string& search,
                                   const std::string& category) {
  Json vendors = Json::array();
  for (const Vendor& vendor : catalog.all()) {
    const bool fits = category.empty() || vendor.category == category;
    if (fits && matches(vendor, lower(search))) vendors.push_back(card_of(vendor));
  }
  const bool empty = vendors.empty();
  return {{"search", search},
          {"category", category},
          {"chips", chips_of(catalog, category)},
          {"vendors", std::move(vendors)},
          {"empty", empty}};
}

// What can be asked for, each once: several entries may have one label.
[[nodiscard]] Json data_of(const Vendor& vendor) {
  Json labels = Json::array();
  for (const catalog::Entry& entry : vendor.entries) {
    const Json label = entry.label.empty() ? entry.name : entry.label;
    if (std::ranges::find(labels, label) == labels.end()) labels.push_back(label);
  }
  return labels;
}

[[nodiscard]] Json tools_of(const Vendor& vendor) {
  Json tools = Json::array();
  for (const catalog::Tool& tool : vendor.tools)
    if (tool.callable()) tools.push_back({{"name", tool.name}, {"summary", tool.summary}});
  return tools;
}

[[nodiscard]] Json vendor_members(const Vendor& vendor) {
  return {{"slug", vendor.slug},           {"name", vendor.name},
          {"summary", vendor.summary},     {"operator_setup", vendor.operator_setup},
          {"approval", vendor.approval},   {"unconfirmed", catalog::unconfirmed_text(vendor)},
          {"questions", vendor.questions}, {"data", data_of(vendor)},
          {"tools", tools_of(vendor)}};
}

Task<Answered> show_catalog(ServerParts* parts, Call call) {
  const std::string search =
      call.request.query_parameter("q").value_or("").substr(0, search_bytes_max);
  const std::string category = call.request.query_parameter("category").value_or("");
  co_return page_response(
      200,
      {"integrations.html", "Integrations", "The tools that Sluice reads, live and read-only."},
      catalog_members(parts->catalog, search, category));
}

Task<Answered> show_vendor(ServerParts* parts, Call call) {
  const Vendor* vendor = parts->catalog.find(call.path["slug"]);
  if (vendor == nullptr) co_return missing_page("vendor of that name");
  co_return page_response(200, {"vendor.html", vendor->name, vendor->summary},
                          vendor_members(*vendor));
}

Task<Answered> show_article(ServerParts* parts, Call call) {
  const Vendor* vendor = parts->catalog.find(call.path["slug"]);
  if (vendor == nullptr) co_return missing_page("article of that name");
  const std::string_view article = catalog::Catalog::article(*vendor);
  if (article.empty()) co_return missing_page("article for " + vendor->name + " yet");
  co_return page_response(
      200, {"article.html", vendor->name + " article", vendor->summary},
      {{"slug", vendor->slug}, {"name", vendor->name}, {"article", render_markdown(article)}});
}

}  // namespace

void add_public_pages(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.open("GET", "/integrations", "The public catalog",
              [shared](Call call) { return show_catalog(shared, std::move(call)); });
  router.open("GET", "/integrations/{slug}", "One vendor of the public catalog",
              [shared](Call call) { return show_vendor(shared, std::move(call)); });
  router.open("GET", "/knowledge-base/{slug}", "The article about one vendor",
              [shared](Call call) { return show_article(shared, std::move(call)); });
}

}  // namespace sluice::server
