#pragma once
#include "base/json.h"

#include <string_view>

namespace sluice {

// In this order; what lies below the level that is set is not written.
enum class LogLevel { debug, info, warning, error };

// One JSON object a line on standard error: {"time","level","event",...fields}. Text that looks
// like a credential (bearer tokens, Fernet text, JSON Web Tokens, code= and token= parameters) is
// replaced by "[redacted]" in every field: the last net under Secret, not the first.
void log(LogLevel level, std::string_view event, const Json& fields = Json::object());
// Of the whole process, from any thread; `info` until then.
void set_log_level(LogLevel level) noexcept;

// The redaction on its own, for error texts that leave by another way.
[[nodiscard]] std::string redact(std::string_view text);

}  // namespace sluice
