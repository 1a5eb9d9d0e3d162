#include "net/static_files.h"

#include <gtest/gtest.h>

namespace sluice::net {
namespace {

constexpr StaticFile script{.path = "/assets/index-D3wE-iz9.js",
                            .hash = "0123456789abcdef",
                            .plain = "plain text",
                            .brotli = "brotli",
                            .gzip = "gzip"};

std::string header_of(const ServerResponse& response, std::string_view name) {
  for (const Header& header : response.headers)
    if (header.name == name) return header.value;
  return "(absent)";
}

ServerResponse get(const StaticFile& file, std::vector<Header> headers) {
  ServerRequest request;
  request.method = "GET";
  request.headers = std::move(headers);
  return serve_static(request, file);
}

std::string body_for(std::string accept_encoding) {
  return get(script, {{"Accept-Encoding", std::move(accept_encoding)}}).body;
}

TEST(StaticFiles, sends_the_best_encoding_that_the_browser_takes) {
  EXPECT_EQ(body_for("gzip, deflate, br"), "brotli");
  EXPECT_EQ(body_for("gzip;q=1.0, br;q=0"), "gzip");
  EXPECT_EQ(body_for("br;q=0.5"), "brotli");
  EXPECT_EQ(body_for("gzip;q=0.000"), "plain text");
  EXPECT_EQ(body_for("deflate"), "plain text");
  EXPECT_EQ(get(script, {}).body, "plain text");
}

TEST(StaticFiles, lets_a_browser_keep_what_carries_its_hash) {
  const auto hashed = get(script, {});
  EXPECT_EQ(header_of(hashed, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(header_of(hashed, "Content-Type"), "text/javascript; charset=utf-8");
  StaticFile page = script;
  page.path = "/index.html";
  EXPECT_EQ(header_of(get(page, {}), "Cache-Control"), "no-cache");
}

TEST(StaticFiles, answers_not_modified_for_the_same_variant_only) {
  const auto first = get(script, {{"Accept-Encoding", "br"}});
  const std::string etag = header_of(first, "ETag");
  EXPECT_EQ(get(script, {{"Accept-Encoding", "br"}, {"If-None-Match", "\"x\", W/" + etag}}).status,
            304);
  EXPECT_EQ(get(script, {{"Accept-Encoding", "gzip"}, {"If-None-Match", etag}}).status, 200);
}

TEST(StaticFiles, always_has_a_first_page) {
  const StaticFile* page = find_static_file("/");
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(page, find_static_file("/index.html"));
  EXPECT_TRUE(page->plain.contains("<title>Sluice</title>"));
  EXPECT_EQ(find_static_file("/../index.html"), nullptr);
  EXPECT_EQ(find_static_file("index.html"), nullptr);
}

TEST(StaticFiles, holds_every_embedded_file_whole) {
  for (const StaticFile& file : embedded_static_files()) {
    EXPECT_EQ(find_static_file(file.path), &file);
    EXPECT_EQ(file.plain.data()[file.plain.size()], '\0') << file.path;
    if (!file.gzip.empty()) EXPECT_TRUE(file.gzip.starts_with("\x1f\x8b")) << file.path;
  }
}

}  // namespace
}  // namespace sluice::net
