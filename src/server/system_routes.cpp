#include "server/system_routes.h"

#include "net/static_files.h"
#include "server/api_description.h"
#include "server/problems.h"

#include <array>
#include <fstream>
#include <sstream>
#include <utility>

namespace sluice::server {
namespace {

[[nodiscard]] net::ServerResponse plain_text(std::string body) {
  net::ServerResponse response;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

// Says nothing but that the loop runs: a monitor restarts what does not answer, and a broken disk
// is no reason to.
Task<Answered> healthy(Call /*call*/) {
  co_return plain_text("ok\n");
}

// Ready means: the database answers.
Task<Answered> ready(ServerParts* parts, Call /*call*/) {
  co_await run_blocking(parts->pool, [parts] {
    [[maybe_unused]] const auto nobody = parts->sessions.authenticate("readiness probe");
  });
  co_return plain_text("ready\n");
}

[[nodiscard]] std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  constexpr std::uint64_t page_bytes = 4096;
  file >> total >> resident;
  return resident * page_bytes;
}

// Prometheus text format. No organization in any label.
Task<Answered> metrics(ServerParts* parts, Call call) {
  // Figures tell how large an organization is, so they are for named addresses only.
  if (!parts->settings.metrics_from.contains(call.request.peer_address)) {
    co_return net::problem(metrics_closed,
                           "Name the address of your monitor in server.metrics_from.");
  }
  std::ostringstream text;
  text << "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes "
       << resident_bytes() << "\n# TYPE sluice_catalog_vendors gauge\nsluice_catalog_vendors "
       << parts->catalog.all().size() << "\n";
  net::ServerResponse response = plain_text(text.str());
  response.headers[0].value = "text/plain; version=0.0.4; charset=utf-8";
  co_return response;
}

// The pages are one application: each of its addresses gets the same shell.
[[nodiscard]] bool is_page(std::string_view path) {
  constexpr std::array<std::string_view, 7> roots{"/ask",     "/dashboards", "/settings", "/audit",
                                                  "/sign-in", "/sign-up",    "/invite"};
  if (path == "/" || path.starts_with("/connect/")) return true;
  for (const std::string_view root : roots) {
    if (path == root || (path.starts_with(root) && path[root.size()] == '/')) return true;
  }
  return false;
}

Task<Answered> serve_page(Call call) {
  const std::string& path = call.request.path;
  if (const net::StaticFile* file = net::find_static_file(path)) {
    co_return net::serve_static(call.request, *file);
  }
  const net::StaticFile* shell = net::find_static_file("/index.html");
  const bool reader = call.request.header("accept").contains("text/html");
  if (shell == nullptr || (!reader && !is_page(path))) {
    co_return net::problem(not_found, "Check the address.");
  }
  // A person at an unknown address gets the page that says so.
  net::ServerResponse response = net::serve_static(call.request, *shell);
  if (!is_page(path) && response.status == 200) response.status = 404;
  co_return response;
}

Task<Answered> describe(const Router* table, Call /*call*/) {
  co_return json_response(openapi_document(table->routes()));
}

}  // namespace

void add_system_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  Router* const table = &router;
  router.open("GET", "/healthz", "The process runs", healthy);
  router.open("GET", "/readyz", "The process can do its work",
              [shared](Call call) { return ready(shared, std::move(call)); });
  router.open("GET", "/metrics", "Figures for Prometheus",
              [shared](Call call) { return metrics(shared, std::move(call)); });
  router.open("GET", "/api/v1/openapi.json", "This description",
              [table](Call call) { return describe(table, std::move(call)); });
  router.fallback(serve_page);
}

}  // namespace sluice::server
