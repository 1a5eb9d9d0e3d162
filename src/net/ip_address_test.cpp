#include "net/ip_address.h"

#include <gtest/gtest.h>

namespace sluice::net {
namespace {

bool is_public(std::string_view text) {
  const auto address = IpAddress::parse(text);
  EXPECT_TRUE(address) << text;
  return address && address->is_public();
}

TEST(IpAddress, parses_the_plain_spellings_only) {
  for (const char* text : {"1.2.3.4", "::1", "2606:4700::1111", "::ffff:1.2.3.4"})
    EXPECT_TRUE(IpAddress::parse(text)) << text;
  for (const char* text : {"", "1.2.3", "01.2.3.4", "0x1.2.3.4", "1.2.3.4 ", "fe80::1%eth0",
                           "[::1]", "1.2.3.256", "::1::", "localhost"})
    EXPECT_FALSE(IpAddress::parse(text)) << text;
  EXPECT_FALSE(IpAddress::parse(std::string_view("1.2.3.4\0x", 9)));
}

// The last address before and the first after each special range, and the ends of the range.
struct Border {
  const char* before;
  const char* first;
  const char* last;
  const char* after;
};

TEST(IpAddress, knows_both_ends_of_every_special_range_of_version_4) {
  constexpr const char* none = nullptr;
  for (const Border& border : {
           Border{none, "0.0.0.0", "0.255.255.255", "1.0.0.0"},
           Border{"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
           Border{"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
           Border{"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
           Border{"168.63.129.15", "168.63.129.16", "168.63.129.16", "168.63.129.17"},
           Border{"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
           Border{"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
           Border{"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
           Border{"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
           Border{"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
           Border{"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
           Border{"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
           Border{"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
           Border{"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
           Border{"223.255.255.255", "224.0.0.0", "255.255.255.255", none},
       }) {
    if (border.before != none) EXPECT_TRUE(is_public(border.before)) << border.before;
    EXPECT_FALSE(is_public(border.first)) << border.first;
    EXPECT_FALSE(is_public(border.last)) << border.last;
    if (border.after != none) EXPECT_TRUE(is_public(border.after)) << border.after;
  }
}

TEST(IpAddress, refuses_every_way_to_carry_a_version_4_address) {
  for (const char* text :
       {"::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::a9fe:a9fe", "2002:7f00:1::", "2001::5ef5:79fd",
        "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:7f00:1"})
    EXPECT_FALSE(is_public(text)) << text;
}

TEST(IpAddress, judges_nat64_by_the_address_it_carries) {
  for (const char* text : {"64:ff9b::8.8.8.8", "64:ff9b::101:101", "64:ff9b::17.0.0.1"})
    EXPECT_TRUE(is_public(text)) << text;
  for (const char* text :
       {"64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe",
        "64:ff9b::", "64:ff9b::192.168.1.1", "64:ff9b::168.63.129.16", "64:ff9b::224.0.0.1",
        "64:ff9b:0:1::8.8.8.8", "64:ff9b:1::8.8.8.8", "64:ff9b::1:8.8.8.8"})
    EXPECT_FALSE(is_public(text)) << text;
}

TEST(IpAddress, takes_global_unicast_of_version_6_and_nothing_else) {
  for (const char* text : {"2606:4700:4700::1111", "2a00:1450:4001:800::200e", "2003::1",
                           "2600::", "2001:200::1", "2001:db7:ffff::1", "3fff:1000::1"})
    EXPECT_TRUE(is_public(text)) << text;
  for (const char* text :
       {"::",         "::1",        "100::1",          "100:0:0:1::1", "fc00::1",   "fd00:ec2::254",
        "fe80::1",    "fec0::1",    "ff02::1",         "2001:db8::1",  "2001:2::1", "2001:10::1",
        "2001:20::1", "2001:30::1", "2620:4f:8000::1", "3fff::1",      "3ffe::1",   "5f00::1",
        "4000::1",    "1fff::1",    "e000::1"})
    EXPECT_FALSE(is_public(text)) << text;
}

TEST(LoopbackHost, means_this_machine_and_nothing_that_looks_like_it) {
  for (const char* host : {"localhost", "a.localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]"})
    EXPECT_TRUE(is_loopback_host(host)) << host;
  for (const char* host : {"", "localhost.example.com", "127.0.0.1.example.com", "127.1", "0.0.0.0",
                           "127.0.0.256", "128.0.0.1", "::", "notlocalhost"})
    EXPECT_FALSE(is_loopback_host(host)) << host;
}

}  // namespace
}  // namespace sluice::net
