#include "net/static_files.h"

#include "base/text.h"
#include "net/http_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::net {
namespace {

constexpr std::string_view index_path = "/index.html";

constexpr StaticFile pages_missing{
    .path = index_path,
    .hash = "pages-missing",
    .plain =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<title>Sluice</title></head><body><h1>The pages were not built</h1>"
        "<p>Run <code>./dev build</code>, which builds web/ and then the program.</p>"
        "</body></html>\n",
    .brotli = {},
    .gzip = {}};

struct ContentType {
  std::string_view extension;
  std::string_view type;
};

constexpr std::array<ContentType, 14> content_types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".webp", "image/webp"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
}};

std::string_view content_type_of(std::string_view path) {
  const auto found = std::ranges::find_if(content_types, [path](const ContentType& candidate) {
    return path.ends_with(candidate.extension);
  });
  return found == content_types.end() ? "application/octet-stream" : found->type;
}

// Vite's form: assets/NAME-HASH.EXTENSION.
bool carries_its_hash(std::string_view path) {
  constexpr std::size_t hash_letters = 8;
  if (!path.starts_with("/assets/")) return false;
  const std::string_view stem = path.substr(0, path.rfind('.'));
  return stem.size() > hash_letters && stem[stem.size() - hash_letters - 1] == '-';
}

// Whether one of the comma-separated elements of a header is `wanted`, with a weight above zero.
bool accepts(std::string_view header, std::string_view wanted) {
  while (!header.empty()) {
    const std::size_t comma = std::min(header.find(','), header.size());
    const std::string_view element = header.substr(0, comma);
    header.remove_prefix(std::min(comma + 1, header.size()));
    const std::size_t semicolon = std::min(element.find(';'), element.size());
    if (!equal_ignoring_case(trimmed(element.substr(0, semicolon), line_blanks), wanted)) continue;
    const std::string_view weight =
        trimmed(element.substr(std::min(semicolon + 1, element.size())), line_blanks);
    const bool zero = weight.starts_with("q=0") && weight.find_first_of("123456789") == weight.npos;
    return !zero;
  }
  return false;
}

struct Variant {
  std::string_view encoding;  // Empty: as it is.
  std::string_view bytes;
};

Variant choose(const StaticFile& file, std::string_view accept_encoding) {
  if (!file.brotli.empty() && accepts(accept_encoding, "br")) return {"br", file.brotli};
  if (!file.gzip.empty() && accepts(accept_encoding, "gzip")) return {"gzip", file.gzip};
  return {{}, file.plain};
}

// RFC 9110 section 13.1.2: compared without the mark of weakness, which proxies add.
bool has_already(std::string_view if_none_match, std::string_view etag) {
  if (trimmed(if_none_match, line_blanks) == "*") return true;
  while (!if_none_match.empty()) {
    const std::size_t comma = std::min(if_none_match.find(','), if_none_match.size());
    std::string_view tag = trimmed(if_none_match.substr(0, comma), line_blanks);
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag) return true;
    if_none_match.remove_prefix(std::min(comma + 1, if_none_match.size()));
  }
  return false;
}

}  // namespace

const StaticFile* find_static_file(std::string_view path) {
  if (path == "/") path = index_path;
  const auto files = embedded_static_files();
  const auto found =
      std::ranges::find_if(files, [path](const StaticFile& file) { return file.path == path; });
  if (found != files.end()) return &*found;
  return path == index_path ? &pages_missing : nullptr;
}

ServerResponse serve_static(const ServerRequest& request, const StaticFile& file) {
  const Variant variant = choose(file, request.header("Accept-Encoding"));
  std::string etag = "\"" + std::string(file.hash);
  if (!variant.encoding.empty()) etag.append("-").append(variant.encoding);
  etag.append("\"");

  ServerResponse response;
  response.headers = {
      {"Content-Type", std::string(content_type_of(file.path))},
      {"Cache-Control",
       carries_its_hash(file.path) ? "public, max-age=31536000, immutable" : "no-cache"},
      {"ETag", etag},
      {"Vary", "Accept-Encoding"}};
  if (has_already(request.header("If-None-Match"), etag)) {
    response.status = 304;
    return response;
  }
  if (!variant.encoding.empty())
    response.headers.push_back({"Content-Encoding", std::string(variant.encoding)});
  response.body = std::string(variant.bytes);
  return response;
}

}  // namespace sluice::net
