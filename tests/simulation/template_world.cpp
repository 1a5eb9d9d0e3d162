#include "template_world.h"

#include "audit/open_trail.h"
#include "base/json.h"
#include "base/random.h"
#include "crypto/cheap_password.h"
#include "identity/accounts.h"
#include "identity/organization_directory.h"
#include "keys/key_source.h"
#include "storage/sql_connection.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

namespace sluice::simulation {
namespace {

constexpr std::size_t rows_kept = 2;
constexpr std::array<std::string_view, 4> reads_kept{"list_customers", "list_invoices",
                                                     "list_issues", "list_projects"};
constexpr std::size_t writes_kept = 2;

template <class T, class E>
T must(std::expected<T, E> result, const char* doing) {
  if (!result) throw std::runtime_error(doing);
  return std::move(*result);
}

std::string small_world(const std::string& text) {
  OrderedJson world = OrderedJson::parse(text);
  for (auto& [name, rows] : world["collections"].items())
    if (rows.is_array() && rows.size() > rows_kept)
      rows.erase(rows.begin() + rows_kept, rows.end());
  return world.dump();
}

// Some reads, and the first tools that must never be called.
std::string few_tools(const std::string& text) {
  OrderedJson file = OrderedJson::parse(text);
  OrderedJson kept = OrderedJson::array();
  std::size_t writes = 0;
  for (const auto& tool : file["tools"]) {
    const auto name = tool["definition"]["name"].get<std::string>();
    const bool read = std::ranges::find(reads_kept, name) != reads_kept.end();
    const bool write = tool["access"] != "read" && writes < writes_kept;
    if (write) ++writes;
    if (read || write) kept.push_back(tool);
  }
  file["tools"] = std::move(kept);
  return file.dump();
}

void add_people(const storage::Database& database, const audit::AuditTrail& trail,
                const Clock& clock, Random& random) {
  identity::SessionAuthenticator sessions(database, clock, random);
  identity::Accounts accounts(database, sessions, clock, random, trail);
  for (std::size_t person = 0; person < organization_count * people_per_organization; ++person) {
    identity::NewUser user{email_of(person), "Person " + std::to_string(person),
                           Secret::take(std::string(password))};
    const std::string name = organization_name(organization_of_person(person));
    if (person % people_per_organization == 0) {
      (void)must(accounts.sign_up(std::move(user), name, "127.0.0.1"), "sign up");
      continue;
    }
    identity::OrganizationDirectory directory(database, clock, random, trail);
    const auto organization = directory.find_by_slug(name);
    if (!organization) throw std::runtime_error("no organization " + name);
    (void)must(accounts.add_user(std::move(user), organization->id, identity::Role::administrator),
               "add a person");
  }
}

}  // namespace

std::string email_of(std::size_t person) {
  return "person" + std::to_string(person) + "@example.com";
}

std::string organization_name(std::size_t organization) {
  return "organization-" + std::to_string(organization);
}

SmallWorldFiles::SmallWorldFiles() {
  const sandbox::EmbeddedWorldFiles embedded;
  files_["vendors.json"] = embedded.read("vendors.json").value_or("");
  for (const std::string_view slug : vendor_slugs) {
    const std::string name = std::string(slug) + ".json";
    files_["tools/" + name] = few_tools(embedded.read("tools/" + name).value_or("{}"));
    files_["world/" + name] = small_world(embedded.read("world/" + name).value_or("{}"));
  }
}

std::optional<std::string> SmallWorldFiles::read(std::string_view name) const {
  const auto found = files_.find(name);
  return found == files_.end() ? std::nullopt : std::optional(found->second);
}

TemplateWorld::TemplateWorld() {
  SeededRandom random(1);
  const FixedClock clock(beginning);
  const auto key_file = folder_.path() / "master.key";
  if (!keys::make_key_file(key_file, random)) throw std::runtime_error("no key file");
  const std::string source = "file:" + key_file.string();
  {
    const auto database = must(storage::Database::open(folder_.path()), "open a database");
    const auto ring = must(keys::load_key_ring(source), "load a key");
    const auto trail =
        must(audit::open_trail({*database, ring, source, clock, random}, {}), "open a trail");
    add_people(*database, *trail, clock, random);
  }
  storage::SqlConnection control(folder_.path() / "control.db",
                                 storage::SqlConnection::Mode::read_write);
  // A sign-in of a simulation guards nothing, and a thousand seeds sign in ten thousand times.
  control.execute("UPDATE user_account SET password_hash = :hash",
                  {{"hash", crypto::cheap_hash(password)}});
  control.execute("DELETE FROM user_session", {});
}

}  // namespace sluice::simulation
