#include "server/public_pages.h"

#include "server/html.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sluice::server {
namespace {

using catalog::Vendor;

[[nodiscard]] net::ServerResponse page(int status, std::string_view title,
                                       std::string_view description, std::string_view content) {
  net::ServerResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "public, max-age=300"}};
  std::string& html = response.body;
  html =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>";
  html += escape_html(title);
  html += " · Sluice</title>\n<meta name=\"description\" content=\"";
  html += escape_html(description);
  html +=
      "\">\n<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n"
      "<link rel=\"stylesheet\" href=\"/public.css\">\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#main\">Skip to content</a>\n"
      "<header class=\"site-header\"><a class=\"brand\" href=\"/integrations\">Sluice</a>"
      "<nav aria-label=\"Site\"><a href=\"/integrations\">Integrations</a>"
      "<a class=\"button\" href=\"/ask\">Open Sluice</a></nav></header>\n<main id=\"main\">\n";
  html += content;
  html +=
      "</main>\n<footer class=\"site-footer\"><p>Read-only by construction. Your data stays on "
      "this server.</p></footer>\n</body>\n</html>\n";
  return response;
}

[[nodiscard]] net::ServerResponse missing_page(std::string_view what) {
  return page(404, "Not found", "There is nothing at this address.",
              "<h1>Nothing here</h1>\n<p>The catalog has no " + escape_html(what) +
                  ".</p>\n<p><a href=\"/integrations\">See all integrations</a></p>\n");
}

[[nodiscard]] std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

[[nodiscard]] bool matches(const Vendor& vendor, const std::string& search) {
  if (search.empty()) return true;
  return lower(vendor.name).contains(search) || lower(vendor.summary).contains(search) ||
         lower(vendor.category_label).contains(search);
}

[[nodiscard]] std::string chip(std::string_view target, std::string_view label, bool current) {
  std::string html = "<a class=\"chip\" href=\"" + escape_html(target) + "\"";
  if (current) html += " aria-current=\"true\"";
  return html + ">" + escape_html(label) + "</a>\n";
}

[[nodiscard]] std::string search_form(const std::string& search, const std::string& category) {
  std::string html =
      "<form class=\"search\" action=\"/integrations\" method=\"get\" role=\"search\">\n"
      "<label for=\"q\">Search integrations</label>\n<input id=\"q\" name=\"q\" type=\"search\" "
      "value=\"" +
      escape_html(search) + "\" placeholder=\"Stripe, issues, revenue\">\n";
  if (!category.empty()) {
    html += "<input type=\"hidden\" name=\"category\" value=\"" + escape_html(category) + "\">\n";
  }
  return html + "<button class=\"button\" type=\"submit\">Search</button>\n</form>\n";
}

[[nodiscard]] std::string card(const Vendor& vendor) {
  std::string html = "<li class=\"card\"><a href=\"/integrations/" + escape_html(vendor.slug) +
                     "\"><h2>" + escape_html(vendor.name) +
                     "</h2><span class=\"badge\">Live via MCP</span><p>" +
                     escape_html(vendor.summary) + "</p>";
  if (!vendor.questions.empty()) {
    html += "<p class=\"question\">“" + escape_html(vendor.questions.front()) + "”</p>";
  }
  return html + "</a></li>\n";
}

[[nodiscard]] std::string catalog_content(const catalog::Catalog& catalog,
                                          const std::string& search, const std::string& category) {
  std::map<std::string, std::string> categories;
  std::string cards;
  std::size_t shown = 0;
  for (const Vendor& vendor : catalog.all()) {
    categories[vendor.category] = vendor.category_label;
    if (!category.empty() && vendor.category != category) continue;
    if (!matches(vendor, lower(search))) continue;
    cards += card(vendor);
    ++shown;
  }
  std::string html =
      "<h1>Integrations</h1>\n<p class=\"lead\">Connect in two clicks, ask in plain English. "
      "Every connection is read-only.</p>\n" +
      search_form(search, category) + "<nav class=\"chips\" aria-label=\"Categories\">\n" +
      chip("/integrations", "All", category.empty());
  for (const auto& [slug, label] : categories) {
    html += chip("/integrations?category=" + slug, label, category == slug);
  }
  html += "</nav>\n";
  if (shown == 0) {
    return html + "<p class=\"empty\">Nothing fits “" + escape_html(search) +
           "”. <a href=\"/integrations\">Show all</a></p>\n";
  }
  return html + "<ul class=\"cards\">\n" + cards + "</ul>\n";
}

[[nodiscard]] std::string list_of(std::string_view kind, const std::vector<std::string>& items) {
  std::string html = "<ul class=\"" + std::string(kind) + "\">\n";
  for (const std::string& item : items)
    html += "<li>" + escape_html(item) + "</li>\n";
  return html + "</ul>\n";
}

[[nodiscard]] std::string data_list(const Vendor& vendor) {
  std::vector<std::string> labels;
  for (const catalog::Entry& entry : vendor.entries) {
    const std::string& label = entry.label.empty() ? entry.name : entry.label;
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
  }
  return list_of("facts", labels);
}

[[nodiscard]] std::string tool_list(const Vendor& vendor) {
  std::string html = "<dl class=\"tools\">\n";
  for (const catalog::Tool& tool : vendor.tools) {
    if (!tool.callable()) continue;
    html += "<dt><code>" + escape_html(tool.name) + "</code></dt><dd>" + escape_html(tool.summary) +
            "</dd>\n";
  }
  return html + "</dl>\n";
}

[[nodiscard]] std::string crumb(std::string_view target, std::string_view label) {
  return "<p class=\"crumb\"><a href=\"" + escape_html(target) + "\">" + escape_html(label) +
         "</a></p>\n";
}

[[nodiscard]] std::string vendor_head(const Vendor& vendor) {
  const std::string name = escape_html(vendor.name);
  return crumb("/integrations", "Integrations") + "<h1>" + name +
         " <span class=\"badge\">Live via MCP</span></h1>\n<p class=\"lead\">" +
         escape_html(vendor.summary) +
         "</p>\n<p class=\"act\"><a class=\"button\" href=\"/settings/data-sources\">Connect " +
         name + "</a><a href=\"/knowledge-base/" + escape_html(vendor.slug) + "\">Read the " +
         name + " article</a></p>\n";
}

[[nodiscard]] std::string vendor_content(const Vendor& vendor) {
  const std::string name = escape_html(vendor.name);
  std::string html = vendor_head(vendor);
  html += "<div class=\"columns\">\n<div>\n";
  html += "<h2>Connect in three steps</h2>\n<ol>\n<li>Open Data sources and press Connect beside " +
          name + ".</li>\n<li>Allow read access in the window that " + name +
          " opens.</li>\n<li>Ask a question.</li>\n</ol>\n";
  if (!vendor.operator_setup.empty()) {
    html += "<p class=\"note\"><strong>Once, for whoever runs the server:</strong> " +
            escape_html(vendor.operator_setup) + "</p>\n";
  }
  html += "<h2>Ask things like</h2>\n" + list_of("questions", vendor.questions);
  html +=
      "<h2>Security</h2>\n<p>Tokens are encrypted under a key of their own, calls that are not on "
      "the list of tools do not leave the server, every use is recorded, and disconnecting deletes "
      "the credential at once.</p>\n</div>\n<div>\n";
  html += "<h2>Data available</h2>\n" + data_list(vendor);
  html += "<h2>What Sluice may do there</h2>\n<p>Read, through these reviewed tools only:</p>\n" +
          tool_list(vendor) + "</div>\n</div>\n";
  return html;
}

Task<Answered> show_catalog(ServerParts* parts, Call call) {
  const std::string search = call.request.query_parameter("q").value_or("").substr(0, 100);
  const std::string category = call.request.query_parameter("category").value_or("");
  co_return page(200, "Integrations", "The tools that Sluice reads, live and read-only.",
                 catalog_content(parts->catalog, search, category));
}

Task<Answered> show_vendor(ServerParts* parts, Call call) {
  const Vendor* vendor = parts->catalog.find(call.path["slug"]);
  if (vendor == nullptr) co_return missing_page("vendor of that name");
  co_return page(200, vendor->name, vendor->summary, vendor_content(*vendor));
}

Task<Answered> show_article(ServerParts* parts, Call call) {
  const Vendor* vendor = parts->catalog.find(call.path["slug"]);
  if (vendor == nullptr) co_return missing_page("article of that name");
  const std::string_view article = catalog::Catalog::article(*vendor);
  if (article.empty()) co_return missing_page("article for " + vendor->name + " yet");
  co_return page(200, vendor->name + " article", vendor->summary,
                 crumb("/integrations/" + vendor->slug, vendor->name + " integration") +
                     "<article class=\"prose\">\n" + render_markdown(article) + "</article>\n");
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
