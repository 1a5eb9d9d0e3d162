#include "net/egress_policy.h"

#include "net/io_runtime.h"
#include "net/system_resolver.h"
#include "net/test_peers.h"

#include <gtest/gtest.h>

namespace sluice::net {
namespace {

using Admission = std::expected<PublicEndpoint, EgressRefusal>;
using testing::excepting;
using testing::vendor;

TableResolver public_names() {
  return TableResolver({{"*", {{"93.184.216.34"}}}});
}

Admission admit(EgressPolicy& policy, std::string url) {
  IoRuntime runtime(1);
  return runtime.run_to_completion(policy.admit(std::move(url)));
}
Admission admit_custom(EgressPolicy& policy, std::string url) {
  IoRuntime runtime(1);
  return runtime.run_to_completion(policy.admit_custom(std::move(url)));
}

TEST(EgressPolicy, pins_every_address_of_the_one_look_up) {
  TableResolver resolver(
      {{"mcp.example.com", {{"93.184.216.34", "93.184.216.35"}, {"127.0.0.1"}}}});
  EgressPolicy policy(resolver, {});
  const auto endpoint = admit(policy, "https://mcp.example.com/mcp");
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(endpoint->parts().addresses,
            (std::vector<std::string>{"93.184.216.34", "93.184.216.35"}));
  EXPECT_EQ(endpoint->origin(), "https://mcp.example.com");
  EXPECT_FALSE(endpoint->parts().excepted);
  EXPECT_EQ(admit(policy, "https://mcp.example.com/mcp").error().reason,
            EgressReason::not_public_address);
}

TEST(EgressPolicy, refuses_a_name_with_one_private_answer_among_public_ones) {
  TableResolver resolver({{"*", {{"93.184.216.34", "10.0.0.5"}}}});
  EgressPolicy policy(resolver, {});
  EXPECT_EQ(admit(policy, "https://mcp.example.com/").error().reason,
            EgressReason::not_public_address);
}

TEST(EgressPolicy, refuses_a_name_that_does_not_resolve) {
  TableResolver resolver({});
  EgressPolicy policy(resolver, {});
  EXPECT_EQ(admit(policy, "https://mcp.example.com/").error().reason, EgressReason::unresolvable);
}

TEST(EgressPolicy, lets_an_exception_through_for_the_catalog_and_never_for_custom_servers) {
  auto resolver = public_names();
  EgressPolicy policy(resolver, excepting("http://127.0.0.2:8931"));
  const auto endpoint = admit(policy, std::string(vendor) + "/mcp");
  ASSERT_TRUE(endpoint);
  EXPECT_TRUE(endpoint->parts().excepted);
  EXPECT_EQ(endpoint->parts().loopback, "http://127.0.0.2:8931");
  EXPECT_EQ(endpoint->origin(), vendor);
  EXPECT_EQ(admit_custom(policy, std::string(vendor) + "/mcp").error().reason,
            EgressReason::special_name);
}

TEST(EgressPolicy, takes_an_exception_for_the_exact_origin_only) {
  auto resolver = public_names();
  EgressPolicy policy(resolver, excepting("http://127.0.0.2:8931"));
  for (const char* url : {"https://mcp.vendor.test:8443/", "http://mcp.vendor.test/",
                          "https://x.mcp.vendor.test/", "https://vendor.test/"})
    EXPECT_FALSE(admit(policy, url)) << url;
}

TEST(EgressPolicy, refuses_loopback_in_a_custom_url_whatever_the_exceptions) {
  auto resolver = public_names();
  EgressPolicy policy(resolver, excepting("http://127.0.0.2:8931"));
  for (const char* url : {"http://127.0.0.2:8931/", "https://127.0.0.2:8931/", "https://[::1]/"})
    EXPECT_FALSE(admit_custom(policy, url)) << url;
}

TEST(EgressPolicy, keeps_the_checked_addresses_over_a_redirect) {
  TableResolver resolver({{"mcp.example.com", {{"93.184.216.34"}, {"127.0.0.1"}}}});
  EgressPolicy policy(resolver, {});
  const auto first = admit(policy, "https://mcp.example.com/a");
  ASSERT_TRUE(first);
  const auto second = policy.admit_redirect(*first, "/b");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->url(), "https://mcp.example.com/b");
  EXPECT_EQ(second->parts().addresses, first->parts().addresses);
  EXPECT_EQ(policy.admit_redirect(*first, "//other.example.com/").error().reason,
            EgressReason::redirect_to_other_origin);
  EXPECT_EQ(policy.admit_redirect(*first, "/a").error().reason, EgressReason::redirect_loop);
}

TEST(SystemResolver, reads_the_hosts_of_this_machine_without_the_search_list) {
  SystemResolver resolver;
  IoRuntime runtime(1);
  EXPECT_TRUE(runtime.run_to_completion(resolver.resolve("name.invalid")).empty());
}

}  // namespace
}  // namespace sluice::net
