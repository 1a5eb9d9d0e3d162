#include "net/html_template.h"
#include "server/embedded.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::server {
namespace {

constexpr std::string_view hostile = R"("><script>alert(1)</script>)";

// Every member that the template names gets the hostile text; a section of it is shown once, and
// finds the others around it.
[[nodiscard]] Json hostile_members(std::string_view html_template) {
  Json members = Json::object();
  for (std::size_t at = html_template.find("{{"); at != std::string_view::npos;
       at = html_template.find("{{", at + 2)) {
    const std::size_t start = html_template.find_first_not_of("{#^/>! ", at);
    const std::size_t end = html_template.find('}', start);
    members[std::string(html_template.substr(start, end - start))] = hostile;
  }
  members.erase("content");  // A template of ours, not a text.
  return members;
}

TEST(PageTemplates, let_no_text_become_markup_but_the_article) {
  ASSERT_FALSE(embedded::page_templates().empty());
  for (const embedded::Text& page : embedded::page_templates()) {
    Json members = hostile_members(page.text);
    members.erase("article");
    const std::string html = net::render_html(page.text, members);
    EXPECT_EQ(html.find("<script"), std::string::npos) << page.name << html;
    EXPECT_EQ(html.find("\"\">"), std::string::npos) << page.name << html;
  }
}

TEST(PageTemplates, hold_one_place_that_is_not_escaped) {
  std::string all;
  for (const embedded::Text& page : embedded::page_templates())
    all += page.text;
  const std::size_t place = all.find("{{{");
  EXPECT_EQ(all.substr(place, 13), "{{{article}}}");
  EXPECT_EQ(all.find("{{{", place + 3), std::string::npos);
  EXPECT_EQ(all.find("{{&"), std::string::npos);  // Mustache's other way to say it.
}

TEST(PageTemplates, are_those_that_the_pages_name) {
  for (const std::string_view name :
       {"layout.html", "integrations.html", "vendor.html", "article.html", "missing.html"})
    EXPECT_EQ(std::ranges::count(embedded::page_templates(), name, &embedded::Text::name), 1)
        << name;
}

}  // namespace
}  // namespace sluice::server
