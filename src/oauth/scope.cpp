#include "oauth/scope.h"

#include "base/text.h"
#include "oauth/contains.h"

#include <algorithm>
#include <array>

namespace sluice::oauth {
namespace {

// Wherever they stand in the name: "readwrite", "superadmin", "mailbox.manage".
constexpr std::array<std::string_view, 8> writing_parts{"write",  "admin",  "delete", "manage",
                                                        "create", "update", "modify", "full"};
// As a whole word of the name.
constexpr std::array<std::string_view, 11> writing_words{
    "rw", "wr", "root", "super", "sudo", "remove", "insert", "patch", "destroy", "edit", "editor"};
// Deeds that are also the names of things: "refund" acts, "refund:read" looks. And what stands for
// everything there is.
constexpr std::array<std::string_view, 24> deeds{
    "*",      "all",    "any",    "owner",   "post", "put",      "set",     "add",
    "send",   "refund", "charge", "pay",     "run",  "transfer", "execute", "exec",
    "invoke", "cancel", "import", "trigger", "sync", "publish",  "upload",  "approve"};
constexpr std::array<std::string_view, 8> reading_words{"read", "readonly", "ro",     "view",
                                                        "list", "get",      "viewer", "reader"};
// OpenID Connect, section 5.4, and what keeps a grant alive: no right over data.
constexpr std::array<std::string_view, 6> beside_the_data{"offline_access", "openid",  "profile",
                                                          "email",          "address", "phone"};

// "crm.Contacts:ReadWrite.All" -> crm contacts read write all; a star is a word of its own.
std::vector<std::string> words_of(std::string_view scope) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < scope.size(); ++i) {
    const char c = scope[i];
    const bool star = c == '*';
    const bool begins = is_upper(c) && i > 0 && is_letter(scope[i - 1]) && !is_upper(scope[i - 1]);
    if (!is_letter(c) || begins) words.emplace_back();
    if (is_letter(c) || star) words.back().push_back(lower(c));
    if (star) words.emplace_back();
  }
  std::erase(words, std::string());
  return words;
}

}  // namespace

std::vector<std::string> split_scope(std::string_view scope) {
  constexpr std::string_view separators = " ,\t\r\n";
  std::vector<std::string> result;
  for (const std::string_view one : words_between(scope, separators))
    if (!contains(result, one)) result.emplace_back(one);
  return result;
}

std::string join_scope(const std::vector<std::string>& scopes) {
  return joined(scopes, " ");
}

std::string unite_scopes(std::string_view first, std::string_view second) {
  return join_scope(split_scope(std::string(first) + " " + std::string(second)));
}

bool looks_like_writing(std::string_view scope) {
  const std::string small = lower(scope);
  const auto within = [&](std::string_view part) { return small.contains(part); };
  if (std::ranges::any_of(writing_parts, within)) return true;
  const std::vector<std::string> words = words_of(scope);
  const auto has_one_of = [&](const auto& known) {
    return std::ranges::any_of(words, [&](const auto& word) { return contains(known, word); });
  };
  if (has_one_of(writing_words)) return true;
  return has_one_of(deeds) && !has_one_of(reading_words);
}

bool is_only_writing(const std::vector<std::string>& scopes) {
  std::vector<std::string> over_data = scopes;
  std::erase_if(over_data, [](const auto& scope) { return contains(beside_the_data, scope); });
  return !over_data.empty() && std::ranges::all_of(over_data, looks_like_writing);
}

std::string choose_scope(const std::optional<TokenChallenge>& challenge,
                         const ProtectedResourceMetadata* resource,
                         const AuthorizationServerMetadata& server, WritingScopes writing) {
  std::vector<std::string> scopes;
  const bool challenged = challenge && challenge->scope && !challenge->scope->empty();
  if (challenged) {
    scopes = split_scope(*challenge->scope);
  } else if (resource != nullptr) {
    scopes = resource->scopes_supported;
  }
  std::erase_if(scopes, [](const std::string& scope) { return !is_scope_token(scope); });
  if (writing == WritingScopes::leave_out && !challenged) {
    std::erase_if(scopes, looks_like_writing);
  }
  const bool offline = contains(server.scopes_supported, offline_access);
  if (offline && !scopes.empty() && !contains(scopes, offline_access)) {
    scopes.emplace_back(offline_access);
  }
  return join_scope(scopes);
}

}  // namespace sluice::oauth
