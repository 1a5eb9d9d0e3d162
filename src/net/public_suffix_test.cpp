#include "net/public_suffix.h"

#include "net/host_name.h"

#include <gtest/gtest.h>

namespace sluice::net {
namespace {

TEST(PublicSuffix, a_registry_name_is_no_server_of_anybody) {
  for (const char* host : {"com", "co.uk", "kawasaki.jp", "anything.ck", "xn--p1ai"})
    EXPECT_TRUE(is_registry_name(host)) << host;
  for (const char* host : {"example.com", "example.co.uk", "city.kawasaki.jp", "www.ck",
                           "github.io", "mcp.github.io", "lan", "a.lan"})
    EXPECT_FALSE(is_registry_name(host)) << host;
}

TEST(PublicSuffix, a_last_label_that_a_network_made_up_is_not_known) {
  for (const char* label : {"com", "dev", "zip", "xn--p1ai"})
    EXPECT_TRUE(is_known_top_level(label)) << label;
  for (const char* label :
       {"lan", "corp", "home", "localdomain", "docker", "belkin", "internal", "test", "co.uk", ""})
    EXPECT_FALSE(is_known_top_level(label)) << label;
}

TEST(PublicSuffix, an_address_to_connect_to_is_below_a_registry_and_in_public) {
  const auto reason = [](std::string_view host) {
    const auto refused = special_host_name(host);
    return refused ? std::string(to_text(refused->reason)) : "public";
  };
  EXPECT_EQ(reason("co.uk"), "registry_name");
  EXPECT_EQ(reason("shop.co.uk"), "public");
  EXPECT_EQ(reason("nas.lan"), "special_name");
  EXPECT_EQ(reason("printer.fritz.box.homelab"), "special_name");
  EXPECT_EQ(reason("router.belkin"), "special_name");
}

}  // namespace
}  // namespace sluice::net
