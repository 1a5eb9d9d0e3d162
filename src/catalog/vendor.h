#pragma once
#include "base/json.h"
#include "catalog/semantics.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::catalog {

// What a reviewer decided about one tool. Only `read` is ever callable; the other words say why
// not, to the person who looks at the connection.
enum class Verdict {
  read,
  write,    // Creates, changes, deletes or sends.
  secret,   // Reads, but what it reads is a credential, a key or private content.
  spends,   // Costs the customer money or starts work at the vendor.
  unclear,  // Not proven to be a read; treated like a write.
};

// Narrows the arguments of a tool whose name alone is too coarse. Paths are dotted members of the
// arguments ("parameters.limit"); "[]" behind a member means each element. A rule whose path is
// absent from the arguments holds, except for `forced` and `connection`, which put the value there.
struct ArgumentRule {
  enum class Kind {
    allowed_values,  // The value (or each element) is one of `values`.
    allowed_keys,    // The object there has no member but `keys`.
    allowed_pairs,   // The values of `paths`, in order, are one of `pairs`.
    forced,          // Whatever was proposed, `value` leaves.
    dropped,         // Whatever was proposed, nothing leaves.
    url,             // An https URL whose host is one of `keys` (and see `paths`: the method).
    connection,      // Must be the connection's parameter `parameter`; filled in when absent.
    statement,       // A text in a language of its own (SQL, HogQL, GraphQL ...): never leaves.
    words,           // Plain words to look for, in no language at all.
    search,          // Search words with qualifiers: `bound` ones say the connection's own
                     // parameter, beside them only `keys` may stand.
    json_text,       // An object there leaves as its JSON text.
    at_most,         // A number of at most `value`.
  };
  Kind kind = Kind::allowed_values;
  std::string path{};
  std::vector<std::string> paths{};
  std::vector<Json> values{};
  std::vector<std::string> keys{};
  std::vector<std::vector<Json>> pairs{};
  Json value{};
  std::string parameter{};
  std::vector<std::pair<std::string, std::string>> bound{};  // Qualifier, parameter.
  // Of one operation of a tool that has several: only calls whose arguments hold these values at
  // these paths are under the rule (a list: one of them). Such a rule narrows; it closes nothing.
  // Empty: all calls.
  std::vector<std::pair<std::string, Json>> when{};
};

// How one answer leads to the next.
struct Paging {
  enum class Style { none, cursor, page, offset };
  Style style = Style::none;
  std::string argument;       // Dotted path that carries the cursor, the page or the offset.
  std::string next;           // Cursor: path in the answer, "$.data[-1].id".
  std::string next_in;        // The text there is a link, and the cursor its query parameter so
                              // named; empty: the text is the cursor.
  std::string more;           // Path of a flag: there is more. Empty: `next`, or a full page.
  std::string total;          // Path of the number of rows in all.
  std::string size_argument;  // Dotted path; empty: the vendor fixes the size.
  std::int64_t size = 0;      // What is asked for; 0: unknown.
  std::int64_t first = 1;     // The first page's number (Style::page).
};

// The paging of one operation of a tool that has several: of calls whose arguments hold these
// values at these paths.
struct OperationPaging {
  std::vector<std::pair<std::string, Json>> when;
  Paging paging;
};

// What makes a total partial without a word from the vendor.
struct ToolLimits {
  std::int64_t rows_max = 0;        // At most so many rows an answer or in all; 0: none known.
  std::int64_t range_days_max = 0;  // A longer range is cut silently; the runner splits it.
  std::int64_t per_minute_max = 0;  // Calls a minute.
  std::int64_t per_hour_max = 0;
  std::int64_t reaches_back_hours = 0;  // Nothing older is kept; 0: all of it.
};

// What a vendor takes from one grant, over all of its tools; 0: not known.
struct VendorLimits {
  std::int64_t per_minute_max = 0;  // Calls.
  std::int64_t per_hour_max = 0;
  std::int64_t calls_max = 0;  // Of one question, where what it needs comes in small pages.
};

// One tool that a reviewer looked at.
struct Tool {
  std::string name;
  Verdict verdict = Verdict::unclear;
  std::string reason;    // Why not `read`; empty for most reads.
  std::string summary;   // Our own words: what a planner and a person see, never the vendor's text.
  std::string digest;    // "sha256:..." of the reviewed definition; empty: none was captured.
  std::string shape;     // The same of its name and input schema; another one is drift, and told.
  bool verified = true;  // False: the definition is known from others' reports only.
  std::string reviewed{};  // ISO date of that; empty: the row's.
  Json input;  // The reviewed input schema (a JSON Schema subset); null: no schema is known.
  std::vector<ArgumentRule> rules;
  Paging paging;                               // Of every call that none of those below is for.
  std::vector<OperationPaging> own_pagings{};  // In the row's order.
  ToolLimits limits;
  [[nodiscard]] bool callable() const noexcept { return verdict == Verdict::read; }
};

// A header of the row: what a vendor asks for to serve read-only tools, for example.
struct Header {
  std::string name;
  std::string value;
};

// "https://{shop}/api/mcp": the fields in braces are `parameters` of the row.
struct Endpoint {
  std::string url;
  std::string transport = "streamable-http";
  std::string when;  // "region=eu": chosen by a parameter's value; empty: the ordinary one.
  // Of a vendor with several servers, each with its own sign-in: the known issuer of this one
  // (empty: the row's), and the tools of the row that it has (empty: all of them).
  std::string authorization_server{};
  std::vector<std::string> tools{};
};

// A call that proves a parameter's value before anybody relies on it: no row in its answer means
// that the vendor has nothing under that value.
struct Lookup {
  std::string tool;
  Json arguments;       // With "${connection.NAME}", as in an entry.
  std::string rows;     // Where the answer's rows stand: "$.items".
  std::string nothing;  // Said where there are none; "{value}" is what was filled in.
};

// A call that tells how the vendor itself calls the account behind a connection.
struct AccountName {
  std::string tool;
  Json arguments;    // With "${connection.NAME}", as in an entry.
  std::string name;  // Where the answer holds it: "$.settings.name". One place, so one name.
};

// A typed field that the person who connects fills in (a shop's domain, an organization's name).
struct Parameter {
  enum class Type { slug, domain, choice, integer, text };
  std::string name;
  std::string label;
  Type type = Type::slug;
  std::vector<std::string> choices;
  bool required = true;
  std::string example;  // Shown in the empty field, and never filled in for anybody.
  std::string help;
  std::string pattern;  // Text: what the whole value looks like (RE2).
  std::optional<Lookup> lookup;
  std::vector<std::string> choice_labels{};  // What is shown for each of `choices`, in their order.
};

// The ways to become a client of the vendor, in the row's order; a client that the operator
// configured always wins.
enum class Registration { metadata_document, dynamic, preregistered, api_key, none };
// RFC 6749 section 2.1; `from_metadata`: as the server's metadata offer it.
enum class ClientKind { public_client, confidential, from_metadata };
// RFC 8707. `send`: left out where the vendor refuses a token because of it; `require`: never.
enum class ResourceIndicator { send, require, omit };
// Whether the vendor's own consent page speaks of write access although none is asked for.
enum class WriteConsent { no, yes, unknown };

// How an API key is presented, where the vendor takes one.
struct ApiKey {
  std::string label;  // "Restricted key"
  std::string header = "Authorization";
  std::string prefix = "Bearer ";
  std::string help;  // Where the person finds it, and which rights it needs.
};

// Where a row comes from that an operator added; rows in the binary have no such.
struct RowOrigin {
  std::string file;
  std::string digest;      // Of what the row says (row_digest.h).
  std::string overridden;  // Digest of the built-in row that it stands in for; empty: of none.
  std::string article;     // Markdown, from the file SLUG.md beside it; empty: there is none.
};

// One reviewed row. Plain data: what may be done with it stands in calls/ and connections/.
struct Vendor {
  std::string slug;
  std::string name;
  std::string category;        // payments-and-finance, ...
  std::string category_label;  // "Payments & Finance"
  std::string summary;         // The card's one line.
  std::string reviewed;        // ISO date of the review.
  // False: what the row says of sign-in and tools was not confirmed with the vendor on that date.
  bool verified = true;
  std::vector<Endpoint> endpoints;
  std::vector<Header> headers;  // Sent with every request; part of read-only.
  std::vector<Parameter> parameters;
  std::vector<Registration> registration;
  ClientKind client = ClientKind::public_client;
  ResourceIndicator resource = ResourceIndicator::send;
  bool pkce_unadvertised_ok = false;       // The metadata lists no S256, but the vendor does it.
  std::string authorization_server;        // Known issuer; empty: discovered.
  std::vector<std::string> scopes_read;    // All that is asked for. Empty: no scope is asked.
  std::vector<std::string> scopes_always;  // What the vendor adds to every grant by itself.
  std::vector<std::string> scopes_never;   // A grant with one of these is refused and revoked.
  WriteConsent consent_shows_write = WriteConsent::unknown;
  std::string consent_note;  // Said on the connect page where consent shows write access.
  std::optional<ApiKey> api_key;
  // What an operator must have done at the vendor before the first connect works, though the server
  // registers by itself: an approval, an entry in a list. Empty: nothing.
  std::string approval{};
  std::string scope_separator = " ";  // Between scopes in an address: " ", "+" as it is, or ",".
  std::string resource_uri{};  // Sent as the resource, whatever the metadata says; empty: theirs.
  VendorLimits limits{};
  std::string operator_setup;  // What the operator must configure for `preregistered`.
  std::vector<std::string> rate_limits;
  // Digits of the vendor's minor units where they are not those of ISO 4217.
  std::vector<std::pair<std::string, int>> minor_digits{};
  std::vector<Tool> tools;
  std::vector<Entry> entries;
  std::vector<std::string> overview;   // "subscriptions.mrr": what tells how things go.
  std::vector<std::string> questions;  // Example questions that work.
  std::vector<std::string> lacks;      // What people ask for that the vendor does not hold.
  std::string article;                 // "docs/knowledge-base/stripe.md"
  std::optional<RowOrigin> origin{};   // Nothing: it is in the binary.
  // Nothing: no read of the vendor's tells it, and a connection is called after the vendor.
  std::optional<AccountName> account{};

  // By the exact name, byte for byte; null when there is none.
  [[nodiscard]] const Tool* find_tool(std::string_view tool_name) const noexcept;
  [[nodiscard]] const Entry* find_entry(std::string_view entry_name) const noexcept;
};

// A server that asks nobody to sign in: there is no client to register and no credential to keep.
[[nodiscard]] bool asks_nobody_to_sign_in(const Vendor& vendor);

// How a call with these arguments goes on.
[[nodiscard]] const Paging& paging_of(const Tool& tool, const Json& arguments);

// Whether calls with these arguments are under the rule.
[[nodiscard]] bool applies(const ArgumentRule& rule, const Json& arguments);

// The words of the row and of the API; stable.
[[nodiscard]] std::string_view to_text(Verdict verdict);
[[nodiscard]] std::string_view to_text(Registration registration);
[[nodiscard]] std::string_view to_text(Parameter::Type type);
[[nodiscard]] std::string_view to_text(WriteConsent consent);

}  // namespace sluice::catalog
