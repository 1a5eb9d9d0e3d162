// The client library against servers that others wrote: a login by each way of registering, a
// token that expires on the way, a server of either era.
#include "base/wiping.h"
#include "headless_login.h"
#include "loopback.h"
#include "net/io_runtime.h"
#include "net/system_resolver.h"
#include "session.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace sluice::conformance {
namespace {

const bool wiping_installed = install_wiping_openssl();

constexpr std::string_view modern_server = "https://modern.peer.example/mcp";
constexpr std::string_view session_server = "https://sessions.peer.example/mcp";
constexpr std::string_view document_url = "https://client.peer.example/oauth/client-metadata.json";
constexpr std::string_view redirect_uri = "https://client.peer.example/oauth/callback";

Json mapping() {
  // One thread runs at this point. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* file = std::getenv("SLUICE_PEERS");
  std::ifstream in(file == nullptr ? "" : file);
  return Json::parse(in, nullptr, false);
}

// A user with a browser, a client program and the peers.
class Peers : public testing::Test {
 protected:
  LoginOptions options(std::string_view server, bool document) {
    LoginOptions options;
    options.mcp_server = server;
    options.profile.client_name = "Sluice peers";
    options.profile.redirect_uri = redirect_uri;
    // What a server's documents name is judged by its text too, and no registry knows .example.
    options.rules.excepted_origins = origins_of(exceptions);
    if (document) options.registration.metadata_document_url = document_url;
    return options;
  }
  std::string call(Session& session, std::string tool, std::string arguments = "{}") {
    const auto result = runtime.run_to_completion(
        session.call_tool({.name = std::move(tool), .arguments = std::move(arguments)}));
    EXPECT_TRUE(result) << (result ? "" : result.error().detail);
    return result ? result->json : "";
  }

  net::IoRuntime runtime{1};
  net::SystemResolver resolver;
  std::vector<net::EgressException> exceptions = peer_exceptions(mapping());
  net::EgressPolicy policy{resolver, exceptions};
  std::unique_ptr<net::HttpClient> http = net::make_http_client(runtime);
  SystemClock clock;
  SystemRandom random;
  LoginParts parts{*http, policy, clock, random};
};

TEST_F(Peers, sign_in_a_client_that_registers_itself_and_forget_it_again) {
  HeadlessLogin login(parts, options(modern_server, false));
  mcp::McpClient client(*http, policy, clock, {.url = std::string(modern_server)});
  Session session(client, login);
  const auto tools = runtime.run_to_completion(session.list_tools());
  ASSERT_TRUE(tools) << tools.error().detail << " " << login.failure();
  EXPECT_EQ(client.state().era, mcp::Era::modern);
  EXPECT_EQ(tools->definitions.size(), 3U);
  EXPECT_EQ(login.counts().registrations, 1);
  EXPECT_TRUE(call(session, "whoami").contains("alice"));
  EXPECT_TRUE(runtime.run_to_completion(login.sign_out())) << login.failure();
  const auto again =
      runtime.run_to_completion(client.call_tool({.name = "whoami"}, login.authorize()));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().failure, mcp::McpFailure::unauthorized);
}

TEST_F(Peers, sign_in_a_client_that_is_known_by_its_document) {
  HeadlessLogin login(parts, options(modern_server, true));
  mcp::McpClient client(*http, policy, clock, {.url = std::string(modern_server)});
  Session session(client, login);
  EXPECT_TRUE(call(session, "whoami").contains(document_url)) << login.failure();
  EXPECT_EQ(login.counts().registrations, 0);
}

// The tokens of these peers live two seconds. The loop ends with the first refresh.
TEST_F(Peers, get_a_new_token_when_one_expires_between_two_calls) {
  constexpr int calls_max = 5'000;
  HeadlessLogin login(parts, options(modern_server, false));
  mcp::McpClient client(*http, policy, clock, {.url = std::string(modern_server)});
  Session session(client, login);
  for (int i = 0; i < calls_max && login.counts().refreshes == 0; ++i) {
    ASSERT_TRUE(call(session, "list_invoices", R"({"limit":2})").contains("in_1"))
        << login.failure();
  }
  EXPECT_EQ(login.counts().refreshes, 1);
  EXPECT_EQ(login.counts().logins, 1);
}

TEST_F(Peers, include_a_server_that_only_knows_sessions) {
  HeadlessLogin login(parts, options(session_server, false));
  mcp::McpClient client(*http, policy, clock, {.url = std::string(session_server)});
  Session session(client, login);
  const auto tools = runtime.run_to_completion(session.list_tools());
  ASSERT_TRUE(tools) << tools.error().detail << " " << login.failure();
  EXPECT_EQ(client.state().era, mcp::Era::legacy);
  EXPECT_EQ(client.state().version, mcp::newest_legacy_version);
  EXPECT_FALSE(client.state().session_id.empty());
  EXPECT_GE(tools->definitions.size(), 10U);
  EXPECT_TRUE(call(session, "echo", R"({"message":"caf\u00e9"})").contains("caf\xC3\xA9"));
}

TEST_F(Peers, end_a_session_that_is_then_opened_anew) {
  HeadlessLogin login(parts, options(session_server, false));
  mcp::McpClient client(*http, policy, clock, {.url = std::string(session_server)});
  Session session(client, login);
  ASSERT_TRUE(call(session, "echo", R"({"message":"a"})").contains("a")) << login.failure();
  const mcp::McpSessionState before = client.state();
  runtime.run_to_completion(client.close(login.authorize()));
  client.set_state(before);  // As another process would that has not heard of it.
  EXPECT_TRUE(call(session, "echo", R"({"message":"b"})").contains("b")) << login.failure();
  EXPECT_NE(client.state().session_id, before.session_id);
}

// The same server, asked in the words of the older era: one address serves both.
TEST_F(Peers, include_a_server_of_both_eras_that_is_asked_in_the_older_one) {
  HeadlessLogin login(parts, options(modern_server, false));
  mcp::McpClient client(*http, policy, clock, {.url = std::string(modern_server)},
                        {.era = mcp::EraChoice::legacy_only});
  Session session(client, login);
  EXPECT_TRUE(call(session, "whoami").contains("alice")) << login.failure();
  EXPECT_EQ(client.state().era, mcp::Era::legacy);
  EXPECT_EQ(client.state().version, mcp::newest_legacy_version);
}

struct ReferenceCall {
  std::string tool;
  std::string arguments;
  std::string word;  // Of the result.
};

// Every tool of the reference server but one, which wants to be run as a task.
const std::vector<ReferenceCall>& reference_calls() {
  static const std::vector<ReferenceCall> calls{
      {"echo", R"({"message":"caf\u00e9"})", "caf\xC3\xA9"},
      {"get-annotated-message", R"({"messageType":"error","includeImage":true})", "annotations"},
      {"get-env", "{}", "PATH"},
      {"get-resource-links", R"({"count":2})", "resource_link"},
      {"get-resource-reference", R"({"resourceType":"Blob","resourceId":2})", "blob"},
      {"get-structured-content", R"({"location":"Chicago"})", "structuredContent"},
      {"get-sum", R"({"a":2,"b":40})", "42"},
      {"get-tiny-image", "{}", "image/png"},
      {"gzip-file-as-resource",
       R"({"name":"a.gz","data":"data:text/plain;base64,aGVsbG8=","outputType":"resource"})",
       "application/gzip"},
      {"toggle-simulated-logging", "{}", "logging"},
      {"toggle-subscriber-updates", "{}", "content"},
      {"trigger-long-running-operation", R"({"duration":0.01,"steps":2})", "completed"}};
  return calls;
}

TEST_F(Peers, include_the_reference_server_with_every_tool_in_every_form_of_answer) {
  for (const char* form :
       {"stateless-stream", "stateless-json", "sessions-stream", "sessions-json"}) {
    mcp::McpClient client(*http, policy, clock,
                          {.url = "https://" + std::string(form) + ".peer.example/mcp"});
    const auto tools = runtime.run_to_completion(client.list_tools({}));
    ASSERT_TRUE(tools) << form << ": " << tools.error().detail;
    EXPECT_EQ(tools->definitions.size(), reference_calls().size() + 1) << form;
    EXPECT_EQ(client.state().session_id.empty(), std::string_view(form).starts_with("stateless"));
    for (const ReferenceCall& one : reference_calls()) {
      const auto result = runtime.run_to_completion(
          client.call_tool({.name = one.tool, .arguments = one.arguments}, {}));
      ASSERT_TRUE(result) << form << " " << one.tool << ": " << result.error().detail;
      EXPECT_FALSE(result->is_error) << form << " " << result->json;
      EXPECT_TRUE(result->json.contains(one.word)) << form << " " << one.tool;
    }
    const auto task = runtime.run_to_completion(client.call_tool(
        {.name = "simulate-research-query", .arguments = R"({"topic":"rivers"})"}, {}));
    ASSERT_TRUE(task) << form << ": " << task.error().detail;
    EXPECT_TRUE(task->is_error) << form;
    runtime.run_to_completion(client.close({}));
  }
}

}  // namespace
}  // namespace sluice::conformance
