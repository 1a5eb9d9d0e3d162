#pragma once
#include "connections/connection_service.h"

#include <string>

namespace sluice::connections {

// One connect flow: who, which vendor, where to, and the row that it revives, which may still live
// at another address.
struct ConnectionService::Flow {
  Connector connector;
  const catalog::Vendor* vendor = nullptr;
  vault::NewConnection place;
  vault::Connection connection;
};

// What the trail says of a step of a flow.
[[nodiscard]] audit::AuditRecord record_of(const Connector& connector, std::string action,
                                           const vault::Connection& connection, std::string result);

}  // namespace sluice::connections
