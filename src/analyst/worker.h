#pragma once
#include "analyst/database.h"

#include <expected>
#include <string>

namespace sluice::analyst {

// DuckDB, opened and locked down once by the spawner: each worker is forked with a copy that nobody
// has used. It has one thread, which a fork carries over, and no data.
[[nodiscard]] std::expected<Database, std::string> open_for_workers();

// The life of a worker process, from its fork to its end; never returns. It waits on `handover` for
// the socket of its session, confines itself, and serves that one session until the other side goes
// away or its time is over. A database that did not open is reported to the session.
[[noreturn]] void work(int handover, std::expected<Database, std::string>& database);

// Passing one open file over a Unix socket: the byte that comes with it says nothing.
[[nodiscard]] bool send_file(int socket, int file);
// -1: the other side is gone, or sent no file.
[[nodiscard]] int receive_file(int socket);

}  // namespace sluice::analyst
