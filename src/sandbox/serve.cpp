#include "sandbox/serve.h"

#include "base/random.h"
#include "net/egress_policy.h"
#include "net/http_client.h"
#include "sandbox/launcher.h"
#include "sandbox/world_files.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr unsigned blocking_threads = 1;
constexpr unsigned io_threads = 1;  // The sandbox is not thread-safe.
constexpr std::chrono::milliseconds document_deadline{10'000};
constexpr std::size_t document_bytes_max = std::size_t{256} * 1024;

// Names are not looked up here: the one address that may be asked needs no name service.
class NoResolver final : public net::Resolver {
 public:
  Task<std::vector<std::string>> resolve(std::string) override {
    co_return std::vector<std::string>{};
  }
};

// Fetches the client id metadata document of the product under test, and nothing else.
class DocumentReader {
 public:
  DocumentReader(net::IoRuntime& runtime, const std::string& product_url)
      : runtime_(runtime), policy_(resolver_, SandboxLauncher::product_exception(product_url)) {}

  // Nothing when it could not be read.
  Task<std::optional<Value>> read(std::string url) {
    auto endpoint = co_await policy_.admit(std::move(url));
    if (!endpoint) co_return std::nullopt;
    if (!client_) client_ = net::make_http_client(runtime_);
    net::HttpRequest request;
    request.headers.push_back({"Accept", "application/json"});
    net::HttpLimits limits;
    limits.deadline = Deadline::in(document_deadline);
    limits.body_bytes_max = document_bytes_max;
    const auto response = co_await client_->send(*endpoint, std::move(request), limits);
    if (!response || response->status != 200) co_return std::nullopt;
    const auto document = parse_json(response->body, {.duplicate_members_refused = true});
    if (!document) co_return std::nullopt;
    co_return to_value(*document);
  }

 private:
  net::IoRuntime& runtime_;
  NoResolver resolver_;
  net::EgressPolicy policy_;
  std::unique_ptr<net::HttpClient> client_;  // Made when first needed.
};

// Event streams arrive in pieces that end anywhere, as they do on a real network.
// The stream lives as long as the server's own coroutine that runs this one.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<void> stream_in_pieces(net::ResponseStream& stream, std::string body) {
  constexpr std::size_t pieces = 3;
  const std::size_t step = std::max<std::size_t>(1, body.size() / pieces);
  for (std::size_t at = 0; at < body.size(); at += step)
    if (!co_await stream.write(body.substr(at, step))) co_return;
}

bool is_event_stream(const net::ServerResponse& response) {
  return std::ranges::any_of(response.headers, [](const net::Header& header) {
    return header.name == "Content-Type" && header.value == "text/event-stream";
  });
}

// One sandbox on one port.
class Service {
 public:
  Service(const ServeOptions& options, std::unique_ptr<WorldFiles> files)
      : options_(options),
        files_(std::move(files)),
        business_clock_(options.now),
        runtime_(blocking_threads),
        documents_(runtime_, options.settings.product_url) {}

  std::expected<void, std::string> listen() {
    auto sandbox =
        Sandbox::create(options_.settings, {*files_, business_clock_, security_clock_, random_});
    if (!sandbox) return std::unexpected(sandbox.error());
    sandbox_ = std::move(*sandbox);
    net::ServerLimits limits;
    // One product asks for everybody.
    limits.connections_per_address_max = limits.connections_max;
    auto server = net::listen_http(
        options_.address, options_.port, std::move(limits),
        [this](net::ServerRequest request) { return handle(std::move(request)); }, runtime_);
    if (!server) return std::unexpected(server.error().detail);
    server_ = std::move(*server);
    return {};
  }

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  void stop_on_termination() { net::stop_on_termination(*server_, runtime_); }
  void run() { server_->run(io_threads); }
  void stop() { server_->stop(); }

 private:
  Task<net::HandlerResult> handle(net::ServerRequest request) {
    if (const auto url = sandbox_->document_needed(request))
      if (const auto document = co_await documents_.read(*url))
        sandbox_->learn_document(request, *url, *document);
    SandboxReply reply = sandbox_->answer(request);
    if (reply.delay.count() > 0) {
      boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, reply.delay);
      co_await timer.async_wait(boost::asio::use_awaitable);
    }
    // An event stream is sent in pieces, as real servers send it: a client that waits for one whole
    // read would pass every test otherwise.
    if (!is_event_stream(reply.response)) co_return std::move(reply.response);
    co_return net::StreamedResponse{
        reply.response.status, std::move(reply.response.headers),
        [body = std::move(reply.response.body)](net::ResponseStream& stream) {
          return stream_in_pieces(stream, body);
        }};
  }

  ServeOptions options_;
  std::unique_ptr<WorldFiles> files_;
  OffsetClock business_clock_;
  SystemClock security_clock_;
  SystemRandom random_;
  net::IoRuntime runtime_;
  DocumentReader documents_;
  std::unique_ptr<Sandbox> sandbox_;
  std::unique_ptr<net::HttpServer> server_;
};

std::unique_ptr<WorldFiles> files_for(const ServeOptions& options) {
  if (options.world.empty()) return std::make_unique<EmbeddedWorldFiles>();
  return std::make_unique<FolderWorldFiles>(options.world);
}

class RunningService final : public SandboxThread {
 public:
  explicit RunningService(std::unique_ptr<Service> service)
      : service_(std::move(service)), thread_([this] { service_->run(); }) {}
  ~RunningService() override {
    service_->stop();
    thread_.join();
  }
  RunningService(const RunningService&) = delete;
  RunningService& operator=(const RunningService&) = delete;
  [[nodiscard]] std::uint16_t port() const override { return service_->port(); }

 private:
  std::unique_ptr<Service> service_;
  std::thread thread_;
};

}  // namespace

std::expected<void, std::string> serve_sandbox(
    const ServeOptions& options, const std::function<void(std::uint16_t)>& listening) {
  Service service(options, files_for(options));
  if (auto listens = service.listen(); !listens) return listens;
  service.stop_on_termination();
  listening(service.port());
  service.run();
  return {};
}

std::expected<std::unique_ptr<SandboxThread>, std::string> SandboxThread::start(
    const ServeOptions& options) {
  auto service = std::make_unique<Service>(options, files_for(options));
  if (auto listens = service->listen(); !listens) return std::unexpected(listens.error());
  return std::make_unique<RunningService>(std::move(service));
}

}  // namespace sluice::sandbox
