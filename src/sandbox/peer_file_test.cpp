#include "sandbox/peer_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace sluice::sandbox {
namespace {

std::filesystem::path peers_file(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("sluice-peers-" + std::to_string(::getpid()) + ".json");
  std::ofstream(path) << text;
  return path;
}

std::string peers_error(const std::string& text, const std::string& address = "127.0.0.1") {
  const auto list = PeerFile::read(peers_file(text), address);
  return list ? "accepted" : list.error();
}

TEST(PeerFile, reads_peers_only_for_a_server_on_loopback) {
  const std::string good = R"({"https://mcp.example.com": "http://127.0.0.1:8931"})";
  const auto list = PeerFile::read(peers_file(good), "127.0.0.1");
  ASSERT_TRUE(list) << list.error();
  EXPECT_EQ(list->front().origin(), "https://mcp.example.com");
  EXPECT_EQ(list->front().loopback(), "http://127.0.0.1:8931");
  for (const char* address : {"0.0.0.0", "::", "192.168.1.4", "127.0.0.1.example.com", ""})
    EXPECT_NE(peers_error(good, address), "accepted") << address;
  for (const char* address : {"::1", "localhost", "127.8.8.8"})
    EXPECT_EQ(peers_error(good, address), "accepted") << address;
}

TEST(PeerFile, refuses_peers_that_are_not_plain_origins_on_loopback) {
  for (
      const char* text :
      {R"({"http://mcp.example.com": "http://127.0.0.1:1"})",
       R"({"https://a.example/x": "http://127.0.0.1:1"})",
       R"({"https://A.example": "http://127.0.0.1:1"})",
       R"({"https://a.example:443": "http://127.0.0.1:1"})",
       R"({"https://a.example": "http://10.0.0.1:1"})",
       R"({"https://a.example": "https://127.0.0.1:1"})",
       R"({"https://a.example": "http://127.0.0.1@evil.example"})", R"({"https://a.example": 7})",
       "[]", "nonsense",
       R"({"https://a.example": "http://127.0.0.1:1", "https://a.example": "http://127.0.0.1:2"})"})
    EXPECT_NE(peers_error(text), "accepted") << text;
}

}  // namespace
}  // namespace sluice::sandbox
