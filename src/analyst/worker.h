#pragma once
#include "analyst/duckdb_library.h"

#include <expected>
#include <string>

namespace sluice::analyst {

// The life of a worker process, from its fork to its end; never returns. It opens and locks down
// DuckDB, waits on `handover` for the socket of its session, confines itself, and serves that one
// session until the other side goes away or its time is over. A library that did not load is
// reported to the session.
[[noreturn]] void work(int handover, const std::expected<DuckdbLibrary, std::string>& library);

// Passing one open file over a Unix socket: the byte that comes with it says nothing.
[[nodiscard]] bool send_file(int socket, int file);
// -1: the other side is gone, or sent no file.
[[nodiscard]] int receive_file(int socket);

}  // namespace sluice::analyst
