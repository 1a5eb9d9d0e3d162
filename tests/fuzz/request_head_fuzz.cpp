// The head of an inbound request: an accepted one has a clean path and one host, and what we write
// as an answer cannot be split by what came in.
#include "base/text.h"
#include "check.h"
#include "net/http_text.h"
#include "net/server_head.h"

#include <boost/asio/buffer.hpp>

namespace sluice::fuzz {
namespace {

constexpr std::uint32_t head_bytes_max = 16 * 1024;

void check_request(const net::ServerRequest& request) {
  require(request.path.starts_with('/'), "a path is absolute");
  for (const char c : request.path)
    require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "a path has no control character");
  std::size_t hosts = 0;
  for (const net::Header& header : request.headers) {
    require(net::is_token(header.name), "a header has a name");
    require(!header.value.contains('\n') && !header.value.contains('\r'), "a header is one line");
    if (equal_ignoring_case(header.name, "Host")) ++hosts;
  }
  require(hosts <= 1, "a request has one host, or none in HTTP/1.0");
  // Whatever a handler copies from a request into its answer stays one head.
  const std::string head = net::serialise_head({.status = 200}, request.headers);
  const std::size_t end = head.find("\r\n\r\n");
  require(end + 4 == head.size(), "a head ends once");
}

}  // namespace
}  // namespace sluice::fuzz

int sluice::fuzz::check(std::string_view bytes) {
  net::RequestParser parser;
  parser.header_limit(fuzz::head_bytes_max);
  parser.eager(false);
  boost::system::error_code error;
  std::string_view input = bytes;
  while (!error && !parser.is_header_done() && !input.empty()) {
    const std::size_t taken = parser.put(boost::asio::buffer(input), error);
    fuzz::require(taken <= input.size(), "no more is taken than was given");
    input.remove_prefix(taken);
    if (taken == 0) break;
  }
  if (error || !parser.is_header_done()) return 0;
  const auto request = net::convert_head(parser.get(), "192.0.2.1");
  if (request) fuzz::check_request(*request);
  return 0;
}
