#pragma once
#include <string>
#include <vector>

namespace sluice::sandbox {

// What the person is asked. All of it is text: escaped here.
struct ConsentQuestion {
  std::string vendor;
  std::string company;
  std::string client;
  std::string redirect_host;
  std::vector<std::string> scopes;
  std::string action;   // Where the form is posted, on this server.
  std::string request;  // The pending request's id.
};

// The page a person answers with Allow or Deny: plain HTML, no script.
[[nodiscard]] std::string consent_page(const ConsentQuestion& question);
// A page that says why there is nothing to answer.
[[nodiscard]] std::string refusal_page(const std::string& vendor, const std::string& sentence);

}  // namespace sluice::sandbox
