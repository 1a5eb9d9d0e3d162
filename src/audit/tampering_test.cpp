// What somebody can do to a trail who has the program's source and may write its files, but has not
// the master key: six kinds, each at every position of a trail of a thousand records.
#include "audit/chain.h"
#include "audit/signed_head.h"
#include "audit/trail_keys.h"
#include "crypto/hashing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace sluice::audit {
namespace {

constexpr std::int64_t positions = 1'000;

struct Linked {
  StoredRecord stored;
  std::string previous_hash;
};

// A trail in memory, as the rows hold it; the check is the one that goes along the rows.
class Tampering : public testing::Test {
 protected:
  void SetUp() override {
    ChainHead at = chain.start();
    for (std::int64_t number = 1; number <= positions; ++number) {
      Linked row{record(number), at.hash};
      at = chain.extend(at, row.stored);
      rows.push_back(row);
      heads.push_back(at);
    }
  }
  static StoredRecord record(std::int64_t number) {
    return {Trail::organization,
            number,
            Instant(std::chrono::seconds(number)),
            "user",
            7,
            {"tool.call", "connection", "5", "intent", "ada@example.com", "10.0.0.1",
             Json{{"tool", "list"}}},
            {}};
  }
  // Whether a look at these rows and this head finds something, from the first record on.
  [[nodiscard]] bool found(const std::vector<Linked>& tampered, const ChainHead& head) const {
    ChainCheck check(chain);
    for (const Linked& row : tampered)
      if (check.add(row.stored, row.previous_hash)) return true;
    return check.end(head) || !check.keyed();
  }
  // The same from a position on: before it everything is as it was written.
  [[nodiscard]] bool found_from(std::size_t position, const std::vector<Linked>& tail,
                                const ChainHead& head) const {
    ChainCheck check = prefixes[position];
    for (const Linked& row : tail)
      if (check.add(row.stored, row.previous_hash)) return true;
    return check.end(head).has_value();
  }
  // Hashes anew what comes after, as the source says, with what the thief has: no key.
  static void relink(std::vector<Linked>& tail, std::string previous, std::int64_t sequence) {
    for (Linked& row : tail) {
      row.stored.sequence = sequence++;
      row.previous_hash = previous;
      row.stored.hash = Chain::plain_hash(previous, line_of(row.stored));
      previous = row.stored.hash;
    }
  }
  [[nodiscard]] std::vector<Linked> tail_from(std::size_t position, std::size_t count = 3) const {
    const auto end = std::min(rows.size(), position + count);
    return {rows.begin() + static_cast<std::ptrdiff_t>(position),
            rows.begin() + static_cast<std::ptrdiff_t>(end)};
  }
  [[nodiscard]] std::string hash_before(std::size_t position) const {
    return position == 0 ? chain.start().hash : heads[position - 1].hash;
  }
  void remember_prefixes() {
    ChainCheck check(chain);
    prefixes.push_back(check);
    for (const Linked& row : rows) {
      ASSERT_FALSE(check.add(row.stored, row.previous_hash));
      prefixes.push_back(check);
    }
  }

  SeededRandom random{3};
  TrailKeys keys = TrailKeys::make(random);
  Chain chain{OrganizationId{9}, Trail::organization,
              keys.chain_key(OrganizationId{9}, Trail::organization)};
  std::vector<Linked> rows;
  std::vector<ChainHead> heads;  // After each record.
  std::vector<ChainCheck> prefixes;
};

// One field after the other.
void change_field(StoredRecord& stored, std::size_t which) {
  AuditRecord& changed = stored.record;
  switch (which) {
    case 0: changed.actor_name = "bob@example.com"; break;
    case 1: changed.address = "10.0.0.2"; break;
    case 2: changed.result = "refused"; break;
    case 3: changed.action = "tool.list"; break;
    case 4: changed.target_id = "6"; break;
    case 5: changed.detail["tool"] = "other"; break;
    case 6: stored.actor_id = 8; break;
    default: stored.recorded_at += std::chrono::milliseconds(1);
  }
}

TEST_F(Tampering, is_not_seen_where_there_is_none) {
  EXPECT_FALSE(found(rows, heads.back()));
}

TEST_F(Tampering, of_any_field_is_found_at_every_position_with_or_without_new_hashes) {
  remember_prefixes();
  for (std::size_t at = 0; at < rows.size(); ++at) {
    for (const bool rehashed : {false, true}) {
      auto tail = tail_from(at);
      change_field(tail.front().stored, at % 8);
      if (rehashed) relink(tail, hash_before(at), static_cast<std::int64_t>(at) + 1);
      EXPECT_TRUE(found_from(at, tail, heads.back())) << at;
    }
  }
}

TEST_F(Tampering, by_dropping_a_record_is_found_at_every_position) {
  remember_prefixes();
  for (std::size_t at = 0; at + 1 < rows.size(); ++at) {
    auto tail = tail_from(at);
    tail.erase(tail.begin());
    EXPECT_TRUE(found_from(at, tail, heads.back())) << at;
    relink(tail, hash_before(at), static_cast<std::int64_t>(at) + 1);
    EXPECT_TRUE(found_from(at, tail, heads.back())) << at;
  }
}

TEST_F(Tampering, by_inserting_a_record_is_found_at_every_position) {
  remember_prefixes();
  for (std::size_t at = 0; at < rows.size(); ++at) {
    auto tail = tail_from(at);
    tail.insert(tail.begin(), tail.front());
    relink(tail, hash_before(at), static_cast<std::int64_t>(at) + 1);
    EXPECT_TRUE(found_from(at, tail, heads.back())) << at;
  }
}

TEST_F(Tampering, by_exchanging_two_records_is_found_at_every_position) {
  remember_prefixes();
  for (std::size_t at = 0; at + 1 < rows.size(); ++at) {
    auto tail = tail_from(at);
    std::swap(tail[0].stored, tail[1].stored);
    std::swap(tail[0].stored.sequence, tail[1].stored.sequence);
    EXPECT_TRUE(found_from(at, tail, heads.back())) << at;
    relink(tail, hash_before(at), static_cast<std::int64_t>(at) + 1);
    EXPECT_TRUE(found_from(at, tail, heads.back())) << at;
  }
}

// The hash of the new last record stands in its row; its seal does not.
TEST_F(Tampering, by_cutting_the_tail_is_found_at_every_position) {
  remember_prefixes();
  for (std::size_t kept = 1; kept < rows.size(); ++kept) {
    ChainHead cut = heads[kept - 1];
    for (const std::string& seal : {heads.back().seal, std::string(), heads.front().hash}) {
      cut.seal = seal;
      EXPECT_TRUE(found_from(kept, {}, cut)) << kept;
    }
    EXPECT_TRUE(found_from(kept, {}, heads.back())) << kept;
  }
}

// Even with the seal that was the trail's at that time: only a head kept elsewhere tells them
// apart.
TEST_F(Tampering, by_an_old_copy_is_found_at_every_position_by_a_head_that_left_the_machine) {
  std::string whole;
  std::string digest = chain.digest_start();
  std::vector<std::size_t> ends;
  for (const Linked& row : rows) {
    const std::string line = line_of(row.stored);
    digest = next_digest(digest, line);
    whole += line + "\n";
    ends.push_back(whole.size());
  }
  SignedHead head{"9",
                  Instant(std::chrono::seconds(1)),
                  {{Trail::organization, {positions, digest}},
                   {Trail::control, {0, digest_start(Trail::control, "9")}}},
                  keys.public_key(),
                  ""};
  head.signature = keys.sign(head.text());
  const auto kept = SignedHead::parse(to_wire(head.to_json()));
  ASSERT_TRUE(kept) << kept.error();
  std::istringstream all(whole);
  EXPECT_TRUE(std::holds_alternative<ExportProof>(check_export(all, *kept)));
  for (std::size_t cut = 0; cut + 1 < rows.size(); ++cut) {
    std::istringstream lines(whole.substr(0, ends[cut]));
    EXPECT_TRUE(std::holds_alternative<AuditFault>(check_export(lines, *kept))) << cut;
  }
  for (std::size_t changed = 0; changed < rows.size(); changed += 10) {
    std::string other = whole;
    other[ends[changed] - 10] ^= 1;
    std::istringstream lines(other);
    EXPECT_TRUE(std::holds_alternative<AuditFault>(check_export(lines, *kept))) << changed;
  }
}

TEST_F(Tampering, of_a_head_is_found) {
  SignedHead head{"9",
                  Instant(),
                  {{Trail::organization, {1, "a"}}, {Trail::control, {0, "b"}}},
                  keys.public_key(),
                  ""};
  head.signature = keys.sign(head.text());
  Json json = head.to_json();
  EXPECT_TRUE(SignedHead::parse(to_wire(json)));
  json["trails"]["organization"]["records"] = 2;
  EXPECT_FALSE(SignedHead::parse(to_wire(json)));
  EXPECT_FALSE(SignedHead::parse("{}"));
  EXPECT_FALSE(SignedHead::parse(""));
}

}  // namespace
}  // namespace sluice::audit
