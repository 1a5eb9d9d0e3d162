#include "server/host_check.h"

#include <gtest/gtest.h>

namespace sluice::server {
namespace {

TEST(HostCheck, answers_to_the_public_name_and_to_names_of_this_machine) {
  const HostCheck check("https://Sluice.example.com:8443");
  for (const char* host : {"sluice.example.com", "sluice.example.com:8443", "SLUICE.EXAMPLE.COM",
                           "sluice.example.com.", "localhost", "localhost:8080", "app.localhost:1",
                           "127.0.0.1:8080", "127.1.2.3", "[::1]:80", "[::1]"})
    EXPECT_TRUE(check.admits(host)) << host;
  for (const char* host :
       {"", "evil.example", "evil.example:8080", "sluice.example.com.evil.example",
        "xsluice.example.com", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1",
        "[2001:db8::1]", "[", "[]", ":80", "localhost@evil.example"})
    EXPECT_FALSE(check.admits(host)) << host;
}

}  // namespace
}  // namespace sluice::server
