#include "net/http_text.h"

#include "net/http_server.h"
#include "net/problem.h"

#include <gtest/gtest.h>

namespace sluice::net {
namespace {

TEST(PercentDecoding, is_strict_and_happens_once) {
  EXPECT_EQ(percent_decode("/a%20b"), "/a b");
  EXPECT_EQ(percent_decode("%2541"), "%41");
  EXPECT_EQ(percent_decode("%C3%A9"), "\xC3\xA9");
  for (const char* broken : {"%", "%4", "%zz", "%00", "%0d%0a", "%7f"})
    EXPECT_FALSE(percent_decode(broken)) << broken;
}

TEST(PercentEncoding, comes_back_whole) {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte)
    every_byte.push_back(static_cast<char>(byte));
  const Parameters fields{{"name", every_byte}, {"a&b=c", "x y+z"}, {"empty", ""}};
  EXPECT_EQ(parse_form(encode_form(fields)), fields);
  EXPECT_EQ(percent_encode("a b/~"), "a%20b%2F~");
}

TEST(Forms, are_read_as_the_url_standard_reads_them) {
  EXPECT_EQ(parse_form("a=1&&b&=c&d=%zz+%41"),
            (Parameters{{"a", "1"}, {"b", ""}, {"", "c"}, {"d", "%zz A"}}));
  EXPECT_EQ(form_parameter("a=1&a=2", "a"), "1");
  EXPECT_FALSE(form_parameter("a=1", "b"));
}

TEST(Cookies, are_taken_by_their_exact_name) {
  EXPECT_EQ(cookie_value("a=1; __Host-session=abc; b=\"2\"", "__Host-session"), "abc");
  EXPECT_EQ(cookie_value("a=1;b=\"2\"", "b"), "2");
  EXPECT_FALSE(cookie_value("xa=1", "a"));
  EXPECT_FALSE(cookie_value("", "a"));
}

// A neighbour on the same domain can plant a second cookie of that name, not remove ours.
TEST(Cookies, that_are_there_twice_are_not_there) {
  EXPECT_FALSE(cookie_value("session=planted; session=mine", "session"));
  ServerRequest request;
  request.headers = {{"Cookie", "session=planted"}, {"cookie", "session=mine"}};
  EXPECT_FALSE(request.cookie("session"));
}

TEST(Cookies, are_closed_by_default) {
  EXPECT_EQ(to_text(SetCookie{.name = "__Host-session", .value = "v"}),
            "__Host-session=v; Path=/; Secure; HttpOnly; SameSite=Lax");
  EXPECT_EQ(to_text(SetCookie{.name = "a", .value = "", .max_age_sec = 0}),
            "a=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax");
}

TEST(Problems, carry_a_stable_type_and_nothing_else_unasked) {
  const ServerResponse response =
      problem({404, "no-such-card", "There is no such card"}, "It may be deleted.", {{"id", "7"}});
  EXPECT_EQ(response.status, 404);
  const Json document = Json::parse(response.body);
  EXPECT_EQ(document, (Json{{"type", "urn:sluice:problem:no-such-card"},
                            {"title", "There is no such card"},
                            {"status", 404},
                            {"detail", "It may be deleted."},
                            {"id", "7"}}));
}

TEST(SecurityHeaders, allow_no_inline_script_and_no_foreign_source) {
  const auto& headers = security_headers();
  const auto policy = std::ranges::find(headers, "Content-Security-Policy", &Header::name);
  ASSERT_NE(policy, headers.end());
  EXPECT_TRUE(policy->value.starts_with("default-src 'none';"));
  EXPECT_FALSE(policy->value.contains("unsafe"));
  EXPECT_FALSE(policy->value.contains("*"));
}

TEST(HttpText, the_strict_reader_of_forms_refuses_what_the_lenient_one_guesses) {
  EXPECT_EQ(parse_strict_form("a=b+c&d=%0A"), (Parameters{{"a", "b c"}, {"d", "\n"}}));
  EXPECT_EQ(parse_strict_form(""), Parameters{});
  for (const char* broken : {"a=%", "a=%4", "a=%zz", "%", "a=b\nc", "a=\x7f"})
    EXPECT_FALSE(parse_strict_form(broken)) << broken;
}

}  // namespace
}  // namespace sluice::net
