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

}  // namespace sluice::connections
