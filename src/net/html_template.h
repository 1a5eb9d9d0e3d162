#pragma once
#include "base/json.h"

#include <string>
#include <string_view>

namespace sluice::net {

// A page from a Mustache template (mustache(5)) and the members of an object. {{name}} is escaped
// for HTML text and quoted attributes; {{{name}}} alone is not, and is for markup that a reader of
// ours made. {{> name}} takes the member as a template.
//
// An empty text, null and false are absent, so that {{#name}}...{{/name}} asks for them; numbers
// are written as JSON has them. Throws std::logic_error where the template is malformed: templates
// are files of ours, and no text from outside ever is one.
[[nodiscard]] std::string render_html(std::string_view html_template, const Json& members);

}  // namespace sluice::net
