#include "net/url.h"

#include "net/host_name.h"

#include "base/json.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sluice::net {
namespace {

Json read_corpus(const std::string& name) {
  std::ifstream file(std::string(SLUICE_SOURCE_DIR) + "/tests/corpora/url-parsing/" + name);
  return Json::parse(file);
}

std::string reason(std::string_view url) {
  const auto parsed = parse_strict_url(url);
  return parsed ? "accepted " + parsed->text() : std::string(to_text(parsed.error().reason));
}

// Web platform tests: where this parser accepts, it must mean what a browser means; what a browser
// refuses, it refuses too. It may refuse more.
TEST(StrictUrl, never_means_anything_else_than_a_browser) {
  std::size_t accepted = 0;
  std::size_t refused_by_both = 0;
  for (const Json& test : read_corpus("urltestdata-http-subset.json")) {
    if (!test.is_object() || (test.contains("base") && !test["base"].is_null())) continue;
    const auto input = test["input"].get<std::string>();
    const auto url = parse_strict_url(input);
    if (test.value("failure", false)) {
      EXPECT_TRUE(!url || url->kind == HostKind::number) << input;
      ++refused_by_both;
      continue;
    }
    if (!url) continue;
    ++accepted;
    EXPECT_EQ(url->scheme + ":", test["protocol"].get<std::string>()) << input;
    auto href = test["href"].get<std::string>();
    href.resize(std::min(href.find('#'), href.size()));
    EXPECT_TRUE(href.ends_with(url->target)) << input << " " << url->target;
    EXPECT_TRUE(url->target.starts_with(test["pathname"].get<std::string>())) << input;
    const std::string shown = url->host.contains(':') ? "[" + url->host + "]" : url->host;
    auto hostname = test["hostname"].get<std::string>();
    if (hostname.ends_with('.')) hostname.pop_back();
    // A spelled number stays as it was written: the policy refuses it by its kind.
    if (url->kind != HostKind::number) EXPECT_EQ(shown, hostname) << input;
  }
  EXPECT_GE(accepted, 20U);
  EXPECT_GE(refused_by_both, 100U);
}

TEST(StrictUrl, writes_international_names_as_a_browser_does) {
  std::size_t agreed = 0;
  for (const Json& test : read_corpus("toascii.json")) {
    if (!test.is_object()) continue;
    const auto name = canonical_host_name(test["input"].get<std::string>());
    if (!name) continue;
    ++agreed;
    ASSERT_TRUE(test["output"].is_string()) << test["input"];
    auto expected = test["output"].get<std::string>();
    if (expected.ends_with('.')) expected.pop_back();
    EXPECT_EQ(*name, expected) << test["input"];
  }
  EXPECT_GE(agreed, 20U);
}

TEST(StrictUrl, normalises_what_both_standards_normalise) {
  EXPECT_EQ(reason("HTTPS://MCP.Example.COM"), "accepted https://mcp.example.com/");
  EXPECT_EQ(reason("https://mcp.example.com:443/a"), "accepted https://mcp.example.com/a");
  EXPECT_EQ(reason("https://mcp.example.com./a"), "accepted https://mcp.example.com/a");
  EXPECT_EQ(reason("https://mcp.example.com/a/./b/../c?d=..#e"),
            "accepted https://mcp.example.com/a/c?d=..");
  EXPECT_EQ(reason("https://mcp.example.com/%2e%2E/x"), "accepted https://mcp.example.com/x");
  EXPECT_EQ(reason("https://bücher.example.com/é?ü"),
            "accepted https://xn--bcher-kva.example.com/%C3%A9?%C3%BC");
}

TEST(StrictUrl, refuses_what_is_read_in_two_ways) {
  EXPECT_EQ(reason("https://a.example.com\\@b.example.com/"), "forbidden_character");
  EXPECT_EQ(reason("https://a.exa\tmple.com/"), "forbidden_character");
  EXPECT_EQ(reason(" https://a.example.com/"), "forbidden_character");
  EXPECT_EQ(reason("https://user@a.example.com/"), "userinfo_not_allowed");
  EXPECT_EQ(reason("https://a.example.com#@b.example.com/"), "ambiguous_authority");
  EXPECT_EQ(reason("https://a.example.com?@b.example.com/"), "ambiguous_authority");
  EXPECT_EQ(reason("https://a%2eexample.com/"), "encoded_host");
  EXPECT_EQ(reason("https://[fe80::1%25eth0]/"), "encoded_host");
  EXPECT_EQ(reason("https:///a.example.com/"), "empty_host");
  EXPECT_EQ(reason("https:a.example.com"), "not_a_url");
  EXPECT_EQ(reason("https://a.example.com/%zz"), "bad_escape");
  EXPECT_EQ(reason("https://a..example.com/"), "malformed_host");
  EXPECT_EQ(reason("https://a.example.com../"), "malformed_host");
}

TEST(StrictUrl, refuses_ports_that_are_no_plain_number) {
  for (const char* port : {"", "0", "00443", "65536", "65979", "4294967739", "+443", "-1", "443a"})
    EXPECT_EQ(reason("https://a.example.com:" + std::string(port) + "/"), "bad_port") << port;
}

TEST(StrictUrl, knows_a_number_in_every_spelling) {
  for (const char* host : {"127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "256.1.1.1",
                           "127.0.0.1.", "1.2.3", "0x", "１２７.0.0.1", "a.0x"}) {
    const auto url = parse_strict_url("https://" + std::string(host) + "/");
    ASSERT_TRUE(url) << host;
    EXPECT_NE(url->kind, HostKind::name) << host;
  }
}

TEST(SpecialHostName, goes_by_labels_and_not_by_letters) {
  for (const char* host : {"localhost", "a.localhost", "db.internal", "x.home.arpa", "a.onion",
                           "metadata.google.internal", "intranet", "kubernetes.default.svc"})
    EXPECT_TRUE(special_host_name(host)) << host;
  for (const char* host : {"notlocalhost.com", "localhost.example.com", "local.app", "xlocal.dev",
                           "internal.company.com", "testing.io"})
    EXPECT_FALSE(special_host_name(host)) << host;
}

TEST(StrictUrl, is_taken_apart_into_what_callers_ask_for) {
  const auto url = parse_strict_url("https://MCP.example.com:8443/a/b?c=d#e");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->authority(), "mcp.example.com:8443");
  EXPECT_EQ(url->path(), "/a/b");
  EXPECT_EQ(url->query(), "c=d");
  EXPECT_TRUE(url->has_fragment);
  const auto bare = parse_strict_url("http://[::1]");
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->authority(), "[::1]");
  EXPECT_EQ(bare->path(), "/");
  EXPECT_FALSE(bare->query());
  EXPECT_FALSE(bare->has_fragment);
  const auto empty = parse_strict_url("https://a.example.com/?#");
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->query(), "") << "an empty query is not none";
  EXPECT_TRUE(empty->has_fragment) << "an empty fragment is not none";
}

}  // namespace
}  // namespace sluice::net
