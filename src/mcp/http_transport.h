#pragma once
#include "mcp/client.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace sluice::mcp {

// What came back for one request.
struct RpcAnswer {
  std::string result;      // Raw JSON object.
  std::string session_id;  // Mcp-Session-Id of the response; empty when none came.
};
using RpcResult = std::expected<RpcAnswer, McpError>;

// One JSON-RPC message on its way out, and how its answer is to be waited for.
struct RpcRequest {
  std::int64_t id = 0;
  std::string body;
  std::vector<net::Header> headers;  // The protocol's; not those that every request has.
  // Servers before 2026-07-28 ask back and let a broken stream be resumed.
  bool legacy = false;
  // Changes nothing at the server, so it may be sent again when the connection breaks.
  bool repeatable = false;
  // How long the whole answer is waited for, within the deadline of all.
  std::chrono::milliseconds patience = call_timeout;
};

using StreamResult = std::expected<std::unique_ptr<net::HttpStream>, McpError>;

// HTTP below JSON-RPC: posts a message and finds the answer in a JSON body or an event stream,
// answering what a legacy server asks meanwhile. All references outlive it.
// Defined in http_transport.cpp and listening.cpp.
class HttpTransport {
 public:
  HttpTransport(net::HttpClient& http, net::EgressPolicy& policy, const McpTarget& target,
                const McpOptions& options)
      : http_(http), policy_(policy), target_(target), options_(options) {}

  // Posts to the target and returns the answer to this id, and no other. `authorize` is asked again
  // for each HTTP request that this takes.
  [[nodiscard]] Task<RpcResult> ask(RpcRequest request, Authorize authorize);
  // As ask, for a legacy server, answering meanwhile what comes on the stream that a GET opens.
  [[nodiscard]] Task<RpcResult> ask_listening(RpcRequest request, Authorize authorize);
  // A message that gets no answer; the error is for statuses outside 2xx.
  [[nodiscard]] Task<std::optional<McpError>> tell(std::string url, RpcRequest message,
                                                   Authorize authorize);
  // The bare exchange, for GET, DELETE and the streams of 2024-11-05.
  struct Exchange {
    std::string method;
    std::string url;
    std::string body;
    std::vector<net::Header> headers;
    Deadline deadline;
  };
  // Whatever status comes: judging it is the caller's.
  [[nodiscard]] Task<StreamResult> open(Exchange exchange, Authorize authorize);
  // Why a response that holds no answer is none; reads its body.
  [[nodiscard]] Task<McpError> failure(std::unique_ptr<net::HttpStream> stream);
  // What to post back when a server asks something.
  [[nodiscard]] std::string reply_to(const Message& request) const;
  // Counts a reply; false once an operation has sent all that it may.
  [[nodiscard]] bool may_reply() noexcept { return ++replies_ <= replies_max; }
  // Once for each operation of McpClient: the replies are counted from here.
  void begin_operation() noexcept { replies_ = 0; }

  [[nodiscard]] const McpOptions& options() const noexcept { return options_; }

 private:
  [[nodiscard]] std::string address_of_redirect(std::string_view location) const;
  [[nodiscard]] Task<RpcResult> read_body(std::unique_ptr<net::HttpStream> stream,
                                          RpcRequest request, Authorize authorize);
  [[nodiscard]] Task<RpcResult> read_events(std::unique_ptr<net::HttpStream> stream,
                                            RpcRequest request, Authorize authorize,
                                            Deadline deadline);
  // The body that comes with an error status; of a stream, its first event.
  [[nodiscard]] Task<std::optional<std::string>> reason(std::unique_ptr<net::HttpStream> stream);
  // One event's messages, or one body's.
  struct Taken {
    std::optional<RpcResult> answer = {};
    std::string_view stray = {};  // What is to be said of an answer that was not ours.
  };
  [[nodiscard]] Task<Taken> take_messages(std::string text, RpcRequest request,
                                          Authorize authorize);
  [[nodiscard]] Task<StreamResult> resume(std::string last_event_id, RpcRequest request,
                                          Authorize authorize);
  // As resume, after the pause the server asked for, more than once if connecting fails.
  [[nodiscard]] Task<StreamResult> resume_patiently(std::string last_event_id,
                                                    std::optional<std::chrono::milliseconds> retry,
                                                    RpcRequest request, Authorize authorize);
  // Answers a server's questions until it is cancelled.
  [[nodiscard]] Task<void> answer_questions(std::unique_ptr<net::HttpStream> stream,
                                            RpcRequest request, Authorize authorize);
  // A legacy server works on unless it is told; a modern one sees the closed stream.
  [[nodiscard]] Task<void> send_cancelled(RpcRequest request, Authorize authorize);

  net::HttpClient& http_;
  net::EgressPolicy& policy_;
  const McpTarget& target_;
  const McpOptions& options_;
  std::size_t replies_ = 0;  // In this operation.
};

}  // namespace sluice::mcp
