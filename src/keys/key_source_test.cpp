#include "keys/key_source.h"

#include "keys/key_slots.h"
#include "storage/temporary_folder.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace sluice::keys {
namespace {

using storage::TemporaryFolder;

std::string source_of(const std::filesystem::path& file) {
  return "file:" + file.string();
}

std::string content_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

class KeySource : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(make_key_file(key_file, random)); }
  TemporaryFolder folder;
  SeededRandom random{2};
  std::filesystem::path key_file = folder.path() / "master.key";
};

TEST_F(KeySource, reads_the_file_that_init_makes_and_that_only_its_owner_can_read) {
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(key_file).permissions(),
            perms::owner_read | perms::owner_write);
  EXPECT_TRUE(load_key_ring(source_of(key_file)));
  EXPECT_FALSE(make_key_file(key_file, random));  // Never overwritten.
}

TEST_F(KeySource, refuses_a_file_that_others_can_read) {
  using std::filesystem::perms;
  for (const perms more : {perms::group_read, perms::others_read, perms::group_write,
                           perms::owner_exec, perms::others_exec}) {
    std::filesystem::permissions(key_file, perms::owner_read | perms::owner_write | more);
    const auto ring = load_key_ring(source_of(key_file));
    ASSERT_FALSE(ring);
    EXPECT_NE(ring.error().detail.find("chmod 600"), std::string::npos);
  }
  std::filesystem::permissions(key_file, perms::owner_read);
  EXPECT_TRUE(load_key_ring(source_of(key_file)));
}

TEST_F(KeySource, is_not_rotated_into_a_file_that_no_longer_opens) {
  for (int keys = 1; keys < 16; ++keys)
    ASSERT_TRUE(add_primary_key(key_file, random)) << keys;
  EXPECT_FALSE(add_primary_key(key_file, random));
  EXPECT_TRUE(load_key_ring(source_of(key_file)));
}

TEST_F(KeySource, refuses_links_folders_and_files_without_a_key) {
  std::filesystem::create_symlink(key_file, folder.path() / "link");
  EXPECT_FALSE(load_key_ring(source_of(folder.path() / "link")));
  EXPECT_FALSE(load_key_ring(source_of(folder.path())));
  EXPECT_FALSE(load_key_ring(source_of(folder.path() / "absent")));
  std::ofstream(key_file) << "not a key\n";
  const auto ring = load_key_ring(source_of(key_file));
  ASSERT_FALSE(ring);
  EXPECT_EQ(ring.error().detail.find("not a key"), std::string::npos);  // Never the content.
}

TEST_F(KeySource, takes_a_key_from_an_inherited_descriptor) {
  const int file = open(key_file.c_str(), O_RDONLY | O_CLOEXEC);
  const auto by_descriptor = load_key_ring("fd:" + std::to_string(file));
  ASSERT_TRUE(by_descriptor);
  EXPECT_EQ(by_descriptor->primary().name(), load_key_ring(source_of(key_file))->primary().name());
  EXPECT_EQ(fcntl(file, F_GETFD), -1);  // Closed.
}

TEST_F(KeySource, names_what_is_not_built_and_what_never_will_be) {
  for (const auto* source : {"command:pass show x", "vault:secret/x", "env:KEY", "", "fd:x"})
    EXPECT_FALSE(load_key_ring(source)) << source;
}

TEST_F(KeySource, a_rotated_file_keeps_the_old_key_as_retired) {
  const std::string old_name = load_key_ring(source_of(key_file))->primary().name();
  ASSERT_TRUE(add_primary_key(key_file, random));
  const auto ring = load_key_ring(source_of(key_file));
  ASSERT_TRUE(ring);
  ASSERT_EQ(ring->keys().size(), 2U);
  EXPECT_NE(ring->keys()[0].get().name(), old_name);
  EXPECT_EQ(ring->keys()[1].get().name(), old_name);
}

TEST_F(KeySource, a_wrong_master_key_is_recognised_at_start) {
  const auto database = storage::Database::open(folder.path() / "data");
  const auto right = load_key_ring(source_of(key_file));
  ASSERT_TRUE(check_key_ring(**database, *right, SystemClock()));
  ASSERT_TRUE(check_key_ring(**database, *right, SystemClock()));
  ASSERT_TRUE(make_key_file(folder.path() / "other.key", random));
  const auto wrong = load_key_ring(source_of(folder.path() / "other.key"));
  const auto refused = check_key_ring(**database, *wrong, SystemClock());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail.find("not the one this data was written with"),
            std::string::npos);
  ASSERT_TRUE(add_primary_key(key_file, random));
  EXPECT_TRUE(check_key_ring(**database, *load_key_ring(source_of(key_file)), SystemClock()));
}

TEST(KeySlots, a_slot_reads_back_until_it_is_erased) {
  const TemporaryFolder folder;
  SeededRandom random(4);
  const auto slots = open_key_slots("file:" + (folder.path() / "slots").string(), random);
  ASSERT_TRUE(slots);
  const auto slot = (*slots)->make();
  ASSERT_TRUE(slot);
  EXPECT_TRUE((*slots)->read(*slot));
  ASSERT_TRUE((*slots)->erase(*slot));
  EXPECT_FALSE((*slots)->read(*slot));
  EXPECT_TRUE((*slots)->erase(*slot));  // Again, after a crash in between: no error.
}

// The bytes themselves, seen through a second name of the same file.
TEST(KeySlots, erasing_overwrites_the_bytes_and_not_only_the_name) {
  const TemporaryFolder folder;
  SeededRandom random(4);
  const auto slots = open_key_slots("file:" + folder.path().string(), random);
  const auto slot = (*slots)->make();
  const auto second_name = folder.path() / "second";
  std::filesystem::create_hard_link(folder.path() / (to_text(*slot) + ".slot"), second_name);
  ASSERT_NE(content_of(second_name), std::string(KeySlots::slot_bytes, '\0'));
  ASSERT_TRUE((*slots)->erase(*slot));
  EXPECT_EQ(content_of(second_name), std::string(KeySlots::slot_bytes, '\0'));
}

}  // namespace
}  // namespace sluice::keys
