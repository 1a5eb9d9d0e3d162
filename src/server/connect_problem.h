#pragma once
#include "connections/connect_error.h"
#include "net/problem.h"

namespace sluice::server {

// What a browser hears when connecting did not work: the problem of the reason's kind, with the
// reason as its member `reason` and the error's own sentence. A new reason does not compile until
// it has a status.
[[nodiscard]] net::ServerResponse connect_problem(const connections::ConnectError& error);

}  // namespace sluice::server
