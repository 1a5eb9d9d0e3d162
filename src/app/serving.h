#pragma once
#include "net/http_server.h"

namespace sluice::app {

// SIGINT and SIGTERM are held back from now on, in this thread and those it starts, so that only
// serve_until_signal() sees them. Call before any thread is made.
void hold_back_stop_signals();

// Serves on one thread a core until SIGINT or SIGTERM, then lets what is running end.
void serve_until_signal(net::HttpServer& server);

}  // namespace sluice::app
