#include "cli/organization_command.h"

#include "app/open_audit.h"
#include "app/open_data.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "cli/key_file_option.h"
#include "identity/operator_authenticator.h"
#include "identity/organization_directory.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace sluice::cli {
namespace {

struct OrganizationArguments {
  std::string data = app::default_data_directory;
  std::string name;
  std::string slug;
  std::string plan = "trial";
  std::string timezone = "UTC";
  std::string currency = "usd";
  std::string week_starts_on = "monday";
  std::string key_file;
  bool json = false;
};

OrderedJson to_json(const identity::Organization& organization) {
  return {{"id", to_text(organization.id)},    {"slug", organization.slug},
          {"name", organization.name},         {"plan", identity::to_text(organization.plan)},
          {"timezone", organization.timezone}, {"currency", organization.currency}};
}

int add(const OrganizationArguments& arguments) {
  const SystemClock clock;
  SystemRandom random;
  const auto plan = identity::parse_plan(arguments.plan).value_or(identity::Plan::free);
  auto database = storage::Database::open(arguments.data);  // Makes it: this is the first set-up.
  if (!database) return report_failure("organization add", database.error().detail);
  const auto trail = app::open_audit(**database, arguments.data, arguments.key_file, clock);
  if (!trail) return report_failure("organization add", trail.error());
  const auto added = identity::OrganizationDirectory(**database, clock, random, **trail)
                         .add({.slug = arguments.slug,
                               .name = arguments.name,
                               .plan = plan,
                               .timezone = arguments.timezone,
                               .currency = arguments.currency,
                               .week_starts_on = arguments.week_starts_on});
  if (!added) return report_failure("organization add", identity::user_text(added.error()));
  // Its own trail too, where the data has a key; before that, the first start begins it.
  const auto access = identity::OperatorAuthenticator(**database).authenticate(added->slug);
  if (access && (*trail)->keyed()) (*trail)->begin(*access);
  return report(arguments.json, to_json(*added),
                "Added the organization " + added->name + " (" + added->slug + ") on the plan " +
                    arguments.plan + ".");
}

int set_plan(const OrganizationArguments& arguments) {
  const SystemClock clock;
  SystemRandom random;
  const auto plan = identity::parse_plan(arguments.plan).value_or(identity::Plan::free);
  const auto database = app::open_database(arguments.data);
  if (!database) return report_failure("organization set-plan", database.error());
  const auto trail = app::open_audit(**database, arguments.data, arguments.key_file, clock);
  if (!trail) return report_failure("organization set-plan", trail.error());
  const auto set = identity::OrganizationDirectory(**database, clock, random, **trail)
                       .set_plan(arguments.slug, plan);
  if (!set) return report_failure("organization set-plan", identity::user_text(set.error()));
  return report(arguments.json, {{"slug", arguments.slug}, {"plan", arguments.plan}},
                arguments.slug + " is now on the plan " + arguments.plan + ".");
}

int list(const OrganizationArguments& arguments) {
  const SystemClock clock;
  SystemRandom random;
  const auto database = app::open_database(arguments.data);
  if (!database) return report_failure("organization list", database.error());
  OrderedJson all = OrderedJson::array();
  std::string words;
  const audit::AuditTrail unwritten(**database, clock);
  for (const auto& organization :
       identity::OrganizationDirectory(**database, clock, random, unwritten).list()) {
    all.push_back(to_json(organization));
    words += (words.empty() ? "" : "\n") + organization.slug + "  " +
             std::string(identity::to_text(organization.plan)) + "  " + organization.name;
  }
  return report(arguments.json, {{"organizations", all}}, words);
}

CLI::IsMember is_plan() {
  return CLI::IsMember({"free", "lite", "trial", "starter", "professional", "enterprise"});
}

}  // namespace

void add_organization_command(CLI::App& app, int& exit_code) {
  auto* const organization = app.add_subcommand("organization", "Organizations and their plans");
  organization->require_subcommand(1);
  auto arguments = std::make_shared<OrganizationArguments>();
  const auto add_one = [&](const char* name, const char* description,
                           int (*run)(const OrganizationArguments&)) {
    auto* const command = organization->add_subcommand(name, description);
    command->add_option("--data", arguments->data, "The data directory");
    command->add_flag("--json", arguments->json, "One JSON object");
    add_key_file_option(*command, arguments->key_file);
    command->callback([arguments, run, &exit_code] { exit_code = run(*arguments); });
    return command;
  };
  auto* const adding = add_one("add", "Add an organization", add);
  adding->add_option("name", arguments->name, "Its name")->required();
  adding->add_option("--slug", arguments->slug, "Its short name; made from the name when absent");
  adding->add_option("--plan", arguments->plan, "Its plan")->check(is_plan());
  adding->add_option("--timezone", arguments->timezone, "IANA name, such as America/New_York");
  adding->add_option("--currency", arguments->currency, "Three lower-case letters, such as usd");
  adding->add_option("--week-starts-on", arguments->week_starts_on, "monday or sunday");
  auto* const setting = add_one("set-plan", "Set the plan of an organization", set_plan);
  setting->add_option("slug,--organization", arguments->slug, "Its short name")->required();
  setting->add_option("plan,--plan", arguments->plan, "The plan")->required()->check(is_plan());
  add_one("list", "Every organization with its plan", list);
}

}  // namespace sluice::cli
