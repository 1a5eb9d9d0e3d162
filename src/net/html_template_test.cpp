#include "net/html_template.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace sluice::net {
namespace {

constexpr const char* hostile = R"("><script>alert('x')</script>&amp;)";

TEST(HtmlTemplate, escapes_what_it_is_given_as_text_and_as_an_attribute) {
  const std::string html = render_html(R"(<a title="{{t}}">{{t}}</a>)", {{"t", hostile}});
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("'x'"), std::string::npos);
  const std::string inner = html.substr(10, html.find("\">") - 10);
  EXPECT_EQ(inner.find('"'), std::string::npos);
  EXPECT_TRUE(html.contains("&amp;amp;"));
}

TEST(HtmlTemplate, leaves_only_what_the_template_says_is_markup) {
  EXPECT_EQ(render_html("{{{html}}}{{html}}", {{"html", "<b>"}}), "<b>&lt;b&gt;");
}

TEST(HtmlTemplate, never_reads_a_text_as_a_template) {
  EXPECT_EQ(render_html("{{a}}", {{"a", "{{b}}"}, {"b", "secret"}}), "{{b}}");
  EXPECT_EQ(render_html("{{#list}}{{.}}{{/list}}", {{"list", {"{{{b}}}"}}, {"b", "secret"}}),
            "{{{b}}}");
}

TEST(HtmlTemplate, takes_an_empty_text_null_and_false_as_absent) {
  for (const Json& absent : {Json(""), Json(), Json(false), Json::array()})
    EXPECT_EQ(render_html("{{#a}}yes{{/a}}{{^a}}no{{/a}}{{a}}", {{"a", absent}}), "no");
  EXPECT_EQ(render_html("{{#a}}yes{{/a}}{{^a}}no{{/a}}", {{"a", "x"}}), "yes");
}

TEST(HtmlTemplate, shows_each_of_a_list_and_a_template_within) {
  const Json members = {
      {"rows", {{{"name", "a"}}, {{"name", "b"}}}}, {"row", "<li>{{name}}</li>"}, {"count", 2}};
  EXPECT_EQ(render_html("{{count}}: {{#rows}}{{> row}}{{/rows}}", members),
            "2: <li>a</li><li>b</li>");
}

TEST(HtmlTemplate, refuses_a_template_that_is_malformed) {
  EXPECT_THROW((void)render_html("{{#open}}", Json::object()), std::logic_error);
  EXPECT_THROW((void)render_html("{{> part}}", {{"part", "{{#open}}"}}), std::logic_error);
}

}  // namespace
}  // namespace sluice::net
