#pragma once
// For tests: the stand-in vendors in this process, reached without a socket. The folder of whoever
// uses it needs sluice_sandbox in its TEST_USES.
#include "base/json.h"
#include "base/secret.h"
#include "base/task.h"
#include "net/http_client.h"
#include "net/url.h"
#include "sandbox/sandbox.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace sluice::sandbox {

// A body that is there as a whole, for whoever reads it as it comes.
class WholeBody final : public net::HttpStream {
 public:
  explicit WholeBody(net::HttpResponse response) : response_(std::move(response)) {}
  [[nodiscard]] int status() const override { return response_.status; }
  [[nodiscard]] const std::vector<net::Header>& headers() const override {
    return response_.headers;
  }
  [[nodiscard]] Task<std::expected<std::string, net::HttpError>> read() override {
    co_return std::exchange(response_.body, std::string());
  }

 private:
  net::HttpResponse response_;
};

// The product's HTTP client, whose every request the sandbox answers here and now. Not thread-safe.
// A test that disturbs the way overrides exchange().
class LocalClient : public net::HttpClient {
 public:
  using Answer = std::expected<net::HttpResponse, net::HttpError>;

  // Throws where the sandbox cannot be made: a test without it is no test.
  LocalClient(SandboxSettings settings, const Sandbox::Environment& environment) {
    auto made = Sandbox::create(std::move(settings), environment);
    if (!made) throw std::runtime_error(made.error());
    sandbox_ = std::move(*made);
  }

  [[nodiscard]] Task<Answer> send(net::PublicEndpoint to, net::HttpRequest request,
                                  net::HttpLimits /*limits*/) override {
    co_return exchange(received(to, request));
  }
  [[nodiscard]] Task<std::expected<std::unique_ptr<net::HttpStream>, net::HttpError>> open(
      net::PublicEndpoint to, net::HttpRequest request, net::HttpLimits /*limits*/) override {
    auto answer = exchange(received(to, request));
    if (!answer) co_return std::unexpected(answer.error());
    co_return std::make_unique<WholeBody>(std::move(*answer));
  }

  // What a person's browser does at the vendor's page, whose answer is Allow (the sandbox consents
  // by itself). The query of the way back; empty when there was none.
  [[nodiscard]] std::string consent(const std::string& authorization_url) {
    const auto url = net::parse_strict_url(authorization_url);
    if (!url) throw std::runtime_error("no address: " + authorization_url);
    net::ServerRequest request;
    request.method = "GET";
    request.path = url->path();
    request.query = url->query().value_or("");
    request.headers.push_back({"Host", url->host});
    const std::string location(ask(request).header("Location"));
    const std::size_t back = location.find('?');
    return back == std::string::npos ? std::string() : location.substr(back + 1);
  }
  // A fault of the sandbox, as its control page takes it (sandbox/faults.h).
  void set_fault(const Json& fault) {
    net::ServerRequest request;
    request.method = "POST";
    request.path = "/_sandbox/faults";
    request.headers = {{"Host", "127.0.0.2"}, {"Content-Type", "application/json"}};
    request.body = to_wire(fault);
    if (const auto answer = ask(request); answer.status != 200)
      throw std::runtime_error(answer.body);
  }

 protected:
  // What comes back for a request that has arrived.
  [[nodiscard]] virtual Answer exchange(const net::ServerRequest& arrived) { return ask(arrived); }
  [[nodiscard]] net::HttpResponse ask(const net::ServerRequest& request) {
    net::ServerResponse response = sandbox_->answer(request).response;
    return {response.status, std::move(response.headers), std::move(response.body)};
  }

 private:
  // Plaintext leaves a Secret here because this is the vendor's side of the wire.
  [[nodiscard]] static std::string text_of(const Secret& secret) {
    std::string copy;
    secret.use([&](std::string_view text) { copy = text; });
    return copy;
  }
  [[nodiscard]] static net::ServerRequest received(const net::PublicEndpoint& to,
                                                   const net::HttpRequest& request) {
    net::ServerRequest arrived;
    arrived.method = request.method;
    const std::string& target = to.parts().target;
    const std::size_t query = target.find('?');
    arrived.path = target.substr(0, query);
    if (query != std::string::npos) arrived.query = target.substr(query + 1);
    arrived.headers = request.headers;
    arrived.headers.push_back({"Host", to.parts().host});
    for (const net::SecretHeader& header : request.secret_headers)
      arrived.headers.push_back({header.name, header.prefix + text_of(header.value)});
    arrived.body = text_of(request.secret_body);
    if (arrived.body.empty()) arrived.body = request.body;
    return arrived;
  }

  std::unique_ptr<Sandbox> sandbox_;
};

}  // namespace sluice::sandbox
