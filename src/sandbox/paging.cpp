// One page of the rows, and the members of the envelope that tell about it.

#include "sandbox/paging.h"

#include "base/base64.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::string_view token_prefix = "offset:";

// Opaque to a client, as cursors are: base64url hides that it is an offset.
std::string token_for(std::size_t offset) {
  return to_base64url(std::string(token_prefix) + std::to_string(offset));
}

std::optional<std::size_t> whole_number(const Value& value) {
  const auto number = number_of(value);
  if (!number || *number < 0 || *number > 1e9 || std::floor(*number) != *number)
    return std::nullopt;
  return static_cast<std::size_t>(*number);
}

std::optional<std::size_t> offset_of_token(const Value& token) {
  if (const auto number = whole_number(token)) return number;
  const auto decoded = from_base64url(as_text(token));
  if (!decoded || !decoded->starts_with(token_prefix)) return std::nullopt;
  return whole_number(Value(decoded->substr(token_prefix.size())));
}

// "$.data[-1].id": the cursor is this member of the page's last row.
std::string cursor_member(const Value& paging) {
  const std::string next = text_of(paging, "next");
  const std::size_t at = next.find("[-1].");
  return at == std::string::npos ? std::string() : next.substr(at + 5);
}

OrSentence<std::size_t> page_size(const ToolCall& call, const Value& paging) {
  const auto most = whole_number(member_of(paging, "max")).value_or(100);
  const Value asked = call.arguments.find(text_of(paging, "size_argument", "$none"));
  if (asked.is_null()) return whole_number(member_of(paging, "default")).value_or(most);
  const auto size = whole_number(asked);
  if (!size || *size == 0)
    return std::unexpected(text_of(paging, "size_argument") + " must be 1 or more");
  return std::min(*size, most);
}

OrSentence<std::size_t> offset_after_row(const Rows& rows, const std::string& member,
                                         const Value& cursor) {
  const ItemPath path(member);
  const auto found = std::ranges::find_if(
      rows, [&](const Value* row) { return same_value(path.first(*row), cursor); });
  if (found == rows.end()) return std::unexpected("no such cursor: " + as_text(cursor));
  return static_cast<std::size_t>(found - rows.begin()) + 1;
}

// Where the page starts; `rows` is null when the rows have no ids to point at.
OrSentence<std::size_t> page_offset(const ToolCall& call, const Value& paging, const Rows* rows,
                                    std::size_t size) {
  const std::string name = text_of(paging, "argument", "$none");
  const Value at = call.arguments.find(name);
  // An empty cursor is what a careless client sends for the first page; vendors take it.
  if (at.is_null() || as_text(at).empty()) return 0;
  const std::string style = text_of(paging, "style");
  if (style == "page" || style == "offset") {
    const auto number = whole_number(at);
    if (!number) return std::unexpected(name + " must be a whole number");
    const std::size_t first = whole_number(member_of(paging, "first")).value_or(1);
    return style == "offset" ? *number : (*number > first ? (*number - first) * size : 0);
  }
  // The cursor may be the id of the last row, so that rows that come meanwhile shift nothing.
  if (const std::string member = cursor_member(paging); !member.empty() && rows != nullptr)
    return offset_after_row(*rows, member, at);
  const auto offset = offset_of_token(at);
  if (!offset) return std::unexpected("invalid cursor " + as_text(at));
  return *offset;
}

OrSentence<Page> page_at(const ToolCall& call, const Rows* rows, std::size_t total) {
  const Value& paging = member_of(call.spec, "paging");
  if (!paging.is_object()) return Page{0, total, total, total, {}};
  const auto size = page_size(call, paging);
  if (!size) return std::unexpected(size.error());
  const auto offset = page_offset(call, paging, rows, *size);
  if (!offset) return std::unexpected(offset.error());
  Page page{std::min(*offset, total), 0, *size, total, {}};
  page.count = std::min(*size, total - page.offset);
  if (page.offset + page.count < total) page.next = token_for(page.offset + page.count);
  return page;
}

// The world files leave these members null, so that one engine fills every vendor's envelope.
enum class Computed { more, last, next, total, count, size, offset, page, pages, null };

// What a member of this name says in every vendor's envelope.
std::optional<Computed> computed_by_name(std::string_view name) {
  using Named = std::pair<std::string_view, Computed>;
  static constexpr std::array<Named, 38> names{Named{"has_more", Computed::more},
                                               Named{"hasMore", Computed::more},
                                               Named{"hasNextPage", Computed::more},
                                               Named{"has_next_page", Computed::more},
                                               Named{"hasNext", Computed::more},
                                               Named{"isLast", Computed::last},
                                               Named{"cursor", Computed::next},
                                               Named{"nextCursor", Computed::next},
                                               Named{"next_cursor", Computed::next},
                                               Named{"endCursor", Computed::next},
                                               Named{"nextPageToken", Computed::next},
                                               Named{"next_page", Computed::next},
                                               Named{"next_page_cursor", Computed::next},
                                               Named{"page_cursor", Computed::next},
                                               Named{"next_marker", Computed::next},
                                               Named{"continuation", Computed::next},
                                               Named{"next", Computed::next},
                                               Named{"after", Computed::next},
                                               Named{"total", Computed::total},
                                               Named{"total_count", Computed::total},
                                               Named{"totalCount", Computed::total},
                                               Named{"total_items", Computed::total},
                                               Named{"totalItems", Computed::total},
                                               Named{"totalRecordCount", Computed::total},
                                               Named{"totalItemCount", Computed::total},
                                               Named{"rowCount", Computed::total},
                                               Named{"count", Computed::count},
                                               Named{"itemCount", Computed::count},
                                               Named{"total_in_page", Computed::count},
                                               Named{"limit", Computed::size},
                                               Named{"maxResults", Computed::size},
                                               Named{"offset", Computed::offset},
                                               Named{"startAt", Computed::offset},
                                               Named{"page", Computed::page},
                                               Named{"current_page", Computed::page},
                                               Named{"total_pages", Computed::pages},
                                               Named{"last_page", Computed::pages},
                                               Named{"error", Computed::null}};
  const auto* const found = std::ranges::find(names, name, &Named::first);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

Value next_or_null(const Page& page) {
  return page.next.empty() ? Value() : Value(page.next);
}

std::size_t pages_in(const Page& page) {
  return page.size == 0 ? 1 : std::max<std::size_t>(1, (page.total + page.size - 1) / page.size);
}

Value computed(Computed what, const Page& page, bool total_elsewhere) {
  switch (what) {
    case Computed::more: return !page.next.empty();
    case Computed::last: return page.next.empty();
    case Computed::next: return next_or_null(page);
    case Computed::total: return page.total;
    case Computed::count: return total_elsewhere ? page.count : page.total;
    case Computed::size: return page.size;
    case Computed::offset: return page.offset;
    case Computed::page: return page.size == 0 ? 1 : page.offset / page.size + 1;
    case Computed::pages: return pages_in(page);
    case Computed::null: return Value();
  }
  return Value();
}

// "count" beside a total or a has-more flag counts the page; alone it is the total.
bool says_total_otherwise(const Value& envelope) {
  return std::ranges::any_of(envelope.items(), [](const auto& entry) {
    const auto what = computed_by_name(entry.key());
    return what == Computed::total || what == Computed::more || entry.key() == "next" ||
           entry.key() == "itemCount";
  });
}

// Depth is that of the world file. NOLINTNEXTLINE(misc-no-recursion)
void fill(const ToolCall& call, Value& envelope, const Page& page) {
  const bool total_elsewhere = says_total_otherwise(envelope);
  for (auto& [name, value] : envelope.items()) {
    if (value.is_object()) fill(call, value, page);
    if (!value.is_null()) continue;
    if (const auto what = computed_by_name(name)) {
      value = computed(*what, page, total_elsewhere || name != "count");
    } else {
      value = call.arguments.find(name);  // start_date and the like: what was asked.
    }
  }
  envelope.erase("_note");
}

}  // namespace

OrSentence<Page> page_of(const ToolCall& call, const Rows& rows) {
  return page_at(call, &rows, rows.size());
}

OrSentence<Page> page_of_count(const ToolCall& call, std::size_t total) {
  return page_at(call, nullptr, total);
}

Value in_envelope(const ToolCall& call, Value rows, const Page& page) {
  Value answer = member_of(call.spec, "envelope");
  if (!answer.is_object()) answer = Value::object();
  fill(call, answer, page);
  const Value& paging = member_of(call.spec, "paging");
  if (const std::string total = text_of(paging, "total"); !total.empty())
    ItemPath(total).put(answer, page.total);
  // A cursor that is not a row's own member stands where the file says it is read.
  const std::string next = text_of(paging, "next");
  if (!next.empty() && cursor_member(paging).empty() && !page.next.empty())
    ItemPath(next).put(answer, page.next);
  const ItemPath place(text_of(call.spec, "rows_path", "$"));
  // One object that is the whole answer stands among the envelope's own members.
  if (place.is_root() && rows.is_object()) {
    answer.update(rows);
    return answer;
  }
  place.put(answer, std::move(rows));
  return answer;
}

}  // namespace sluice::sandbox
