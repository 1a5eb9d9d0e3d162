#pragma once
#include "base/json_text.h"
#include "net/egress_policy.h"
#include "net/http_client.h"
#include "net/io_runtime.h"
#include "net/table_resolver.h"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Tests only: a server that says what a script tells it to, and remembers what it was asked.
namespace sluice::mcp {

struct SeenRequest {
  std::string method;
  std::string url;
  std::vector<net::Header> headers;
  std::string body;
  std::chrono::milliseconds patience{0};  // The longest that an answer is waited for.

  [[nodiscard]] std::string header(std::string_view name) const {
    for (const net::Header& header : headers) {
      if (header.name == name) return header.value;
    }
    return "(absent)";
  }
};

struct ScriptedReply {
  int status = 200;
  std::vector<net::Header> headers = {{"Content-Type", "application/json"}};
  // Pieces of the body; "$ID" stands for the id of the request that is answered.
  std::vector<std::string> pieces = {};
  // Instead of an answer, or after the last piece.
  std::optional<net::HttpError> failure = {};
};

inline ScriptedReply json_reply(std::string body, int status = 200) {
  return {.status = status, .pieces = {std::move(body)}};
}
inline ScriptedReply result_reply(const std::string& result) {
  return json_reply(R"({"jsonrpc":"2.0","id":$ID,"result":)" + result + "}");
}
inline ScriptedReply error_reply(int code, int status, const std::string& data = "null") {
  return json_reply(R"({"jsonrpc":"2.0","id":$ID,"error":{"code":)" + std::to_string(code) +
                        R"(,"message":"no","data":)" + data + "}}",
                    status);
}
inline ScriptedReply stream_reply(std::vector<std::string> pieces) {
  return {.headers = {{"Content-Type", "text/event-stream"}}, .pieces = std::move(pieces)};
}

class ScriptedStream final : public net::HttpStream {
 public:
  explicit ScriptedStream(ScriptedReply reply) : reply_(std::move(reply)) {}
  [[nodiscard]] int status() const override { return reply_.status; }
  [[nodiscard]] const std::vector<net::Header>& headers() const override { return reply_.headers; }
  [[nodiscard]] Task<std::expected<std::string, net::HttpError>> read() override {
    if (next_ < reply_.pieces.size()) co_return reply_.pieces[next_++];
    if (reply_.failure) co_return std::unexpected(*reply_.failure);
    co_return std::string();
  }

 private:
  ScriptedReply reply_;
  std::size_t next_ = 0;
};

class ScriptedHttp final : public net::HttpClient {
 public:
  explicit ScriptedHttp(std::deque<ScriptedReply> replies) : replies_(std::move(replies)) {}

  [[nodiscard]] Task<std::expected<net::HttpResponse, net::HttpError>> send(
      net::PublicEndpoint to, net::HttpRequest request, net::HttpLimits limits) override {
    auto stream = co_await open(std::move(to), std::move(request), limits);
    if (!stream) co_return std::unexpected(stream.error());
    net::HttpResponse response{(*stream)->status(), (*stream)->headers(), ""};
    while (true) {
      auto bytes = co_await (*stream)->read();
      if (!bytes) co_return std::unexpected(bytes.error());
      if (bytes->empty()) co_return response;
      response.body += *bytes;
    }
  }
  [[nodiscard]] Task<std::expected<std::unique_ptr<net::HttpStream>, net::HttpError>> open(
      net::PublicEndpoint to, net::HttpRequest request, net::HttpLimits limits) override {
    seen.push_back({request.method, to.url(), request.headers, request.body,
                    std::min(limits.idle_timeout, limits.deadline.left())});
    ScriptedReply reply{.status = 500, .pieces = {"the script has ended"}};
    if (!replies_.empty()) {
      reply = std::move(replies_.front());
      replies_.pop_front();
    }
    if (reply.failure && reply.pieces.empty()) co_return std::unexpected(*reply.failure);
    const auto body = JsonText::check(request.body);
    fill_in(reply, body ? body->member("id").raw() : std::string_view());
    co_return std::make_unique<ScriptedStream>(std::move(reply));
  }

  std::vector<SeenRequest> seen;

 private:
  void fill_in(ScriptedReply& reply, std::string_view id) {
    // A resumed stream answers the request before it.
    if (!id.empty()) last_id_ = id;
    for (std::string& piece : reply.pieces) {
      for (std::size_t at = piece.find("$ID"); at != std::string::npos; at = piece.find("$ID")) {
        piece.replace(at, 3, last_id_);
      }
    }
  }
  std::deque<ScriptedReply> replies_;
  std::string last_id_;
};

}  // namespace sluice::mcp
