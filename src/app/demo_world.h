#pragma once
#include "app/product.h"
#include "sandbox/launcher.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::app {

inline constexpr std::string_view demo_email = "ada@brightwater.example";
inline constexpr std::string_view demo_password = "brightwater-demo";
// Noon in New York on the last day of the sample data: "today" in the demo.
inline constexpr std::string_view demo_today = "2026-11-21";
inline constexpr std::string_view demo_start = "2026-11-21T12:00:00-05:00";

// How the sample company is set up.
struct DemoOptions {
  std::filesystem::path data;  // Kept between starts; a temporary one is the caller's to remove.
  std::uint16_t port = 0;      // Of the product, for its own address; 0: it never listens.
  bool automatic_consent = false;
  std::filesystem::path executable = "/proc/self/exe";  // Tests, whose program is another.
  // Whom the sandbox stands in for; empty: all.
  std::vector<std::string> vendors = {};  // NOLINT(readability-redundant-member-init)
  // Sample data in a folder instead of the binary's; empty: those. NOLINTNEXTLINE
  std::filesystem::path world = {};
  const Clock* security_clock = nullptr;  // As ProductOptions has it, and these as well.
  bool sample_words = true;
  analytics::Learning learning = analytics::Learning::behind_answer;
};

// What a person of the sample organization would fill in: it is the rows' example.
[[nodiscard]] Json sample_parameters(const catalog::Catalog& catalog, const std::string& slug);

// The sample company: a sandbox, a product that can reach it, the organization Brightwater and its
// user Ada. What `sluice demo` shows and `sluice ask --demo` asks.
class DemoWorld {
 public:
  // Starts the sandbox, then the product beside it, and signs Ada in; takes up what `data` holds
  // from the last time. The error is a sentence. Ends with the object.
  [[nodiscard]] static std::expected<std::unique_ptr<DemoWorld>, std::string> start(
      DemoOptions options, analyst::AnalystSpawner& spawner);

  // The running product, whose egress policy leads to the sandbox.
  [[nodiscard]] Product& product() noexcept { return *product_; }
  [[nodiscard]] const identity::SignedIn& ada() const noexcept { return *ada_; }
  // Every vendor that the sandbox and the catalog both know.
  [[nodiscard]] std::vector<std::string> vendors() const;
  // Connects a vendor through the real flow, with the sandbox's consent given by itself.
  [[nodiscard]] std::expected<void, std::string> connect(const std::string& vendor);
  // The same, told which connection is meant: another one is of the company's second account there.
  [[nodiscard]] std::expected<void, std::string> connect(const std::string& vendor,
                                                         connections::Which which, bool branch);
  [[nodiscard]] const sandbox::SandboxLauncher& sandbox() const noexcept { return *sandbox_; }

 private:
  DemoWorld() = default;
  [[nodiscard]] std::expected<void, std::string> sign_in();
  [[nodiscard]] Task<std::expected<void, std::string>> connect_vendor(std::string vendor,
                                                                      connections::Which which);
  [[nodiscard]] Task<std::expected<std::string, std::string>> follow_consent(std::string url);
  [[nodiscard]] Task<std::expected<void, std::string>> set_consent(bool automatic, bool branch);
  [[nodiscard]] Task<std::expected<net::HttpResponse, std::string>> send(std::string url,
                                                                         net::HttpRequest request);

  std::unique_ptr<sandbox::SandboxLauncher> sandbox_;
  std::unique_ptr<Product> product_;
  std::optional<identity::SignedIn> ada_;
  bool automatic_consent_ = false;
};

}  // namespace sluice::app
