#include "base/text.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

using Parts = std::vector<std::string_view>;

TEST(Text, only_the_ascii_letters_have_cases) {
  EXPECT_EQ(lower("ABC xyz 019 _-[`"), "abc xyz 019 _-[`");
  EXPECT_EQ(upper("ABC xyz 019 {@"), "ABC XYZ 019 {@");
  EXPECT_EQ(lower("\xc3\x84"), "\xc3\x84") << "a capital of another script was taken for one";
  for (int byte = 0x80; byte < 0x100; ++byte) {
    const auto c = static_cast<char>(byte);
    EXPECT_EQ(lower(c), c);
    EXPECT_EQ(upper(c), c);
    EXPECT_FALSE(is_letter_or_digit(c) || is_space(c) || is_hex_digit(c)) << byte;
  }
}

TEST(Text, each_kind_of_character_ends_where_the_table_says) {
  EXPECT_TRUE(is_digit('0') && is_digit('9') && !is_digit('/') && !is_digit(':'));
  EXPECT_TRUE(is_lower('a') && is_lower('z') && !is_lower('`') && !is_lower('{'));
  EXPECT_TRUE(is_upper('A') && is_upper('Z') && !is_upper('@') && !is_upper('['));
  EXPECT_TRUE(is_space(' ') && is_space('\t') && is_space('\r') && is_space('\v'));
  EXPECT_FALSE(is_space('\0') || is_space('\b') || is_space('\x0e') || is_space('_'));
}

TEST(Text, a_hexadecimal_digit_has_its_value_in_both_cases) {
  EXPECT_EQ(hex_value('0'), 0);
  EXPECT_EQ(hex_value('9'), 9);
  EXPECT_EQ(hex_value('a'), 10);
  EXPECT_EQ(hex_value('F'), 15);
  EXPECT_EQ(hex_value('g'), -1);
  EXPECT_EQ(hex_value('G'), -1);
}

TEST(Text, the_first_letter_changes_alone) {
  EXPECT_EQ(upper_first("won aMOUNT"), "Won aMOUNT");
  EXPECT_EQ(lower_first("MRR"), "mRR");
  EXPECT_EQ(upper_first(""), "");
  EXPECT_EQ(lower_first("9 Lives"), "9 Lives");
}

TEST(Text, names_are_the_equal_ignoring_case_when_nothing_else_differs) {
  EXPECT_TRUE(equal_ignoring_case("Content-Type", "content-TYPE"));
  EXPECT_FALSE(equal_ignoring_case("Content-Type", "Content-Typ"));
  EXPECT_FALSE(equal_ignoring_case("\xc3\x84", "\xc3\xa4"));
  EXPECT_TRUE(equal_ignoring_case("", ""));
}

TEST(Text, blanks_are_cut_at_the_ends_and_nowhere_else) {
  EXPECT_EQ(trimmed(" \t a  b\r\n"), "a  b");
  EXPECT_EQ(trimmed("\v\f"), "");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed("\n a \n", line_blanks), "\n a \n") << "a line break is no OWS";
  EXPECT_EQ(trimmed("/a/b/", "/"), "a/b");
}

TEST(Text, splitting_keeps_empty_parts) {
  EXPECT_EQ(split("a,,b", ','), (Parts{"a", "", "b"}));
  EXPECT_EQ(split(",", ','), (Parts{"", ""}));
  EXPECT_EQ(split("", ','), (Parts{""}));
  EXPECT_EQ(split("whole", ','), (Parts{"whole"}));
}

TEST(Text, words_between_blanks_are_never_empty) {
  EXPECT_EQ(words_between("  read\twrite  \n"), (Parts{"read", "write"}));
  EXPECT_TRUE(words_between(" \t ").empty());
  EXPECT_EQ(words_between("a b\tc", " "), (Parts{"a", "b\tc"}));
}

TEST(Text, joining_puts_the_separator_between_and_not_around) {
  EXPECT_EQ(joined({"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(joined({"", ""}, "-"), "-");
  EXPECT_EQ(joined({"a"}, ", "), "a");
  EXPECT_EQ(joined({}, ", "), "");
}

TEST(Text, replacing_goes_left_to_right_and_does_not_look_at_what_it_put_in) {
  EXPECT_EQ(replaced("a_b_c", "_", " "), "a b c");
  EXPECT_EQ(replaced("aaa", "aa", "a"), "aa");
  EXPECT_EQ(replaced("x", "x", "xx"), "xx");
  EXPECT_EQ(replaced("same", "", "!"), "same");
  EXPECT_EQ(replaced("", "a", "b"), "");
}

}  // namespace
}  // namespace sluice
