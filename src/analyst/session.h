#pragma once
#include "analyst/analyst.h"
#include "analyst/wire.h"
#include "base/task.h"

#include <expected>
#include <memory>

namespace sluice::analyst {

// The server's side of a session over the socket `socket` (which it owns from here on). The
// worker's deadline is `deadline`.
[[nodiscard]] Task<std::expected<std::unique_ptr<AnalystSession>, AnalystError>> open_session(
    boost::asio::any_io_executor executor, int socket, Beginning beginning, Deadline deadline);

}  // namespace sluice::analyst
