#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/strong_id.h"
#include "base/task.h"

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <string>

namespace sluice::sources {

// Why a vendor's tool gave no result. `detail` is a sentence for the person, or empty: what
// happened, whose side it is on, what to do; nothing in it was written by the vendor.
struct CallFailure {
  // As much of calls::CallError as a question needs to know.
  enum class Kind {
    not_connected,     // No usable connection to this vendor.
    tool_not_allowed,  // Refused by the allowlist.
    needs_reconnect,   // The credential is no longer good.
    cannot_open,       // Our keys do not open it: the operator's to mend.
    vendor_error,      // The vendor said no, sent nonsense, or is down.
    deadline,
  };
  Kind kind = Kind::vendor_error;
  std::string detail;
  std::chrono::seconds waited{0};  // For the answer that did not come.
};

// What one question wants from one connection: the tool by name, the arguments as they would leave.
struct VendorCall {
  std::string vendor;
  ConnectionId connection{};  // Through which: the vendor may have several.
  std::string tool;
  Json arguments;
};

// The way to a vendor. In the product it admits the call for the organization's connection,
// writes the audit record and sends it; the result is the CallToolResult as JSON text, unread.
using CallVendor = std::function<Task<std::expected<std::string, CallFailure>>(VendorCall call)>;

// One line of the answer's provenance.
struct Provenance {
  std::string vendor;
  std::string tool;
  Json arguments;  // Of the first page.
  std::size_t pages = 0;
  std::size_t rows = 0;
  bool partial = false;  // More was there than a limit let in.
  Instant fetched_at;
  ConnectionId connection{};  // Through which it was read.
  std::string account{};      // Its name, where the vendor has several connections; else empty.
};

}  // namespace sluice::sources
