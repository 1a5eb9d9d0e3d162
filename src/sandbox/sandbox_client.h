#pragma once
// What the tests of the sandbox share: a client that speaks to Sandbox::answer() without sockets.
#include "base/base64.h"
#include "base/random.h"
#include "base/text.h"
#include "crypto/hashing.h"
#include "net/http_text.h"
#include "sandbox/known_time.h"
#include "sandbox/sandbox.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace sluice::sandbox {

inline constexpr const char* product_callback = "http://localhost:8080/oauth/callback";
inline constexpr const char* verifier = "correct-horse-battery-staple-correct-horse-battery";

inline net::ServerRequest http(std::string method, std::string host, std::string target,
                               std::string body = {}) {
  net::ServerRequest request;
  request.method = std::move(method);
  const std::size_t query = target.find('?');
  request.path = target.substr(0, query);
  if (query != std::string::npos) request.query = target.substr(query + 1);
  request.headers.push_back({"Host", std::move(host)});
  request.body = std::move(body);
  return request;
}

// Data that a test writes itself.
class TestWorldFiles final : public WorldFiles {
 public:
  explicit TestWorldFiles(std::map<std::string, Value, std::less<>> files)
      : files_(std::move(files)) {}
  [[nodiscard]] std::optional<std::string> read(std::string_view name) const override {
    const auto found = files_.find(name);
    return found == files_.end() ? std::nullopt : std::optional(to_wire_text(found->second));
  }

 private:
  std::map<std::string, Value, std::less<>> files_;
};

// One sandbox, its clock in the test's hand, and the steps of a client.
class Visit {
 public:
  explicit Visit(SandboxSettings settings = {.product_url = "http://localhost:8080"},
                 std::unique_ptr<WorldFiles> files = std::make_unique<EmbeddedWorldFiles>())
      : files_(std::move(files)) {
    auto made = Sandbox::create(std::move(settings), {*files_, business_, clock, random_});
    EXPECT_TRUE(made) << made.error();
    sandbox = std::move(*made);
  }

  net::ServerResponse send(const net::ServerRequest& request) {
    return sandbox->answer(request).response;
  }
  Value json(const net::ServerRequest& request) {
    return Value::parse(send(request).body, nullptr, false);
  }
  static std::string header(const net::ServerResponse& response, std::string_view name) {
    for (const net::Header& one : response.headers)
      if (equal_ignoring_case(one.name, name)) return one.value;
    return {};
  }

  Value control(const std::string& path, const Value& body) {
    return json(http("POST", "127.0.0.2", path, to_wire_text(body)));
  }
  Value calls() { return json(http("GET", "127.0.0.2", "/_sandbox/calls")); }

  // Registers a client; the answer of RFC 7591.
  Value register_client(const std::string& host, const std::string& path,
                        const std::string& method = "none") {
    return json(http("POST", host, path,
                     to_wire_text({{"client_name", "Sluice"},
                                   {"redirect_uris", Value::array({product_callback})},
                                   {"token_endpoint_auth_method", method}})));
  }

  static std::string challenge() { return to_base64url(crypto::as_text(crypto::sha256(verifier))); }
  static net::Parameters authorization_query(const std::string& client_id) {
    return {{"response_type", "code"},          {"client_id", client_id},
            {"redirect_uri", product_callback}, {"state", "st"},
            {"code_challenge", challenge()},    {"code_challenge_method", "S256"}};
  }
  // Opens the page and answers it; the parameters of the way back.
  std::map<std::string, std::string> consent(const std::string& slug, const net::Parameters& query,
                                             const std::string& decision = "allow") {
    const auto page =
        send(http("GET", "127.0.0.2", "/_as/" + slug + "/authorize?" + net::encode_form(query)));
    if (page.status == 303) return parameters(page);
    constexpr std::string_view field = "name=\"request\" value=\"";
    const std::size_t at = page.body.find(field);
    if (at == std::string::npos) return {{"page", page.body}};
    const std::size_t from = at + field.size();
    const std::string id = page.body.substr(from, page.body.find('"', from) - from);
    return parameters(send(http("POST", "127.0.0.2", "/_as/" + slug + "/consent",
                                net::encode_form({{"request", id}, {"decision", decision}}))));
  }
  static std::map<std::string, std::string> parameters(const net::ServerResponse& response) {
    const std::string location = header(response, "Location");
    const net::Parameters list = net::parse_form(location.substr(location.find('?') + 1));
    return {list.begin(), list.end()};
  }

  net::ServerResponse token(const std::string& host, const std::string& path,
                            const net::Parameters& form) {
    return send(http("POST", host, path, net::encode_form(form)));
  }
  static net::Parameters code_form(const std::string& client_id, const std::string& code) {
    return {{"grant_type", "authorization_code"},
            {"client_id", client_id},
            {"code", code},
            {"redirect_uri", product_callback},
            {"code_verifier", verifier}};
  }

  // The whole way to a token of Linear's stand-in.
  Value linear_tokens() {
    client_id = as_text(register_client("mcp.linear.app", "/register")["client_id"]);
    const auto back = consent("linear", authorization_query(client_id));
    return Value::parse(
        token("mcp.linear.app", "/token", code_form(client_id, back.at("code"))).body);
  }
  Value linear_refresh(const std::string& refresh_token) {
    return Value::parse(token("mcp.linear.app", "/token",
                              {{"grant_type", "refresh_token"},
                               {"client_id", client_id},
                               {"refresh_token", refresh_token}})
                            .body);
  }

  static net::ServerRequest mcp_request(const std::string& host, const std::string& path,
                                        const std::string& token, const Value& message) {
    net::ServerRequest request = http("POST", host, path, to_wire_text(message));
    request.headers.push_back({"Content-Type", "application/json"});
    request.headers.push_back({"Accept", "application/json, text/event-stream"});
    if (!token.empty()) request.headers.push_back({"Authorization", "Bearer " + token});
    return request;
  }
  // A modern request with its headers as 2026-07-28 wants them.
  static net::ServerRequest modern(const std::string& host, const std::string& token,
                                   const std::string& method, Value params = Value::object()) {
    params["_meta"] = {{"io.modelcontextprotocol/protocolVersion", "2026-07-28"},
                       {"io.modelcontextprotocol/clientCapabilities", Value::object()}};
    const std::string name = text_of(params, "name");
    net::ServerRequest request = mcp_request(
        host, "/", token, {{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}});
    request.headers.push_back({"MCP-Protocol-Version", "2026-07-28"});
    request.headers.push_back({"Mcp-Method", method});
    if (!name.empty()) request.headers.push_back({"Mcp-Name", name});
    return request;
  }
  static Value message(const std::string& method, Value params = Value::object()) {
    return {{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}};
  }

  FixedClock clock{known_instant("2026-11-22T10:00:00Z")};
  std::unique_ptr<Sandbox> sandbox;
  std::string client_id;

 private:
  std::unique_ptr<WorldFiles> files_;
  FixedClock business_{known_instant("2026-11-21T12:00:00-05:00")};
  SeededRandom random_{7};
};

}  // namespace sluice::sandbox
