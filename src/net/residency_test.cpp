// Whether a secret that was sent is still somewhere in this process.
#include "base/random.h"
#include "base/wiping.h"
#include "net/http_client.h"
#include "net/test_peers.h"

#include <gtest/gtest.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace sluice::net {
namespace {

using testing::excepting;
using testing::RawConnection;
using testing::RawServer;
using testing::vendor;

// As main() does, before either library has allocated anything.
const bool wiping_installed = install_wiping_openssl();

// The secret is kept here in a form that the scan does not find.
constexpr char mask = 0x55;

std::string masked(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    c = static_cast<char>(c ^ mask);
  return out;
}

bool holds(std::span<const char> memory, std::string_view masked_secret) {
  const auto equal = [](char byte, char hidden) {
    return byte == static_cast<char>(hidden ^ mask);
  };
  return std::search(memory.begin(), memory.end(), masked_secret.begin(), masked_secret.end(),
                     equal) != memory.end();
}

// Places in the writable memory of this process that hold the secret, page by page.
int copies_in_memory(std::string_view masked_secret) {
  std::ifstream maps("/proc/self/maps");
  std::ifstream memory("/proc/self/mem", std::ios::binary);
  std::vector<char> page;
  int found = 0;
  for (std::string line; std::getline(maps, line);) {
    if (!line.contains(" rw") || line.contains("[vvar")) continue;
    std::istringstream fields(line);
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char dash = 0;
    fields >> std::hex >> begin >> dash >> end;
    if (line.substr(line.find(' ') + 1, 2) != "rw") continue;
    constexpr std::size_t step = std::size_t{1} << 20U;
    for (std::uintptr_t at = begin; at < end; at += step) {
      const std::size_t size = std::min<std::size_t>(step + masked_secret.size(), end - at);
      page.resize(size);
      memory.clear();
      memory.seekg(static_cast<std::streamoff>(at));
      memory.read(page.data(), static_cast<std::streamsize>(size));
      if (holds({page.data(), static_cast<std::size_t>(memory.gcount())}, masked_secret)) ++found;
      // What was read is a copy too, and the next round would find it.
      OPENSSL_cleanse(page.data(), page.size());
    }
  }
  return found;
}

std::string fresh_masked_secret() {
  std::string text = SystemRandom().bytes(24);
  for (char& c : text)
    c = static_cast<char>('a' + (static_cast<unsigned char>(c) % 26));
  std::string out = masked(text);
  OPENSSL_cleanse(text.data(), text.size());
  return out;
}

Secret unmask(const std::string& masked_secret) {
  return Secret::take(masked(masked_secret));
}

// What the vendor sees has to be wiped too: it lives in this very process.
void answer_and_forget(RawConnection& connection) {
  while (connection.drop_until("\r\n\r\n"))
    if (!connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) return;
}

Task<int> call_with_secret(EgressPolicy* policy, HttpClient* client, std::string masked_secret) {
  auto endpoint = co_await policy->admit(std::string(vendor) + "/mcp");
  HttpRequest request{.method = "POST"};
  request.secret_headers.push_back({"Authorization", "Bearer ", unmask(masked_secret)});
  request.secret_body = unmask(masked_secret);
  const auto response = co_await client->send(std::move(*endpoint), std::move(request), {});
  co_return response ? response->status : 0;
}

TEST(Residency, the_scan_finds_what_is_there) {
  const std::string hidden = fresh_masked_secret();
  const Secret secret = unmask(hidden);
  EXPECT_GE(copies_in_memory(hidden), 1);
  EXPECT_FALSE(secret.empty());
}

TEST(Residency, no_copy_of_a_secret_header_or_body_outlives_the_request) {
  ASSERT_TRUE(wiping_installed);
  const std::string hidden = fresh_masked_secret();
  RawServer server(answer_and_forget);
  IoRuntime runtime(1);
  TableResolver resolver({});
  EgressPolicy policy(resolver, excepting(server.origin()));
  const auto client = make_http_client(runtime);
  EXPECT_EQ(runtime.run_to_completion(call_with_secret(&policy, client.get(), hidden)), 200);
  EXPECT_EQ(copies_in_memory(hidden), 0);
}

}  // namespace
}  // namespace sluice::net
