// After a credential was sealed, stored, opened, used, refreshed and rotated, the process holds no
// copy of it: every readable page is searched.
#include "base/wiping.h"
#include "crypto/pkce.h"
#include "vault/pending_authorization.h"
#include "vault/vault_fixture.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace sluice::vault {
namespace {

constexpr std::size_t marker_length = 40;
constexpr std::size_t chunk_bytes = std::size_t{1} << 20;
constexpr char mask = 0x5a;

// The marker never stands in the program or in this test's own variables: it is kept masked and
// made letter by letter where a secret is to be.
char masked_letter(std::size_t at) {
  return static_cast<char>(('A' + static_cast<char>((at * 7 + 3) % 26)) ^ mask);
}

std::string make_marker() {
  std::string marker;
  marker.reserve(marker_length + 1);
  for (std::size_t at = 0; at < marker_length; ++at)
    marker.push_back(static_cast<char>(masked_letter(at) ^ mask));
  return marker;
}

int count_in(std::span<const char> bytes) {
  int found = 0;
  for (std::size_t start = 0; start + marker_length <= bytes.size(); ++start) {
    std::size_t at = 0;
    while (at < marker_length && (bytes[start + at] ^ mask) == masked_letter(at))
      ++at;
    found += at == marker_length ? 1 : 0;
  }
  return found;
}

// Readable pages of this process: [start, end).
struct Pages {
  std::uintptr_t start = 0;
  std::uintptr_t end = 0;
};

std::vector<Pages> readable_pages() {
  std::vector<Pages> readable;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::istringstream fields(line);
    Pages pages;
    char dash = 0;
    std::string permissions;
    fields >> std::hex >> pages.start >> dash >> pages.end >> permissions;
    if (permissions.starts_with('r')) readable.push_back(pages);
  }
  return readable;
}

// Reads the pages through `buffer`, leaving out the buffer's own.
int markers_in(Pages pages, int memory, std::span<char> buffer) {
  const auto own = reinterpret_cast<std::uintptr_t>(buffer.data());
  int found = 0;
  while (pages.start < pages.end) {
    // They may have been joined with a neighbour: stop before them, go on behind them.
    if (pages.start >= own && pages.start < own + buffer.size()) {
      pages.start = own + buffer.size();
      continue;
    }
    const std::uintptr_t limit = pages.start < own ? std::min(pages.end, own) : pages.end;
    const std::size_t wanted = std::min<std::size_t>(buffer.size(), limit - pages.start);
    const ssize_t got = pread(memory, buffer.data(), wanted, static_cast<off_t>(pages.start));
    if (got <= 0) break;  // Guard pages and the kernel's own.
    found += count_in(buffer.first(static_cast<std::size_t>(got)));
    const auto step = static_cast<std::size_t>(got);
    // Overlapping, so that a marker on the border of two chunks is seen.
    const bool goes_on = step > marker_length && pages.start + step < limit;
    pages.start += goes_on ? step - marker_length + 1 : step;
  }
  return found;
}

// How often the marker lies in the readable memory of this process, without the scan's own buffer.
int markers_in_memory() {
  void* const mapped =
      mmap(nullptr, chunk_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return -1;
  const std::span<char> buffer(static_cast<char*>(mapped), chunk_bytes);
  const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  int found = 0;
  for (const Pages& pages : readable_pages())
    found += markers_in(pages, memory, buffer);
  close(memory);
  munmap(mapped, chunk_bytes);
  return found;
}

TokenSet marked_tokens() {
  return {Secret::take(make_marker()),
          Secret::take(make_marker()),
          std::nullopt,
          "read",
          {Json::object(), Secret::take(make_marker()), Secret::take(make_marker())}};
}

TEST(Residency, the_scan_sees_a_secret_that_is_alive) {
  {
    const Secret alive = Secret::take(make_marker());
    EXPECT_EQ(markers_in_memory(), 1);
  }
  EXPECT_EQ(markers_in_memory(), 0);
}

TEST(Residency, nothing_is_left_of_a_credential_after_its_use) {
  VaultFixture house;
  const auto store = house.database->organization(house.ada.access);
  const Connection begun = store.write([&](storage::Transaction& transaction) {
    return ConnectionRepository::find_or_add(
        transaction, {.vendor = "stripe", .name = "Stripe", .endpoint = "https://mcp.example"},
        house.random, house.clock.now());
  });
  ASSERT_TRUE(house.put(begun, marked_tokens()));
  const Connection connection = house.reread(begun);
  for (const CredentialField field :
       {CredentialField::access_token, CredentialField::refresh_token,
        CredentialField::client_secret, CredentialField::registration_token}) {
    const auto token = house.vault.open(connection, field, house.use(connection));
    ASSERT_TRUE(token);
    EXPECT_TRUE(token->use([](std::string_view text) { return count_in(text) == 1; }));
  }
  EXPECT_EQ(markers_in_memory(), 0);

  auto refreshed = house.vault.reseal(connection, marked_tokens());
  ASSERT_TRUE(refreshed);
  ASSERT_TRUE(store.write([&](storage::Transaction& transaction) {
    return house.vault.store(transaction, std::move(*refreshed));
  }));
  ASSERT_TRUE(keys::add_primary_key(house.key_file(), house.random));
  const crypto::KeyRing rotated = house.load_ring();
  EXPECT_EQ(house.vault_with(rotated).rewrap(house.ada.access), 4);
  EXPECT_EQ(markers_in_memory(), 0);
}

TEST(Residency, nothing_is_left_of_a_pending_authorization) {
  VaultFixture house;
  const PendingAuthorizations authorizations(*house.database, house.ring, *house.slots, house.clock,
                                             house.random);
  const keys::SlotId slot = *authorizations.make_slot();
  const std::string state = crypto::random_token(house.random);
  house.database->organization(house.ada.access).write([&](storage::Transaction& transaction) {
    authorizations.put(transaction, state, slot,
                       {ConnectionId{5},
                        "stripe",
                        house.ada.user.id,
                        1,
                        Secret::take(make_marker()),
                        {Json::object(), Secret::take(make_marker()), std::nullopt},
                        Json::object()});
  });
  EXPECT_EQ(markers_in_memory(), 0);
  EXPECT_TRUE(authorizations.take(house.ada.access, state, 1));
  EXPECT_EQ(markers_in_memory(), 0);
}

}  // namespace
}  // namespace sluice::vault

int main(int argc, char** argv) {
  if (!sluice::install_wiping_openssl()) {
    std::fputs("the wiping functions came too late\n", stderr);
    return 1;
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
