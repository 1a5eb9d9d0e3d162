#pragma once
#include <string>

namespace sluice::analytics {

// Why a plan could not be compiled. Closed, so that a run decides by the kind and never by a
// sentence.
struct CompileFault {
  enum class Kind {
    unknown_time_zone,      // subject: the zone's name
    no_measure,             // The plan counts nothing and is no list.
    not_additive,           // It adds groups or buckets up that do not make their sum.
    not_connected,          // subject: the vendor's slug; object: the entry
    parameter_empty,        // subject: the label of the connection's field; object: the vendor
    no_search_words,        // subject: what is only found by words; object: the vendor
    unknown_field,          // subject: the entry; object: the field
    unknown_measure,        // subject: the entry; object: the measure
    unknown_tool,           // subject: the entry that names it
    unknown_parent,         // subject: the entry; object: what it is asked for each of
    unreadable_expression,  // subject: the expression
    circular_fields,
    not_joinable,            // subject and object: the two entries
    measure_without_key,     // subject: the measure
    formula_not_computable,  // subject: the measure
    formula_over_rows,       // subject: what only rows can compute
    formula_without_rows,
    share_without_measure,
    list_without_entry,  // Its columns are of no connected entry.
    not_a_number,        // subject: the field that should go by bands
    form_incomplete,     // subject: the part of the plan that its form cannot have
  };
  Kind kind = Kind::no_measure;
  std::string subject;
  std::string object;
  friend bool operator==(const CompileFault&, const CompileFault&) = default;
};

// The fault as a clause without a full stop: for the log, and for `parameter_empty` also the
// beginning of a person's sentence.
[[nodiscard]] std::string to_text(const CompileFault& fault);

}  // namespace sluice::analytics
