#pragma once
#include "base/json.h"
#include "catalog/vendor.h"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::catalog {

inline constexpr std::size_t parameter_bytes_max = 253;  // A host name is never longer (RFC 1035).

// One value as the row's type has it: an integer as a number, null where the text is empty.
[[nodiscard]] std::expected<Json, std::string> read_parameter(const Parameter& parameter,
                                                              const Json& value);

// The values with which a vendor is connected: `given` over those that are `kept` from the last
// time, each checked against the row. Integers are numbers from here on. A text that is given
// empty takes an optional value away. The error is a sentence for the person.
[[nodiscard]] std::expected<Json, std::string> read_parameters(const Vendor& vendor,
                                                               const Json& given, const Json& kept);

// The label of a required parameter that the values lack; empty: none. A row may have got one
// since the vendor was connected.
[[nodiscard]] std::string missing_parameter(const Vendor& vendor, const Json& parameters);

// The address for these values: the endpoint whose `when` they meet, else the ordinary one, with
// its holes filled. A part in brackets ("/mcp[/{organization}]", "[&project={project}]") is left
// out where a parameter of it is empty. `parameters` come from read_parameters().
[[nodiscard]] std::expected<std::string, std::string> endpoint_of(const Vendor& vendor,
                                                                  const Json& parameters);

// The endpoint that these values choose; null: none is for them.
[[nodiscard]] const Endpoint* chosen_endpoint(const Vendor& vendor, const Json& parameters);

// The issuer that the row knows of the server that these values choose; empty: it is discovered.
[[nodiscard]] std::string_view known_issuer(const Vendor& vendor, const Json& parameters);

// Whether that server has the tool, as far as the row says.
[[nodiscard]] bool is_served(const Vendor& vendor, const Json& parameters, std::string_view tool);
// Whether other values choose another server, of a vendor whose servers have tools of their own.
[[nodiscard]] bool chooses_other_tools(const Vendor& vendor, const Json& before, const Json& after);
// Of a tool that it has not: a sentence that names the servers which have it, and what to do.
[[nodiscard]] std::string served_elsewhere_text(const Vendor& vendor, const Json& parameters,
                                                std::string_view tool);

// What is shown for a value of a choice: its label, or itself.
[[nodiscard]] std::string_view label_of_choice(const Parameter& parameter, std::string_view value);

// The row's headers for these values, "{name}" filled in; one whose parameter is empty is left out.
[[nodiscard]] std::vector<Header> headers_of(const Vendor& vendor, const Json& parameters);

// The endpoint that a value of a parameter chooses; null: none does.
[[nodiscard]] const Endpoint* endpoint_when(const Vendor& vendor, std::string_view parameter,
                                            std::string_view value);
// "region=eu" in its two parts.
struct EndpointCondition {
  std::string_view parameter;
  std::string_view value;
};
// Views into the endpoint's `when`; both empty for the ordinary one.
[[nodiscard]] EndpointCondition condition_of(const Endpoint& endpoint);

}  // namespace sluice::catalog
