#include "sandbox/consent_page.h"

#include <string_view>

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

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string page(std::string_view title, std::string_view mark, std::string_view body) {
  std::string html =
      R"(<!doctype html><html lang="en"><head><meta charset="utf-8">)"
      R"(<meta name="viewport" content="width=device-width,initial-scale=1"><title>)";
  html += escaped(title);
  html += "</title><style>";
  html += style;
  html += R"(</style></head><body><main><div class="mark" aria-hidden="true">)";
  html += escaped(mark.substr(0, 1));
  html += R"(</div><span class="tag">Sandbox: not the real )";
  html += escaped(mark);
  html += "</span>";
  html += body;
  html += "</main></body></html>\n";
  return html;
}

}  // namespace

std::string consent_page(const ConsentQuestion& question) {
  std::string body = "<h1>" + escaped(question.client) + " asks to read your " +
                     escaped(question.vendor) + " data</h1><p>This page stands in for " +
                     escaped(question.vendor) + ". The data are those of the sample company " +
                     escaped(question.company) + "; nothing real is behind it.</p>";
  if (question.scopes.empty()) {
    body += "<p>No scopes were named: the usual access of this vendor.</p>";
  } else {
    body += "<p>It would be allowed:</p><ul>";
    for (const std::string& scope : question.scopes)
      body += "<li>" + escaped(scope) + "</li>";
    body += "</ul>";
  }
  body += "<p>Afterwards you return to " + escaped(question.redirect_host) + ".</p>";
  body += R"(<form method="post" action=")" + escaped(question.action) +
          R"("><input type="hidden" name="request" value=")" + escaped(question.request) +
          R"("><button name="decision" value="deny">Deny</button>)"
          R"(<button class="go" name="decision" value="allow">Allow</button></form>)";
  return page("Connect " + question.vendor, question.vendor, body);
}

std::string refusal_page(const std::string& vendor, const std::string& sentence) {
  return page(vendor + " cannot be connected", vendor,
              "<h1>This request cannot be answered</h1><p>" + escaped(sentence) + "</p>");
}

}  // namespace sluice::sandbox
