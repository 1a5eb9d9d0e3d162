#pragma once
#include "base/json.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::catalog {

// The semantic layer of one vendor: what its tool results mean. Reviewed data from catalog/*.yaml.
// Expressions are written in our own small language (docs/catalog-rows.md), never SQL; the
// compiler in analytics/ turns them into SQL.

// What happened to a row at one of its times; `none`: something that only this vendor knows.
enum class Moment { none, created, updated, closed, due, starts, ends };

// What a person does with a row; `none`: the field names nobody who acts.
enum class Act { none, assignee, author, owner, reviewer };

// How the numbers of a measure come about: what happened in a period, what holds at an instant, one
// number over another, or how long something took.
enum class MeasureKind { flow, state, ratio, duration };

// One value that a field can hold, and the words for it.
struct FieldValue {
  std::string value;                  // Exactly what the vendor's field holds: "closedwon".
  std::vector<std::string> synonyms;  // What people say: "won".
  std::string label{};  // What is shown instead: a code is nobody's word. May be empty.
};

// One column of an entry. Which of its members a type needs is checked by row_check.h.
struct Field {
  std::string name;
  std::string label;
  std::string path;        // Inside the row; empty when `expression` computes it.
                           // "$argument.repo": what the row's own call was asked with (for
                           // rows that do not repeat it). A list or an object reads as its JSON
                           // text. The other forms of a path: docs/catalog-rows.md.
  std::string expression;  // Over other fields of this entry and joined ones ("customers.country").
  std::string type;        // text | integer | decimal | money | boolean | timestamp | date
  std::string unit;  // epoch_s | epoch_ms | iso (timestamps); major | minor (money); else a unit
  std::string currency;  // Money: a path in the row, or "=usd" for a fixed one.
  std::string role;      // key | time | dimension | name | measure | hidden
  std::string meaning;   // Shared keys across vendors: company.domain, company.name, person.email,
                         // person.name, work.key, ...
  Moment moment = Moment::none;  // Of a time: its words stand in catalog/shared/concepts.yaml.
  Act act = Act::none;           // Of a person, likewise.
  std::vector<std::string> synonyms;
  std::vector<FieldValue> values;
  std::string grouped_by;  // Aggregate tools: the dotted argument path to set when grouped by it.
  Json grouped_value;      // ... and what to set there.
  bool list = false;       // The path has one "[]": all of its elements, for sum_of() and its like.
  // Its sum means something. Not so for a price, a score or a ratio: those have a mean, a lowest
  // and a highest.
  bool additive = true;
  bool ordered = false;  // `values` stand in their natural order (stages of a funnel).
  std::string description;
};

// A filter the vendor can do itself: smaller answers, never another meaning (it is applied again).
struct Pushdown {
  std::string field;
  std::string op;        // eq | gte | gt | lte | lt | in | contains
  std::string argument;  // Dotted path in the arguments; "query+" appends a term to a query text.
  std::string format;  // epoch_s | epoch_ms | iso | date | text, or a text with {} ("merged:>={}")
  // Of `contains`, which hands the words of a question on to a tool that searches text: whether the
  // tool has nothing to answer without any.
  bool required = false;
};

// How rows of this entry find those of another, of this vendor or by a shared meaning.
struct Join {
  std::string field;  // Of this entry.
  std::string
      to;  // "customers.id": entry.field of the same vendor; or a meaning: "company.domain".
};

// How a measure becomes a number: from rows of a period, from rows that hold at an instant, or from
// what changed between two instants.
enum class Aggregation {
  count,
  count_distinct,
  sum,
  average,
  median,
  min,
  max,   // Over rows whose time lies in the period.
  last,  // Of them, the latest one by that time; with a key, the sum of the latest of each.
  snapshot_count,
  snapshot_count_distinct,
  snapshot_sum,  // Over rows that hold at an instant.
  lost_count,
  gained_count,
  lost_sum,
  gained_sum,  // Keys that held at the start, not at the end ...
  formula,     // Over other measures of this vendor.
};

// Rows that a measure counts without being able to value them in full: the answer is partial then,
// and says so. `say` goes on "It does not count in full the ...".
struct Gap {
  std::string when;  // Which rows.
  std::string say;   // "subscriptions with metered or unpriced items"
};

// What people count. The members that an aggregation does not name are empty for it.
struct Measure {
  std::string name;
  std::string label;
  std::vector<std::string> synonyms;
  MeasureKind kind = MeasureKind::flow;
  Aggregation aggregation = Aggregation::count;
  std::string expression;  // What is summed; for formula: "100 * won_deals / closed_deals", with
                           // start(mrr) for a snapshot measure at the period's start.
  double quantile = 0.5;   // median: the place asked for, of 0 to 1; a row cannot set it.
  std::string filter;      // Rows that count; snapshots may say `instant`. With that of the
                           // entry's segment that the row names.
  std::string unknown_segment;  // Named by the row, and not of the entry: the check refuses it.
  std::string key;              // count_distinct, lost_*, gained_*: the field that identifies.
  std::string
      time;  // The entry's time field that the period restricts; empty: the entry's default.
  std::string unit;  // count, percent, ratio, days, hours, ... ; "reporting" = reporting currency.
  Json arguments;    // Merged into the entry's arguments (aggregate tools).
  bool additive = true;  // Buckets add up to the total.
  bool higher_is_better = true;
  std::string description;  // One sentence: what exactly is counted.
  // Grouped by these fields when the question names no dimension ("funnel" -> step).
  std::vector<std::string> default_dimensions;
  // "week": there is one value a week (weekly active users); a longer period is a series of them.
  std::string natural_grain;
  // The vendor keeps no history of it (followers, the open pipeline): what was in a past month is
  // not known, and a question for it is refused.
  bool known_only_now = false;
  // What it counts in older rows is not all that there was; 0: it is, as far as the tool reaches.
  std::int64_t reaches_back_hours = 0;
  // The measure of the entry that tells what it was at an earlier instant, where the rows' moments
  // say so (`past` in the row); empty: nobody knows.
  std::string at_instant;
  bool unnamed = false;  // Made of `past`: nobody says its name.
  std::vector<Gap> gaps;
};

// What one tool's result means: where its rows are and what each of them is.
struct Entry {
  std::string name;  // "subscriptions"; unique in its vendor.
  std::string label;
  std::vector<std::string> synonyms;  // What one row is called: "pull request", "PR".
  std::string tool;
  Json arguments;  // May hold "${from}", "${to}", "${from_date}", "${to_date}", "${grain}",
                   // "${connection.NAME}".
  // One call per row of another entry (a tool that must be told the repository): argument <- field.
  // An argument is a dotted path.
  // "connection.teams": one call per part of that connection parameter, split at commas.
  std::string each_argument;
  std::vector<Json> each_values{};  // One call for each of these fixed values instead.
  std::string each_from;            // "repositories.name"
  // Further arguments filled from the same row of that entry: {argument, field name}.
  std::vector<std::pair<std::string, std::string>> each_also;
  std::string rows;  // "$.data"
  std::vector<std::string> zip;
  std::vector<std::string> key;  // Fields that tell rows apart; a row that comes twice counts once.
  std::vector<Field> fields;
  // The first is what is meant when a question names only the entry, or only values of its fields.
  std::vector<Measure> measures;
  std::vector<Pushdown> pushdowns;
  std::vector<Join> joins;
  std::string default_time;  // The time field meant when a question only says "last month".
  std::string name_field;    // What a person calls a row: shown in lists.
  // "subscriptions.paying_customers": what the noun alone counts, where rows are also kept of those
  // that are no longer meant; empty: the rows.
  std::string noun_measure;
  // "subscriptions.mrr": what makes a customer or the like large where nobody says by what.
  std::string size;
  std::vector<std::string> list_fields;  // Columns of "list the ...".
  std::string base_filter;               // Always applied: "not deleted".
  std::string history_from;  // ISO date when an organization's records begin, if that is known.
  std::vector<std::string> questions;
  std::map<std::string, std::string> segments{};  // Named conditions.
  // The tool shows so few groups that each bucket of a series is asked for by itself.
  bool asked_by_bucket = false;
  bool of_organization = false;  // From a glossary, not from the vendor's row.
  bool verified = true;          // False: not confirmed with the vendor, as of `reviewed`.
  std::string reviewed{};        // ISO date; empty: that of the row.
  bool hidden = false;           // Only there for joins and `each_from`; nobody asks about it.
};

}  // namespace sluice::catalog
