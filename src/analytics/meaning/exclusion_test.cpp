#include "analytics/meaning/exclusion.h"

#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

class Exclusion : public testing::Test {
 protected:
  Exclusion() {
    entry_.fields.resize(3);
    entry_.fields[0].name = "stage";
    entry_.fields[0].type = "text";
    entry_.fields[1].name = "is_open";
    entry_.fields[1].type = "boolean";
    entry_.fields[1].expression = "stage not in ('won', 'lost') and closed is null";
    entry_.fields[2].name = "owner";
    entry_.fields[2].type = "text";
  }
  [[nodiscard]] bool stage(const char* filter, const char* value) const {
    return excludes(entry_, filter, entry_.fields[0], value);
  }
  [[nodiscard]] bool open(const char* filter) const {
    return excludes(entry_, filter, entry_.fields[1], "true");
  }

  catalog::Entry entry_;
};

TEST_F(Exclusion, two_values_of_one_field_exclude_each_other) {
  EXPECT_TRUE(stage("stage = 'won'", "lost"));
  EXPECT_TRUE(stage("owner = 'Ada' and stage in ('won', 'lost')", "new"));
  EXPECT_TRUE(stage("stage != 'new'", "new"));
  EXPECT_TRUE(stage("stage not in ('new', 'old')", "new"));
}

TEST_F(Exclusion, what_may_be_the_same_row_is_left_alone) {
  EXPECT_FALSE(stage("stage = 'won'", "won"));
  EXPECT_FALSE(stage("stage in ('won', 'lost')", "lost"));
  EXPECT_FALSE(stage("owner = 'Ada'", "won"));
  EXPECT_FALSE(stage("", "won"));
  EXPECT_FALSE(stage("stage = 'won' or stage = 'lost'", "lost")) << "either is enough";
}

TEST_F(Exclusion, a_truth_says_what_the_fields_it_is_made_of_hold) {
  EXPECT_TRUE(open("stage = 'won'"));
  EXPECT_TRUE(open("closed is not null"));
  EXPECT_FALSE(open("stage = 'new'"));
  EXPECT_FALSE(excludes(entry_, "stage = 'won'", entry_.fields[1], "false"));
}

TEST_F(Exclusion, a_field_of_other_rows_says_nothing_of_these) {
  catalog::Field other = entry_.fields[0];
  EXPECT_FALSE(excludes(entry_, "stage = 'won'", other, "lost"));
}

}  // namespace
}  // namespace sluice::analytics
