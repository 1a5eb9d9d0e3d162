#include "base/test_laws.h"
#include "base/text.h"
#include "net/http_text.h"
#include "net/url.h"

namespace sluice::net {
namespace {

using sluice::testing::expect_law;

// Of any bytes; half of them made up of what means something in a URL.
[[nodiscard]] std::string any_text() {
  const auto tricky = rc::gen::container<std::string>(
      rc::gen::element('a', 'Z', '9', '%', '/', '?', '#', '@', ':', '.', '&', '=', '+', ' '));
  return *rc::gen::oneOf(rc::gen::arbitrary<std::string>(), tricky);
}

TEST(FormLaw, a_form_is_read_as_it_was_written) {
  expect_law([] {
    Parameters fields;
    const int count = *rc::gen::inRange(0, 6);
    for (int i = 0; i < count; ++i)
      fields.emplace_back(any_text(), any_text());
    const std::string form = encode_form(fields);
    RC_ASSERT(parse_form(form) == fields);
    RC_ASSERT(parse_strict_form(form) == fields);
    if (!fields.empty()) RC_ASSERT(form_parameter(form, fields[0].first) == fields[0].second);
  });
}

TEST(FormLaw, the_strict_reader_never_reads_anything_else_than_the_lenient_one) {
  expect_law([] {
    const std::string text = any_text();
    if (const auto strict = parse_strict_form(text)) RC_ASSERT(*strict == parse_form(text));
  });
}

TEST(FormLaw, what_was_escaped_holds_nothing_that_means_something) {
  expect_law([] {
    const std::string text = any_text();
    const std::string escaped = percent_encode(text);
    for (const char c : escaped)
      RC_ASSERT((is_letter_or_digit(c) || std::string_view("%-._~").contains(c)));
    const auto read = percent_decode(escaped);
    RC_ASSERT((!read || *read == text));
  });
}

TEST(UrlLaw, an_accepted_url_is_its_own_only_spelling) {
  expect_law([] {
    const auto url = parse_strict_url("https://a.example.com/" + any_text());
    if (!url) return;
    const auto again = parse_strict_url(url->text());
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->text() == url->text());
    RC_ASSERT(url->origin() == "https://a.example.com");
  });
}

TEST(UrlLaw, no_text_behind_the_slashes_makes_the_parts_disagree) {
  expect_law([] {
    const auto url = parse_strict_url("https://" + any_text());
    if (!url) return;
    RC_ASSERT(url->path().starts_with('/'));
    const auto query = url->query();
    RC_ASSERT(std::string(url->path()) + (query ? "?" + std::string(*query) : "") == url->target);
    RC_ASSERT(url->scheme + "://" + url->authority() + url->target == url->text());
  });
}

TEST(UrlLaw, a_reference_that_names_no_host_stays_on_its_origin) {
  expect_law([] {
    const auto base = parse_strict_url("https://a.example.com/b/c?d");
    RC_ASSERT(base.has_value());
    std::string reference = any_text();
    if (reference.starts_with("//")) return;
    const auto url = resolve_reference(*base, reference);
    if (url && !reference.contains(':')) RC_ASSERT(url->origin() == base->origin());
  });
}

}  // namespace
}  // namespace sluice::net
