#pragma once
#include "net/http_server.h"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::net {

// Between the bytes of HTTP/1.1 and the plain types of handlers. Internal to net/.

using RequestParser = boost::beast::http::request_parser<boost::beast::http::string_body>;

// How the end of an answer's body is told to the peer.
enum class Framing { length, chunked, until_close };

// What the head of an answer has to say about its body and the connection.
struct ResponseHead {
  int status = 200;
  bool keep_alive = true;
  Framing framing = Framing::length;
  std::size_t body_bytes = 0;  // For Framing::length.
};

// The head of an answer, up to and with the empty line. Framing headers among `headers` are
// ignored: they are the server's; so is a header that would split the response.
[[nodiscard]] std::string serialise_head(const ResponseHead& head,
                                         const std::vector<Header>& headers);

// Why a head is refused: 400, or 501 for a transfer coding that is not known here.
struct HeadFault {
  int status = 400;
  std::string detail;
};

// The request as handlers see it, without its body; the error says what is malformed: the target
// is no absolute path, an escape is broken, Host is there twice or missing (HTTP/1.0 needs none),
// or where the body ends cannot be told for certain (RFC 9112, sections 3.2 and 6).
[[nodiscard]] std::expected<ServerRequest, HeadFault> convert_head(
    const RequestParser::value_type& message, std::string peer_address);

}  // namespace sluice::net
