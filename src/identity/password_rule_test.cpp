#include "identity/password_rule.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice::identity {
namespace {

bool refused(const std::string& password) {
  return is_guessable(Secret::take(std::string(password)), "grace.hopper@example.com",
                      "Brightwater");
}

TEST(PasswordRule, refuses_what_is_guessed_first) {
  for (const char* password :
       {"password1234", "Password1234", "P@ssw0rd2026!", "1234567890", "0987654321", "qwertyuiop",
        "QWERTYUIOP1!", "aaaaaaaaaaaa", "abababababab", "!!letmein!!!", "iloveyou2026",
        "brightwater", "Brightwater1", "grace.hopper", "grace.hopper1", "administrator",
        "welcome12345", "grace.hopper@example.com"})
    EXPECT_TRUE(refused(password)) << password;
}

TEST(PasswordRule, takes_a_few_words_or_a_random_text) {
  for (const char* password :
       {"correct horse battery staple", "a long enough password", "x7#Kq9!mPz2w",
        "brightwater in late autumn", "three blue whales", "my password is a long sentence"})
    EXPECT_FALSE(refused(password)) << password;
}

}  // namespace
}  // namespace sluice::identity
