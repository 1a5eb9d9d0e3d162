#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::server {

// What a path says in the places of its pattern: "{id}" -> its text, as it stands in the path.
using PathParameters = std::map<std::string, std::string, std::less<>>;

// The parts between the slashes. Empty ones do not count: "/api//v1/" is the same route, and no
// second spelling of it escapes the table.
[[nodiscard]] std::vector<std::string> segments_of(std::string_view path);

// Nothing when the path does not fit. `pattern`: segments_of() a pattern such as "/cards/{id}".
[[nodiscard]] std::optional<PathParameters> parameters_of(const std::vector<std::string>& pattern,
                                                          const std::vector<std::string>& path);

}  // namespace sluice::server
