#pragma once
#include "base/random.h"
#include "net/http_server.h"
#include "sandbox/engine.h"
#include "sandbox/profile.h"
#include "sandbox/tool_definitions.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

// The MCP server of one vendor, both eras on one URL as its profile says: the modern one
// (2026-07-28: stateless, server/discover, headers that repeat the body) and the legacy one
// (initialize, perhaps sessions, JSON or server-sent events). Authorization was checked before.
// Not thread-safe.
class McpEndpoint {
 public:
  // All outlive the endpoint.
  McpEndpoint(const VendorProfile& vendor, const ToolDefinitions& tools, const Engine& engine,
              Random& random);

  // `subject`: whose credential it was; a session belongs to one. `drifted`: the tool whose
  // definition is to look changed; empty: none.
  [[nodiscard]] net::ServerResponse answer(const net::ServerRequest& request,
                                           const Endpoint& endpoint, const std::string& subject,
                                           const std::string& drifted);

 private:
  // An id alone opens nothing: it is good with the credential that it was made for.
  struct Session {
    std::string version;
    std::string subject;
  };
  // One JSON-RPC request on its way through the server.
  struct Exchange {
    const net::ServerRequest& request;
    const std::string& subject;
    const std::string& drifted;
    Value message;
    Value id;
    std::string method;
    bool read_only = false;
    std::vector<std::string> only;  // Tools that the address names; empty: all.
  };

  [[nodiscard]] net::ServerResponse answer_message(Exchange& exchange);
  [[nodiscard]] net::ServerResponse answer_modern(const Exchange& exchange);
  [[nodiscard]] net::ServerResponse answer_legacy(const Exchange& exchange);
  [[nodiscard]] net::ServerResponse initialize(const Exchange& exchange);
  [[nodiscard]] std::optional<net::ServerResponse> session_problem(const Exchange& exchange);
  [[nodiscard]] std::optional<net::ServerResponse> modern_problem(const Exchange& exchange) const;
  [[nodiscard]] net::ServerResponse end_session(const net::ServerRequest& request);

  // The result of a method, or nothing when there is no such method.
  [[nodiscard]] std::optional<Value> discover_result() const;
  [[nodiscard]] Value list_result(const Exchange& exchange) const;
  // Nothing when the tool does not exist (here).
  [[nodiscard]] std::optional<Value> call_result(const Exchange& exchange) const;
  [[nodiscard]] Value server_info() const;
  [[nodiscard]] bool shows(const ToolDefinition& tool, const Exchange& exchange) const;
  // In the form of the vendor: JSON, or an event stream.
  [[nodiscard]] net::ServerResponse reply(const Exchange& exchange, int status, Value body) const;

  const VendorProfile& vendor_;
  const ToolDefinitions& tools_;
  const Engine& engine_;
  Random& random_;
  std::map<std::string, Session, std::less<>> sessions_;
};

}  // namespace sluice::sandbox
