#include "keys/key_slots.h"

#include "keys/owner_only_file.h"
#include "storage/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sluice::keys {
namespace {

using std::filesystem::perms;

struct KeySlotsTest : testing::Test {
  [[nodiscard]] std::filesystem::path file_of(SlotId slot) const {
    return place / (to_text(slot) + ".slot");
  }
  std::string bytes_of(SlotId slot) {
    std::string copy;
    if (const auto secret = slots->read(slot))
      secret->use([&](std::string_view text) { copy = text; });
    return copy;
  }
  storage::TemporaryFolder folder;
  SeededRandom random{3};
  const std::filesystem::path place = folder.path() / "slots";
  std::unique_ptr<KeySlots> slots = std::move(*open_key_slots("file:" + place.string(), random));
};

TEST_F(KeySlotsTest, makes_slots_that_differ_and_that_only_the_owner_reads) {
  const auto one = slots->make();
  const auto two = slots->make();
  ASSERT_TRUE(one && two);
  EXPECT_EQ(bytes_of(*one).size(), KeySlots::slot_bytes);
  EXPECT_NE(bytes_of(*one), bytes_of(*two));
  EXPECT_EQ(std::filesystem::status(file_of(*one)).permissions(),
            perms::owner_read | perms::owner_write);
  EXPECT_EQ(std::filesystem::status(place).permissions(), perms::owner_all);
}

TEST_F(KeySlotsTest, an_erased_slot_is_gone_and_erasing_it_again_is_no_error) {
  const auto slot = slots->make();
  ASSERT_TRUE(slot);
  EXPECT_TRUE(slots->erase(*slot));
  EXPECT_FALSE(slots->read(*slot));
  EXPECT_TRUE(slots->erase(*slot));
  EXPECT_TRUE(slots->erase(SlotId{12345}));
}

TEST_F(KeySlotsTest, a_slot_that_was_cut_lengthened_opened_or_exchanged_is_none) {
  const auto slot = slots->make();
  ASSERT_TRUE(slot);
  std::filesystem::permissions(file_of(*slot), perms::group_read,
                               std::filesystem::perm_options::add);
  EXPECT_FALSE(slots->read(*slot));
  std::filesystem::permissions(file_of(*slot), perms::owner_read | perms::owner_write);
  EXPECT_TRUE(slots->read(*slot));
  for (const std::uintmax_t size : {0U, 31U, 33U}) {
    std::filesystem::resize_file(file_of(*slot), size);
    EXPECT_FALSE(slots->read(*slot)) << size;
  }
  const auto other = slots->make();
  ASSERT_TRUE(other);
  std::filesystem::remove(file_of(*slot));
  std::filesystem::create_symlink(file_of(*other), file_of(*slot));
  EXPECT_FALSE(slots->read(*slot));
}

TEST_F(KeySlotsTest, what_cannot_be_overwritten_is_an_error_and_stays) {
  const SlotId slot{7};
  std::filesystem::create_directory(file_of(slot));
  const auto erased = slots->erase(slot);
  ASSERT_FALSE(erased);
  EXPECT_FALSE(erased.error().detail.empty());
  EXPECT_TRUE(std::filesystem::exists(file_of(slot)));
}

TEST_F(KeySlotsTest, another_kind_of_place_or_one_that_cannot_be_made_is_refused_with_a_sentence) {
  std::ofstream(folder.path() / "a-file") << "x";
  for (const std::string& source :
       {std::string("vault:secret/slots"), std::string(""), std::string("command:ls"),
        "file:" + (folder.path() / "a-file" / "slots").string()}) {
    const auto opened = open_key_slots(source, random);
    ASSERT_FALSE(opened) << source;
    EXPECT_TRUE(opened.error().detail.ends_with(".")) << opened.error().detail;
  }
}

TEST(OwnerOnlyFile, is_written_once_and_never_over_another_file_or_through_a_link) {
  const storage::TemporaryFolder folder;
  const auto file = folder.path() / "key";
  ASSERT_TRUE(write_new_file(file, Secret::take("first")));
  EXPECT_FALSE(write_new_file(file, Secret::take("second")));
  std::filesystem::create_symlink(folder.path() / "elsewhere", folder.path() / "link");
  EXPECT_FALSE(write_new_file(folder.path() / "link", Secret::take("through")));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "elsewhere"));
  auto opened = open_owner_only(file);
  ASSERT_TRUE(opened);
  const auto content = read_all(*opened, "key", 5);
  ASSERT_TRUE(content);
  EXPECT_TRUE(content->use([](std::string_view text) { return text == "first"; }));
}

TEST(OwnerOnlyFile, what_is_empty_or_too_long_is_not_read) {
  const storage::TemporaryFolder folder;
  const auto file = folder.path() / "key";
  ASSERT_TRUE(write_new_file(file, Secret::take("123456")));
  EXPECT_FALSE(read_all(*open_owner_only(file), "key", 5));
  EXPECT_TRUE(read_all(*open_owner_only(file), "key", 6));
  std::filesystem::resize_file(file, 0);
  EXPECT_FALSE(read_all(*open_owner_only(file), "key", 6));
  EXPECT_FALSE(open_owner_only(folder.path()));
  EXPECT_FALSE(open_owner_only("/dev/null"));
}

}  // namespace
}  // namespace sluice::keys
