#include "app/doctor_checks.h"

#include "app/open_data.h"
#include "identity/operator_authenticator.h"
#include "keys/key_source.h"
#include "storage/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace sluice::app {
namespace {

namespace fs = std::filesystem;
using Level = Finding::Level;

class Doctor : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(keys::make_key_file(folder_.path() / "master.key", random_));
    fs::create_directory(data());
    fs::permissions(data(), fs::perms::owner_all);
    configuration.data_dir = data().string();
    configuration.keys_source = "file:" + (folder_.path() / "master.key").string();
  }
  [[nodiscard]] fs::path data() const { return folder_.path() / "data"; }
  [[nodiscard]] fs::path key() const { return folder_.path() / "master.key"; }
  // The worst that was found about one matter.
  [[nodiscard]] Finding of(const std::string& check) const {
    Finding worst{"", Level::ok, ""};
    for (const Finding& finding : examine(configuration, "")) {
      if (finding.check == check && finding.level >= worst.level) worst = finding;
    }
    return worst;
  }
  static bool says(const Finding& finding, std::string_view words) {
    return finding.words.find(words) != std::string::npos;
  }
  // A file of a slot, as an older version put it there.
  void put_slot(const fs::path& place) const {
    fs::create_directory(place);
    fs::permissions(place, fs::perms::owner_all);
    std::ofstream(place / "1.slot") << "x";
  }
  Configuration configuration;
  SystemRandom random_;

 private:
  storage::TemporaryFolder folder_;
};

TEST_F(Doctor, finds_nothing_in_a_set_up_as_the_manual_has_it) {
  for (const Finding& finding : examine(configuration, "")) {
    if (finding.check == "disk space" || finding.check == "limits") continue;  // The machine's.
    EXPECT_EQ(finding.level, Level::ok) << finding.check << ": " << finding.words;
  }
}

TEST_F(Doctor, names_the_slots_that_a_backup_of_the_data_would_hold) {
  put_slot(data() / "slots");
  const Finding inside = of("key slots");
  EXPECT_EQ(inside.level, Level::warning);
  EXPECT_TRUE(says(inside, "backup")) << inside.words;
  configuration.keys_slots = "file:" + (data() / "deeper" / "keys").string();
  EXPECT_EQ(of("key slots").level, Level::warning);
}

TEST_F(Doctor, names_a_key_that_others_can_read_or_that_is_not_there) {
  fs::permissions(key(), fs::perms::others_read, fs::perm_options::add);
  EXPECT_TRUE(says(of("master key"), "chmod 600"));
  EXPECT_EQ(of("master key").level, Level::wrong);
  fs::remove(key());
  EXPECT_EQ(of("master key").level, Level::wrong);
  configuration.keys_source = "";
  EXPECT_TRUE(says(of("configuration"), "keys init"));
}

TEST_F(Doctor, names_a_key_beside_the_data_that_it_opens) {
  fs::rename(key(), data() / "master.key");
  configuration.keys_source = "file:" + (data() / "master.key").string();
  EXPECT_EQ(of("master key").level, Level::warning);
}

TEST_F(Doctor, names_a_data_directory_that_others_can_enter) {
  fs::permissions(data(), fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
  EXPECT_EQ(of("data").level, Level::warning);
  EXPECT_TRUE(says(of("data"), "chmod 700"));
}

TEST_F(Doctor, names_a_directory_that_every_user_may_write_to) {
  fs::permissions(data().parent_path(), fs::perms::all);
  EXPECT_TRUE(says(of("data"), "every user"));
}

TEST_F(Doctor, names_an_address_whose_sign_ins_travel_in_clear) {
  configuration.public_url = "http://sluice.example.com";
  EXPECT_EQ(of("address").level, Level::warning);
  configuration.listen_address = "0.0.0.0";
  EXPECT_TRUE(says(of("configuration"), "https"));
}

TEST_F(Doctor, names_a_ring_that_does_not_open_the_data) {
  const SystemClock clock;
  {
    const auto database = storage::Database::open(data());
    ASSERT_TRUE(database);
    const auto ring = keys::load_key_ring(configuration.keys_source);
    ASSERT_TRUE(keys::check_key_ring(**database, *ring, clock));
  }
  EXPECT_EQ(of("master key").level, Level::ok);
  fs::remove(key());
  ASSERT_TRUE(keys::make_key_file(key(), random_));
  EXPECT_EQ(of("master key").level, Level::wrong);
}

TEST_F(Doctor, changes_nothing) {
  (void)examine(configuration, "");
  EXPECT_TRUE(fs::is_empty(data()));
  EXPECT_FALSE(fs::exists(data().string() + "-slots"));
}

TEST(SlotsSource, is_beside_the_data_but_where_an_older_version_put_it) {
  const storage::TemporaryFolder folder;
  const std::string data = (folder.path() / "data").string();
  EXPECT_EQ(slots_source(data, ""), "file:" + data + "-slots");
  EXPECT_EQ(slots_source(data + "/", ""), "file:" + data + "-slots");
  EXPECT_EQ(slots_source(data, "file:/elsewhere"), "file:/elsewhere");
  fs::create_directories(data + "/slots");
  EXPECT_EQ(slots_source(data, ""), "file:" + data + "/slots");
}

}  // namespace
}  // namespace sluice::app
