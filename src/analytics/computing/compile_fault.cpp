#include "analytics/computing/compile_fault.h"

namespace sluice::analytics {

std::string to_text(const CompileFault& fault) {
  using Kind = CompileFault::Kind;
  switch (fault.kind) {
    case Kind::unknown_time_zone: return "there is no time zone " + fault.subject;
    case Kind::no_measure: return "the plan has no measure";
    case Kind::not_additive: return "what the plan counts does not add up over its groups";
    case Kind::not_connected: return fault.subject + "." + fault.object + " is not connected";
    case Kind::parameter_empty:
      return "\"" + fault.subject + "\" of " + fault.object + " is not filled in";
    case Kind::no_search_words:
      return fault.object + " finds " + fault.subject + " by words only, and there are none";
    case Kind::unknown_field: return fault.subject + " has no field " + fault.object;
    case Kind::unknown_measure: return fault.subject + " has no measure " + fault.object;
    case Kind::unknown_tool: return fault.subject + " names a tool that is not there";
    case Kind::unknown_parent: return fault.subject + " asks for each of " + fault.object;
    case Kind::unreadable_expression:
      return "the expression \"" + fault.subject + "\" cannot be read";
    case Kind::circular_fields: return "computed fields go around in a circle";
    case Kind::not_joinable: return fault.subject + " cannot be joined to " + fault.object;
    case Kind::measure_without_key: return "the measure " + fault.subject + " has no key";
    case Kind::formula_not_computable:
      return "the formula of " + fault.subject + " cannot be computed";
    case Kind::formula_over_rows:
      return "a formula uses " + fault.subject + ", which only rows can";
    case Kind::formula_without_rows: return "a formula has no rows";
    case Kind::share_without_measure: return "a share needs a measure";
    case Kind::not_a_number: return fault.subject + " is no number";
    case Kind::form_incomplete: return "the plan's form has no place for its " + fault.subject;
    case Kind::list_without_entry: return "a list needs columns of a connected entry";
  }
  return {};
}

}  // namespace sluice::analytics
