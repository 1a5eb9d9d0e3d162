#include "cli/keys_command.h"

#include "audit/audit_trail.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "cli/open_data.h"
#include "identity/operator_authenticator.h"
#include "identity/organizations.h"
#include "keys/key_source.h"
#include "vault/credential_vault.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace sluice::cli {
namespace {

struct KeysArguments {
  std::string data = default_data_directory;
  std::string key_file;
  bool json = false;

  [[nodiscard]] std::filesystem::path file() const {
    return key_file.empty() ? default_key_file(data) : std::filesystem::path(key_file);
  }
  [[nodiscard]] std::string source() const { return "file:" + file().string(); }
};

int init(const KeysArguments& arguments) {
  SystemRandom random;
  const std::filesystem::path file = arguments.file();
  std::error_code error;  // A folder that cannot be made shows when the file is.
  if (file.has_parent_path() && !std::filesystem::exists(file.parent_path(), error)) {
    std::filesystem::create_directories(file.parent_path(), error);
    std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, error);
  }
  if (const auto made = keys::make_key_file(file, random); !made)
    return report_failure("keys init", made.error().detail);
  return report(arguments.json, {{"key_file", file.string()}, {"keys_source", arguments.source()}},
                "Made the master key " + file.string() + " (0600). Set keys.source = \"" +
                    arguments.source() +
                    "\" and keep a copy apart from the data's backups: without it the stored "
                    "connections cannot be opened.");
}

int status(const KeysArguments& arguments) {
  const SystemClock clock;
  SystemRandom random;
  const auto ring = keys::load_key_ring(arguments.source());
  if (!ring) return report_failure("keys status", ring.error().detail);
  OrderedJson list = OrderedJson::array();
  std::string words;
  for (const crypto::MasterKey& key : ring->keys()) {
    const bool primary = &key == &ring->primary();
    list.push_back({{"name", key.name()}, {"role", primary ? "primary" : "retired"}});
    words += key.name() + (primary ? "  primary: seals and opens\n" : "  retired: opens only\n");
  }
  const auto data = open_data(arguments.data, arguments.source(), clock, random);
  const std::string fits =
      data ? "The ring opens the data in " + arguments.data + "." : data.error();
  report(arguments.json, {{"keys", list}, {"matches_data", data.has_value()}, {"detail", fits}},
         words + fits);
  return data ? exit_ok : exit_no;
}

// Every organization's rows under the new primary. The count, or a sentence.
std::expected<int, std::string> rewrap_all(const OpenData& data, const Clock& clock,
                                           Random& random) {
  const vault::CredentialVault vault({*data.database, data.ring, *data.slots, clock, random});
  const identity::OperatorAuthenticator shell(*data.database);
  const audit::AuditTrail trail(*data.database, clock);
  int changed = 0;
  for (const identity::Organization& organization :
       identity::OrganizationDirectory(*data.database, clock, random).list()) {
    const auto access = shell.authenticate(organization.slug);
    if (!access) continue;  // Removed in between.
    const auto rewrapped = vault.rewrap(*access);
    if (!rewrapped)
      return std::unexpected("A credential of " + organization.slug + " could not be opened (" +
                             std::string(vault::reason(rewrapped.error())) +
                             "). The others are done; the retired keys stay in the key file.");
    changed += *rewrapped;
    trail.record(*access, {.action = "keys.rotate",
                           .target_kind = "key",
                           .target_id = data.ring.primary().name(),
                           .detail = {{"credentials", *rewrapped}}});
  }
  return changed;
}

int rotate(const KeysArguments& arguments) {
  const SystemClock clock;
  SystemRandom random;
  // First with the old ring: a wrong key must not get a successor.
  if (const auto old = open_data(arguments.data, arguments.source(), clock, random); !old)
    return report_failure("keys rotate", old.error());
  if (const auto added = keys::add_primary_key(arguments.file(), random); !added)
    return report_failure("keys rotate", added.error().detail);
  const auto data = open_data(arguments.data, arguments.source(), clock, random);
  if (!data) return report_failure("keys rotate", data.error());
  const auto changed = rewrap_all(*data, clock, random);
  if (!changed) return report_failure("keys rotate", changed.error());
  return report(
      arguments.json, {{"primary", data->ring.primary().name()}, {"credentials", *changed}},
      "The primary key is now " + data->ring.primary().name() + "; " + std::to_string(*changed) +
          " credentials were sealed anew. Restart the server now if it runs: it still "
          "holds the old ring.");
}

}  // namespace

void add_keys_command(CLI::App& app, int& exit_code) {
  auto* const keys = app.add_subcommand("keys", "The master key ring");
  keys->require_subcommand(1);
  auto arguments = std::make_shared<KeysArguments>();
  const auto add = [&](const char* name, const char* description,
                       int (*run)(const KeysArguments&)) {
    auto* const command = keys->add_subcommand(name, description);
    command->add_option("--data", arguments->data, "The data directory");
    command->add_option("--key-file", arguments->key_file,
                        "The key file; default: master.key in the data directory");
    command->add_flag("--json", arguments->json, "One JSON object");
    command->callback([arguments, run, &exit_code] { exit_code = run(*arguments); });
  };
  add("init", "Make a new key file, readable by its owner only", init);
  add("status", "The keys of the ring, and whether they open the data", status);
  add("rotate", "Put a fresh key in front and seal every credential anew", rotate);
}

}  // namespace sluice::cli
