#include "sandbox/consent_page.h"

#include "base/json.h"
#include "net/html_template.h"

#include <string_view>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::string_view style = R"(
:root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--ink:#1b2430;--soft:#566273;--line:#dde2e8;--go:#1f5fd0;--go-ink:#fff;--tag:#fff3d6;--tag-ink:#6b4a00}
@media (prefers-color-scheme:dark){:root{--page:#12161c;--card:#1b212a;--ink:#e8edf4;--soft:#a3afbf;--line:#303946;--go:#7aa7ff;--go-ink:#0c1422;--tag:#3a2f12;--tag-ink:#ffd98a}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:440px;background:var(--card);border:1px solid var(--line);border-radius:16px;padding:28px 24px}
.mark{display:grid;place-items:center;width:52px;height:52px;border-radius:13px;background:var(--go);color:var(--go-ink);font-size:24px;font-weight:700}
.tag{display:inline-block;margin:16px 0 0;padding:2px 10px;border-radius:99px;background:var(--tag);color:var(--tag-ink);font-size:13px}
h1{font-size:22px;line-height:1.3;margin:12px 0 8px}
p{margin:0 0 12px;color:var(--soft)}
ul{list-style:none;margin:0 0 16px;padding:0;border:1px solid var(--line);border-radius:10px}
li{padding:9px 14px;overflow-wrap:anywhere}
li+li{border-top:1px solid var(--line)}
form{display:flex;gap:12px;margin-top:20px}
button{flex:1;min-height:44px;border-radius:10px;border:1px solid var(--line);background:transparent;color:var(--ink);font:inherit;font-weight:600;cursor:pointer}
button.go{background:var(--go);border-color:var(--go);color:var(--go-ink)}
button:focus-visible{outline:3px solid var(--go);outline-offset:2px}
)";

constexpr std::string_view layout = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{title}}</title>
<style>{{{style}}}</style>
</head>
<body>
<main>
<div class="mark" aria-hidden="true">{{initial}}</div>
<span class="tag">Sandbox: not the real {{vendor}}</span>
{{> content}}
</main>
</body>
</html>
)";

constexpr std::string_view question_content =
    R"(<h1>{{client}} asks to read your {{vendor}} data</h1>
<p>This page stands in for {{vendor}}. The data are those of the sample company {{company}}; nothing real is behind it.</p>
{{#asks}}
<p>It would be allowed:</p>
<ul>
{{#scopes}}
<li>{{.}}</li>
{{/scopes}}
</ul>
{{/asks}}
{{^asks}}
<p>No scopes were named: the usual access of this vendor.</p>
{{/asks}}
<p>Afterwards you return to {{redirect_host}}.</p>
<form method="post" action="{{action}}">
<input type="hidden" name="request" value="{{request}}">
<button name="decision" value="deny">Deny</button>
<button class="go" name="decision" value="allow">Allow</button>
</form>)";

constexpr std::string_view refusal_content =
    "<h1>This request cannot be answered</h1>\n<p>{{sentence}}</p>";

std::string page(std::string_view content, const std::string& vendor, Json members) {
  members["content"] = content;
  members["style"] = style;
  members["vendor"] = vendor;
  members["initial"] = vendor.substr(0, 1);
  return net::render_html(layout, members);
}

}  // namespace

std::string consent_page(const ConsentQuestion& question) {
  return page(question_content, question.vendor,
              {{"title", "Connect " + question.vendor},
               {"client", question.client},
               {"company", question.company},
               {"asks", !question.scopes.empty()},
               {"scopes", question.scopes},
               {"redirect_host", question.redirect_host},
               {"action", question.action},
               {"request", question.request}});
}

std::string refusal_page(const std::string& vendor, const std::string& sentence) {
  return page(refusal_content, vendor,
              {{"title", vendor + " cannot be connected"}, {"sentence", sentence}});
}

}  // namespace sluice::sandbox
