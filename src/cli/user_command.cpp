#include "cli/user_command.h"

#include "app/open_audit.h"
#include "app/open_data.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "cli/key_file_option.h"
#include "identity/accounts.h"
#include "identity/operator_authenticator.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace sluice::cli {
namespace {

struct UserArguments {
  std::string data = app::default_data_directory;
  std::string email;
  std::string name;
  std::string organization;
  std::string role = "member";
  std::string key_file;
  bool json = false;
};

int add(const UserArguments& arguments) {
  const SystemClock clock;
  SystemRandom random;
  const auto database = app::open_database(arguments.data);
  if (!database) return report_failure("user add", database.error());
  const auto access =
      identity::OperatorAuthenticator(**database).authenticate(arguments.organization);
  if (!access)
    return report_failure("user add",
                          identity::user_text(identity::IdentityError::unknown_organization));
  const auto trail = app::open_audit(**database, arguments.data, arguments.key_file, clock);
  if (!trail) return report_failure("user add", trail.error());
  identity::SessionAuthenticator sessions(**database, clock, random);
  identity::Accounts accounts(**database, sessions, clock, random, **trail);
  identity::NewUser user{arguments.email, arguments.name.empty() ? arguments.email : arguments.name,
                         Secret::take(read_input_line())};
  const auto added =
      accounts.add_user(std::move(user), access->organization(),
                        identity::parse_role(arguments.role).value_or(identity::Role::viewer));
  if (!added) return report_failure("user add", identity::user_text(added.error()));
  return report(
      arguments.json,
      {{"id", to_text(*added)},
       {"email", arguments.email},
       {"organization", arguments.organization},
       {"role", arguments.role}},
      "Added " + arguments.email + " to " + arguments.organization + " as " + arguments.role + ".");
}

}  // namespace

void add_user_command(CLI::App& app, int& exit_code) {
  auto* const user = app.add_subcommand("user", "Users");
  user->require_subcommand(1);
  auto arguments = std::make_shared<UserArguments>();
  auto* const adding =
      user->add_subcommand("add", "Add a user; the password is the first line of standard input");
  adding->add_option("email,--email", arguments->email, "E-mail address")->required();
  adding->add_option("--organization", arguments->organization, "The organization's short name")
      ->required();
  adding->add_option("--name", arguments->name, "The name that others see");
  adding->add_option("--role", arguments->role, "The role")
      ->check(CLI::IsMember({"owner", "administrator", "analyst", "member", "viewer"}));
  adding->add_option("--data", arguments->data, "The data directory");
  add_key_file_option(*adding, arguments->key_file);
  adding->add_flag("--json", arguments->json, "One JSON object");
  adding->callback([arguments, &exit_code] { exit_code = add(*arguments); });
}

}  // namespace sluice::cli
