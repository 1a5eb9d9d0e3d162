#include "base/log.h"

#include "base/clock.h"
#include "base/text.h"
#include "base/time_format.h"

#include <unistd.h>

#include <atomic>
#include <string>

namespace sluice {
namespace {

// The level is process-wide by nature, like standard error itself.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<LogLevel> lowest_level = LogLevel::info;

[[nodiscard]] std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: return "error";
  }
  return "error";
}

[[nodiscard]] Json redacted(const Json& value) {
  if (value.is_string()) return redact(value.get<std::string>());
  if (!value.is_structured()) return value;
  Json copy = value;
  for (auto& item : copy)
    item = redacted(item);
  return copy;
}

[[nodiscard]] bool is_token_character(char c) {
  return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.' || c == '~' || c == '+' ||
         c == '/' || c == '=';
}

// Where a credential starts after `marker`, each occurrence of it is replaced to its end.
void redact_after(std::string& text, std::string_view marker, std::size_t length_min,
                  bool marker_is_secret) {
  std::size_t at = 0;
  while ((at = text.find(marker, at)) != std::string::npos) {
    const std::size_t start = marker_is_secret ? at : at + marker.size();
    std::size_t end = at + marker.size();
    while (end < text.size() && is_token_character(text[end]))
      ++end;
    if (end - start >= length_min) {
      text.replace(start, end - start, "[redacted]");
      at = start;
    }
    at += marker.size();
  }
}

}  // namespace

std::string redact(std::string_view text) {
  std::string result(text);
  for (const std::string_view marker : {"Bearer ", "bearer ", "Basic ", "DPoP "}) {
    redact_after(result, marker, 6, false);
  }
  for (const std::string_view marker :
       {"code=", "token=", "secret=", "verifier=", "state=", "assertion=", "password="}) {
    redact_after(result, marker, 1, false);
  }
  for (const std::string_view marker : {"gAAAA", "eyJ", "sk_live_", "rk_live_", "sk_test_"}) {
    redact_after(result, marker, 20, true);
  }
  return result;
}

void set_log_level(LogLevel level) noexcept {
  lowest_level = level;
}

void log(LogLevel level, std::string_view event, const Json& fields) {
  if (level < lowest_level.load()) return;
  Json line = redacted(fields);
  line["time"] = to_rfc3339(SystemClock().now());
  line["level"] = name_of(level);
  line["event"] = event;
  const std::string text = to_wire(line) + "\n";
  // One write a line, so that lines of several threads do not mix. A full pipe loses the line.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace sluice
