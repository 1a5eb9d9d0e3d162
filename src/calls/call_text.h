#pragma once
#include "calls/vendor_caller.h"
#include "mcp/error.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::calls {

// What an MCP failure means for a person who asked something of `vendor` (its display name).
[[nodiscard]] CallError call_error(const std::string& vendor, const mcp::McpError& error);
// The same of a 403 that wants scopes granted beside: they are named, as far as they are names.
// `may_ask`: the row lets them be asked for.
[[nodiscard]] CallError more_access(const std::string& vendor, std::string_view asked,
                                    bool may_ask);
// `"a" and "b"`, of a vendor's scopes: names only, and not more than a sentence holds.
[[nodiscard]] std::string scopes_in_words(std::string_view scopes);

// Nothing was sent, because the vendor takes no more calls for so long.
[[nodiscard]] CallError too_often(const std::string& vendor, std::chrono::milliseconds wait);

// Our keys do not open the access that is stored: nothing was sent, and nothing is deleted for it.
[[nodiscard]] CallError cannot_open(const std::string& vendor);

// The parts of it that a failed sign-in shares. No answer came, for this reason if it is known:
[[nodiscard]] std::string no_answer_text(const std::string& vendor,
                                         std::optional<net::HttpError> reason);
// An answer came, with a status that is no success.
[[nodiscard]] std::string status_text(const std::string& vendor, int status,
                                      std::optional<std::chrono::seconds> retry_after = {});

}  // namespace sluice::calls
