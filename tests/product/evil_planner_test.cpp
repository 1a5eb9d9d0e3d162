// 20,000 proposals of somebody who wants more than reads, on the way that every call takes, to all
// vendors connected: the vendors' own log says what arrived. Legal calls stand between them and do
// arrive, so that silence proves something. SLUICE_EVIL_SEED: other proposals than every time.
#include "evil_planner.h"
#include "world_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>

namespace sluice::app {
namespace {

using catalog::EvilProposal;
using Expected = catalog::EvilProposal::Expected;
using Kind = calls::CallError::Kind;

constexpr std::uint64_t usual_seed = 20'261'130;
constexpr std::size_t evil_count = 20'000;
// The vendors' log keeps 10,000 requests, so it is read more often.
constexpr std::size_t batch_size = 2'000;
constexpr std::size_t legal_each = 10;  // One legal call after so many others.

[[nodiscard]] std::uint64_t seed() {
  const char* given = std::getenv("SLUICE_EVIL_SEED");  // NOLINT(concurrency-mt-unsafe)
  return given == nullptr ? usual_seed : std::strtoull(given, nullptr, 10);
}

[[nodiscard]] Json read_file(const std::string& path) {
  std::ifstream file(std::string(SLUICE_SOURCE_DIR) + "/" + path);
  return Json::parse(file);
}

// The names that each stand-in lists.
[[nodiscard]] std::map<std::string, std::vector<std::string>> listed_names() {
  std::map<std::string, std::vector<std::string>> listed;
  for (const Json& vendor : read_file("sandbox/vendors.json")["vendors"]) {
    const auto slug = vendor["slug"].get<std::string>();
    for (const Json& tool : read_file("sandbox/tools/" + slug + ".json")["tools"])
      listed[slug].push_back(tool["definition"]["name"].get<std::string>());
  }
  return listed;
}

[[nodiscard]] std::string text_of(const EvilProposal& proposal) {
  std::string text = proposal.kind + ": " + proposal.vendor + " " + to_wire(proposal.tool) + " " +
                     to_wire(proposal.arguments);
  constexpr std::size_t shown = 500;
  return text.substr(0, shown);
}

class EvilPlannerTest : public WorldTest {
 protected:
  using Sent = std::vector<std::pair<std::string, std::string>>;  // Vendor, tool.

  // Whether the call was sent, as the product says.
  [[nodiscard]] bool propose(const EvilProposal& proposal) {
    const auto result =
        run(product().caller().call(ada(), ids_[proposal.vendor], proposal.tool, proposal.arguments,
                                    Deadline::in(std::chrono::seconds(20))));
    const bool refused = !result && result.error().kind == Kind::tool_not_allowed;
    const std::string detail = result ? "" : result.error().detail;
    switch (proposal.expected) {
      case Expected::refused: EXPECT_TRUE(refused) << text_of(proposal) << ": " << detail; break;
      case Expected::harmless: break;
      case Expected::sent: EXPECT_FALSE(refused) << text_of(proposal) << ": " << detail; break;
    }
    ++(refused ? refused_ : sent_)[proposal.kind.substr(0, proposal.kind.find(" at "))];
    return !refused;
  }

  // In the vendors' log: the calls that were sent and no other, each a read in the vendor's own
  // eyes and in the row's, none with anything in it that nobody reviewed.
  void expect_arrived(const Sent& sent) {
    const Json log = sandbox("GET", "/_sandbox/calls");
    EXPECT_EQ(member(member(log, "counts"), "write_calls"), 0);
    Sent arrived;
    for (const Json& received : member(log, "calls")) {
      EXPECT_EQ(to_wire(received).find(catalog::evil_mark), std::string::npos) << to_wire(received);
      if (text_member(received, "method") != "tools/call") continue;
      const std::string vendor = text_member(received, "vendor").value_or("");
      const std::string tool = text_member(received, "tool").value_or("");
      EXPECT_EQ(text_member(received, "access"), "read") << to_wire(received);
      const catalog::Tool* known = product().catalog().find(vendor)->find_tool(tool);
      EXPECT_TRUE(known != nullptr && known->callable()) << to_wire(received);
      arrived.emplace_back(vendor, tool);
    }
    EXPECT_EQ(arrived, sent);
  }

  void report() const {
    for (const auto& [kind, count] : sent_)
      std::cout << "sent     " << count << " " << kind << "\n";
    for (const auto& [kind, count] : refused_)
      std::cout << "refused  " << count << " " << kind << "\n";
  }

  std::map<std::string, ConnectionId> ids_;  // By vendor.
  std::map<std::string, int> sent_;
  std::map<std::string, int> refused_;
};

TEST_F(EvilPlannerTest, of_20000_evil_proposals_nothing_forbidden_arrives_and_legal_calls_do) {
  std::cout << "seed " << seed() << "\n";
  const auto listed = listed_names();
  for (const auto& [vendor, names] : listed)
    connect(vendor);
  for (const auto& row : run(product().connections().list(ada())))
    ids_[row.vendor] = row.id;
  catalog::EvilPlanner planner(product().catalog(), listed, seed());
  std::size_t legal = 0;
  for (std::size_t done = 0; done < evil_count && !HasFailure(); done += batch_size) {
    forget_requests();
    Sent sent;
    for (std::size_t i = 0; i < batch_size; ++i) {
      const EvilProposal evil = planner.evil();
      if (propose(evil)) sent.emplace_back(evil.vendor, evil.tool);
      if (i % legal_each != 0) continue;
      const EvilProposal fine = planner.legal();
      ++legal;
      if (propose(fine)) sent.emplace_back(fine.vendor, fine.tool);
    }
    expect_arrived(sent);
  }
  report();
  EXPECT_EQ(legal, evil_count / legal_each);
}

}  // namespace
}  // namespace sluice::app
