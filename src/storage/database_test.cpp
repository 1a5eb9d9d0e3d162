#include "storage/database.h"
#include <gtest/gtest.h>
TEST(Database, opens){
 auto d = sluice::storage::Database::open(std::filesystem::temp_directory_path()/"h-vault-x");
 ASSERT_TRUE(d) << d.error().detail;
}
