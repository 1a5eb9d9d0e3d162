#pragma once
#include "app/demo_world.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sluice::app {

// The whole product against the sandbox with a security clock that stands still: what the vendors
// received is read from their own log.
class WorldTest : public testing::Test {
 protected:
  void SetUp() override {
    // Forked before the first test makes a thread, as main() does.
    static const auto spawner = analyst::AnalystSpawner::start();
    spawner_ = spawner.get();
    std::string name = (std::filesystem::temp_directory_path() / "sluice-test-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    data_ = name;
    start();
  }
  // Again: the server is stopped first, and finds what it had stored.
  void start(bool automatic_consent = true) {
    world_.reset();
    auto world = DemoWorld::start({.data = data_,
                                   .port = 0,
                                   .automatic_consent = automatic_consent,
                                   .executable = std::string(SLUICE_BINARY_DIR) + "/sluice",
                                   .vendors = settings.vendors,
                                   .security_clock = &clock,
                                   .sample_words = settings.sample_words,
                                   .learning = settings.learning},
                                  *spawner_);
    ASSERT_TRUE(world) << world.error();
    world_ = std::move(*world);
  }
  void TearDown() override {
    world_.reset();
    std::filesystem::remove_all(data_);
  }

  template <class T>
  T run(Task<T> task) {
    return product().runtime().run_to_completion(std::move(task));
  }
  [[nodiscard]] DemoWorld& world() { return *world_; }
  [[nodiscard]] const std::filesystem::path& data() const { return data_; }
  [[nodiscard]] Product& product() { return world_->product(); }
  [[nodiscard]] identity::OrganizationAccess ada() const { return world_->ada().access; }
  [[nodiscard]] connections::Connector connector() const { return {world_->ada(), "127.0.0.1"}; }

  void connect(const std::string& vendor) {
    const auto connected = world_->connect(vendor);
    ASSERT_TRUE(connected) << vendor << ": " << connected.error();
  }
  void connect_with_key(const std::string& vendor, const std::string& key) {
    connections::BeginOptions options;
    options.api_key = Secret::take(std::string(key));
    options.parameters = sample_parameters(product().catalog(), vendor);
    const auto begun = run(product().connections().begin(connector(), vendor, std::move(options)));
    ASSERT_TRUE(begun) << vendor << ": " << begun.error().detail;
  }
  [[nodiscard]] std::expected<std::string, calls::CallError> call(const std::string& vendor,
                                                                  const std::string& tool) {
    return run(product().caller().call(ada(), id_of(vendor), tool, Json::object(),
                                       Deadline::in(std::chrono::seconds(20))));
  }
  [[nodiscard]] std::optional<vault::ConnectionRow> row_of(const std::string& vendor) {
    for (auto& row : run(product().connections().list(ada()))) {
      if (row.vendor == vendor) return row;
    }
    return std::nullopt;
  }

  // None of anybody's, where the vendor was never connected.
  [[nodiscard]] ConnectionId id_of(const std::string& vendor) {
    const auto row = row_of(vendor);
    return row ? row->id : ConnectionId{};
  }

  // A request to the sandbox's own pages, which answer on every host.
  [[nodiscard]] Json sandbox(const std::string& method, const std::string& path,
                             const Json& body = nullptr) {
    return run(sandbox_exchange(method, path, body));
  }
  void set_fault(const std::string& vendor, const std::string& fault,
                 const std::string& tool = "") {
    const Json set =
        sandbox("POST", "/_sandbox/faults", {{"vendor", vendor}, {"fault", fault}, {"tool", tool}});
    ASSERT_TRUE(set.contains("ok")) << set.dump();
  }
  void forget_requests() {
    ASSERT_TRUE(sandbox("POST", "/_sandbox/reset", Json::object()).is_object());
  }
  // What the sandbox counts of the vendor: "clients", "live_grants", "token_requests".
  [[nodiscard]] int count_at(const std::string& vendor, const std::string& what) {
    const Json state = sandbox("GET", "/_sandbox/state");
    return member(member(member(state, "vendors"), vendor), what).get<int>();
  }
  // The MCP requests that a vendor received since then, by their method.
  [[nodiscard]] std::vector<std::string> requests_to(const std::string& vendor) {
    std::vector<std::string> methods;
    for (const Json& received : member(sandbox("GET", "/_sandbox/calls"), "calls")) {
      if (text_member(received, "vendor") != vendor) continue;
      methods.push_back(text_member(received, "method").value_or(""));
    }
    return methods;
  }

  FixedClock clock{SystemClock().now()};
  // Of these `sample_words`, `learning` and `vendors` hold; for a SetUp() before this.
  DemoOptions settings{};

 private:
  Task<Json> sandbox_exchange(std::string method, std::string path, Json body) {
    auto admitted =
        co_await product().egress().admit(world().sandbox().exceptions().front().origin() + path);
    if (!admitted) co_return nullptr;
    net::HttpRequest request;
    request.method = method;
    request.headers = {{"Content-Type", "application/json"}};
    if (!body.is_null()) request.body = to_wire(body);
    const auto response =
        co_await product().http().send(std::move(*admitted), std::move(request), {});
    if (!response) co_return nullptr;
    co_return parse_json(response->body).value_or(Json());
  }

  analyst::AnalystSpawner* spawner_ = nullptr;
  std::filesystem::path data_;
  std::unique_ptr<DemoWorld> world_;
};

}  // namespace sluice::app
