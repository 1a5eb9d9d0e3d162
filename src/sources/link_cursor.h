#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace sluice::sources {

// The value of a query parameter of a link, percent-decoded (RFC 3986, 2.1), "+" as a blank; the
// name is compared decoded too ("page%5Bcursor%5D" is "page[cursor]"). The link need not be whole:
// vendors write "?cursor=x" as well. Nothing: the link has no such parameter, or an empty one.
[[nodiscard]] std::optional<std::string> query_parameter(std::string_view link,
                                                         std::string_view name);

}  // namespace sluice::sources
