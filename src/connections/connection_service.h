#pragma once
#include "analyst/analyst.h"
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/task.h"
#include "calls/client_details.h"
#include "calls/client_identity.h"
#include "calls/farewell.h"
#include "calls/tool_reviews.h"
#include "calls/vendor_caller.h"
#include "catalog/catalog.h"
#include "connections/connect_error.h"
#include "connections/connection_name.h"
#include "identity/session_authenticator.h"
#include "net/egress_policy.h"
#include "net/http_client.h"
#include "oauth/challenge.h"
#include "oauth/discovery.h"
#include "oauth/http_door.h"
#include "oauth/registration.h"
#include "storage/database.h"
#include "vault/connection_repository.h"
#include "vault/credential_vault.h"
#include "vault/pending_authorization.h"

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sluice::connections {

// Which connection to the vendor is meant: the one that it has, or its first; one more account; or
// one by its id.
struct Only {};
struct Another {};
using Which = std::variant<Only, Another, ConnectionId>;

// What a person filled in before pressing Connect.
struct BeginOptions {
  std::optional<Secret> api_key;  // Where the vendor takes one instead of a login.
  Json parameters = Json::object();
  Which which = Only{};
};

// The vendor's login is next: the pop-up goes there.
struct AuthorizationBegun {
  std::string authorization_url;
  std::vector<std::string> scopes;  // Exactly what is asked for; empty: no scope is named.
};

using BeginOutcome = std::variant<AuthorizationBegun, vault::ConnectionRow>;

// Why the sign-in at the vendor ended in nothing, for the page that the pop-up shows.
struct CallbackFailure {
  std::string vendor;  // Empty when the state is unknown.
  ConnectError error;
};

// What "Test" says: `detail` is a sentence either way.
struct TestOutcome {
  bool ok = false;
  std::string detail;
};

// Who connects or disconnects: a member with the right to, in one browser session.
struct Connector {
  identity::SignedIn who;
  std::string address;
};

// A client that the operator registered by hand at a vendor.
struct OperatorClient {
  std::string client_id;
  std::string client_secret_path;  // Empty: public client.
};

// Connect, reconnect, test, disconnect. Made once; thread-safe; what it refers to outlives it.
// Defined in connection_service.cpp, begin.cpp, finish.cpp, name_after_account.cpp,
// prove_parameters.cpp, rename.cpp and tool_review.cpp.
class ConnectionService {
 public:
  // Everything that connecting touches; all references outlive the service.
  struct Parts {
    const storage::Database& database;
    const catalog::Catalog& catalog;
    vault::CredentialVault& vault;
    vault::PendingAuthorizations& pending;
    const audit::AuditTrail& audit;
    calls::VendorCaller& caller;
    analyst::AnalystSpawner& spawner;  // Reads what a look-up brings.
    const calls::ToolReviews& reviews;
    net::HttpClient& http;
    net::EgressPolicy& egress;
    BlockingPool& pool;
    const Clock& clock;  // The security clock.
    Random& random;
    calls::ClientIdentity identity;
    std::map<std::string, OperatorClient> operator_clients;  // By vendor slug.
    // Only beside the sandbox: how a browser reaches its pages.
    std::function<std::string(const std::string&)> browser_url;
  };
  explicit ConnectionService(Parts parts)
      : parts_(std::move(parts)), door_(parts_.http, parts_.egress, oauth::Trust::catalog) {}

  // Discovers, registers and remembers; ends in the URL for the pop-up, or, with an API key or at a
  // server that asks nobody to sign in, in the tested connection. Reconnecting is the same for a
  // connection that is there, and another one's row is left as it is.
  [[nodiscard]] Task<std::expected<BeginOutcome, ConnectError>> begin(Connector connector,
                                                                      std::string vendor,
                                                                      BeginOptions options);
  // The vendor's redirect (`query` as it stands in the address): takes what begin() remembered,
  // once, and exchanges the code. Returns the vendor's slug.
  [[nodiscard]] Task<std::expected<std::string, CallbackFailure>> finish(Connector connector,
                                                                         std::string query);
  // One real round trip: lists the tools. A failure says why and what to do.
  [[nodiscard]] Task<TestOutcome> test(Connector connector, ConnectionId id);
  // The credential is gone when this returns, whatever the vendor says afterwards. `slot_kept`: it
  // is, and its key is not destroyed yet.
  [[nodiscard]] Task<std::expected<void, ConnectError>> disconnect(Connector connector,
                                                                   ConnectionId id);
  // The same without a person: the organization's plan ended, and the time of the notice.
  [[nodiscard]] Task<void> end_for_plan(identity::OrganizationAccess access, ConnectionId id);

  // The tools that the vendor changed since they were approved, and which are not called until
  // approve_tool() names the digest of what was looked at. The error: it is another one by now.
  // drifted_tools(): those whose shape is not the one that the row's reviewer had.
  [[nodiscard]] Task<std::vector<std::string>> drifted_tools(Connector connector, ConnectionId id);
  // What the organization calls the connection: 1 to name_letters_max characters, and no other
  // connection to the vendor has the name.
  [[nodiscard]] Task<std::expected<std::string, ConnectError>> rename(Connector connector,
                                                                      ConnectionId id,
                                                                      std::string name);
  // In what the server's last whole list differs from the row of the catalog.
  [[nodiscard]] Task<std::vector<calls::ToolDrift>> row_drift(Connector connector, ConnectionId id);
  [[nodiscard]] Task<std::vector<calls::WithdrawnTool>> changed_tools(Connector connector,
                                                                      ConnectionId id);
  [[nodiscard]] Task<std::expected<void, ConnectError>> approve_tool(Connector connector,
                                                                     ConnectionId id,
                                                                     std::string tool,
                                                                     std::string digest);

  // Of the caller's organization, by vendor; rows without anything secret.
  [[nodiscard]] Task<std::vector<vault::ConnectionRow>> list(identity::OrganizationAccess access);
  // What each vendor granted, as it said it; nothing for a key.
  [[nodiscard]] Task<std::map<ConnectionId, std::string>> granted_scopes(
      identity::OrganizationAccess access);
  // Nothing when the vendor can be connected now; else what the operator has to configure.
  [[nodiscard]] std::optional<std::string> missing_setup(const catalog::Vendor& vendor) const;
  // The one address that vendors send browsers back to: what an operator registers by hand.
  [[nodiscard]] std::string redirect_uri() const { return parts_.identity.redirect_uri(); }
  // The Client ID Metadata Document.
  [[nodiscard]] Json client_metadata() const;

 private:
  struct Flow;  // One connect flow on its way.
  using Failed = std::unexpected<ConnectError>;
  [[nodiscard]] std::expected<Flow, ConnectError> open_flow(const Connector& connector,
                                                            const std::string& slug,
                                                            const Json& parameters,
                                                            const Which& which) const;
  [[nodiscard]] Task<std::expected<BeginOutcome, ConnectError>> begin_at_once(
      Flow flow, std::optional<Secret> key);
  [[nodiscard]] Task<std::expected<BeginOutcome, ConnectError>> begin_authorization(Flow flow);
  [[nodiscard]] Task<std::expected<oauth::ClientRegistration, ConnectError>> registration_for(
      const Flow* flow, oauth::AuthorizationServerMetadata server, std::string scope);
  [[nodiscard]] Task<std::optional<oauth::TokenChallenge>> challenge_of(std::string endpoint);
  // Before a client is registered or a code exchanged: the intent. Throws when it cannot be
  // recorded, and then nothing is sent.
  [[nodiscard]] Task<audit::RecordedUse> begin_use(const Flow* flow, std::string action);
  [[nodiscard]] Task<void> end_use(audit::RecordedUse use, bool good);
  using RecordOf = std::function<audit::AuditRecord(const vault::Connection&)>;
  enum class Pins { keep, drop };  // Only a person drops them.
  [[nodiscard]] Task<std::expected<void, ConnectError>> end(identity::OrganizationAccess access,
                                                            ConnectionId id, Pins pins,
                                                            RecordOf record);
  // Whether the vendor has anything under the connection's parameters; if it has not, the
  // connection is not usable until somebody reconnects it with other ones.
  [[nodiscard]] Task<std::expected<void, ConnectError>> prove_parameters(const Flow* flow);
  // Gives the connection the name that the vendor has for the account, unless a person named it. A
  // name that cannot be had is no error of the flow: the connection is called as before.
  [[nodiscard]] Task<void> name_after_account(const Flow* flow);
  [[nodiscard]] Task<TestOutcome> list_tools(Connector connector, ConnectionId id);
  [[nodiscard]] Task<void> note_failure(const Flow* flow, ConnectError error);
  // Lists the tools, so that "connected" means that a question can follow; what is wrong else, and
  // the connection then says it too.
  [[nodiscard]] Task<std::optional<ConnectError>> first_list(const Flow* flow);
  // What speaks against asking this server for a grant.
  [[nodiscard]] std::optional<ConnectError> refused_server(const Flow& flow,
                                                           const oauth::Discovery& found) const;
  [[nodiscard]] Task<CallbackFailure> give_back(const Flow* flow, calls::Farewell farewell,
                                                std::string scope);
  [[nodiscard]] Task<std::unexpected<CallbackFailure>> fail(const Flow* flow, ConnectError error);
  [[nodiscard]] Task<std::expected<void, ConnectError>> remember(
      const Flow* flow, std::string state, vault::PendingAuthorization pending);
  [[nodiscard]] std::expected<void, ConnectError> keep_tokens(const Flow& flow,
                                                              const calls::ServerDetails& server,
                                                              oauth::ClientRegistration client,
                                                              oauth::TokenResponse& tokens) const;
  // Stores the credential together with the address it was given for.
  [[nodiscard]] std::expected<void, ConnectError> keep(const Flow& flow,
                                                       vault::SealedCredential&& credential,
                                                       const std::string& granted_scope) const;

  Parts parts_;
  oauth::HttpDoor door_;
};

}  // namespace sluice::connections
