#pragma once
#include "net/http_server.h"
#include "sandbox/call_log.h"
#include "sandbox/faults.h"
#include "sandbox/vendor_stand_in.h"

#include <chrono>
#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::sandbox {

// The initialisers let a caller name only what it wants.
// NOLINTBEGIN(readability-redundant-member-init)
// What an operator or a test may choose; the rest is the data's.
struct SandboxSettings {
  std::string product_url = {};  // Where the product serves: "http://localhost:8080"; may be "".
  std::vector<std::string> vendors = {};  // Slugs; empty: all.
  std::optional<std::chrono::seconds> token_lifetime = {};
  bool automatic_consent = false;
  // Where grants and clients outlive the process; empty: they do not. Their secrets open sample
  // data only.
  std::filesystem::path state = {};
};
// NOLINTEND(readability-redundant-member-init)

// The delay is not slept here: who serves waits it out without holding the one io thread.
struct SandboxReply {
  net::ServerResponse response;
  std::chrono::milliseconds delay{0};  // A fault: answer this late.
};

// Defined in sandbox.cpp, sandbox_mcp.cpp and sandbox_control.cpp.
// The second is what the MCP servers answer, the third the /_sandbox pages and the faults.
// All stand-in vendors on one address. Which vendor is meant says the Host header, and the query
// where two share a host: a client connects here but names the vendor's own host
// ("mcp.example.com"). Besides:
//   GET  /_as/SLUG/authorize?...  the authorization endpoint for a browser that cannot send that
//   POST /_as/SLUG/consent        host: same query as the one in the metadata, same answers
//   GET  /_sandbox/calls          what the MCP servers received
//   GET  /_sandbox/state          per vendor: clients, live grants, live access tokens
//   POST /_sandbox/reset          forgets the calls and clears the faults
//   POST /_sandbox/faults         {"vendor", "fault", ...}, see faults.h
//   POST /_sandbox/consent        {"automatic": true}: no page, the answer is Allow; {"branch":
//                                 true}: for the company's second account, with rows of its own
// Not thread-safe: one io thread.
class Sandbox {
 public:
  // The parts that outlive it are those of StandInParts.
  struct Environment {
    const WorldFiles& files;
    const Clock& business_clock;
    const Clock& security_clock;
    Random& random;
  };
  // The error is a sentence: the data are missing or wrong, or a vendor is not among them.
  [[nodiscard]] static std::expected<std::unique_ptr<Sandbox>, std::string> create(
      SandboxSettings settings, const Environment& environment);

  // Never fails: what nobody here answers is a 404, what a vendor would refuse comes as it refuses
  // it.
  [[nodiscard]] SandboxReply answer(const net::ServerRequest& request);

  // The client id metadata document that must be fetched and learned before answer() can know
  // the client.
  [[nodiscard]] std::optional<std::string> document_needed(const net::ServerRequest& request);
  // `request` is the one that needed it. A document that is refused leaves the client unknown,
  // which the page then says.
  void learn_document(const net::ServerRequest& request, const std::string& url,
                      const Value& document);

  // Every https origin that is answered here, each once: what the egress policy is opened for.
  [[nodiscard]] const std::vector<std::string>& origins() const noexcept { return origins_; }

 private:
  struct Private {};  // make_unique needs a public constructor; nobody else can name this.

 public:
  Sandbox(Private, Directory directory, TimeZone zone, SandboxSettings settings,
          const Environment& environment);

 private:
  [[nodiscard]] VendorStandIn* stand_in_named(std::string_view slug);
  [[nodiscard]] std::optional<SandboxReply> answer_as_page(const net::ServerRequest& request);
  [[nodiscard]] std::optional<SandboxReply> answer_mcp(const net::ServerRequest& request);
  [[nodiscard]] const VendorStandIn& faulted_among(const VendorStandIn& owner) const;
  [[nodiscard]] std::optional<net::ServerResponse> said_instead(const VendorStandIn& stand_in,
                                                                const net::ServerRequest& request);
  [[nodiscard]] std::optional<SandboxReply> answer_authorization(const net::ServerRequest& request);
  [[nodiscard]] std::optional<net::ServerResponse> answer_resource_metadata(
      const net::ServerRequest& request) const;
  [[nodiscard]] net::ServerResponse answer_control(const net::ServerRequest& request);
  [[nodiscard]] net::ServerResponse set_fault(const Value& wish);
  void apply_standing_faults();
  void restore_state();
  void keep_state();
  [[nodiscard]] Value state_json();
  [[nodiscard]] LoggedCall logged(const VendorStandIn& stand_in,
                                  const net::ServerRequest& request) const;
  [[nodiscard]] net::ServerResponse answer_endpoint(VendorStandIn& stand_in,
                                                    const Endpoint& endpoint,
                                                    const net::ServerRequest& request,
                                                    const Fault* fault);
  [[nodiscard]] AuthorizationServer* authorization_for(const net::ServerRequest& request);

  const Environment environment_;
  TimeZone zone_;
  AuthorizationOptions options_;
  std::vector<std::string> origins_;
  std::vector<std::unique_ptr<VendorStandIn>> stand_ins_;
  CallLog log_;
  FaultBoard faults_;
  // Counted for tests that hold the product to one refresh at a time.
  std::map<std::string, int> token_requests_;  // By vendor.
  std::filesystem::path state_path_;
  std::string state_kept_;  // As it stands in the file.
};

}  // namespace sluice::sandbox
