#pragma once
#include "connections/connection_desk.h"

#include <string>

namespace sluice::connections {

// One connect flow: who, which vendor, and the row that it revives.
struct ConnectionDesk::Flow {
  Connector connector;
  const catalog::Vendor* vendor = nullptr;
  std::string endpoint;
  vault::Connection connection;
};

// What the trail says of a step of a flow.
[[nodiscard]] audit::AuditRecord record_of(const Connector& connector, std::string action,
                                           const vault::Connection& connection, std::string result);

}  // namespace sluice::connections
