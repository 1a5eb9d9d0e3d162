#include "cli/sandbox_check.h"

#include "app/demo_world.h"
#include "app/operator_connections.h"
#include "base/log.h"
#include "base/text.h"
#include "cli/command_output.h"
#include "cli/entry_trials.h"
#include "cli/exit_code.h"
#include "cli/stand_in_review.h"
#include "cli/temporary_directory.h"
#include "sandbox/profile.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace sluice::cli {
namespace {

constexpr std::string_view command_name = "sandbox check";

struct CheckArguments {
  std::vector<std::string> slugs;  // Empty: all.
  std::string world;
};

[[nodiscard]] std::unique_ptr<sandbox::WorldFiles> files_of(const CheckArguments& arguments) {
  if (arguments.world.empty()) return std::make_unique<sandbox::EmbeddedWorldFiles>();
  return std::make_unique<sandbox::FolderWorldFiles>(arguments.world);
}

[[nodiscard]] std::vector<std::string> compared(const catalog::Vendor& row,
                                                const sandbox::WorldFiles& files) {
  const auto world = sandbox::World::read(files, row.slug);
  if (!world) return {world.error()};
  const auto text = files.read("tools/" + row.slug + ".json");
  if (!text) return {"it has no list of tools"};
  const auto tools = sandbox::ToolDefinitions::load(*text);
  if (!tools) return {tools.error()};
  return review_stand_in(row, *world, *tools);
}

// What an entry that was asked once gives to look at.
void add_findings(const authoring::EntryTrial& trial, std::vector<std::string>& findings) {
  const std::string entry = "the entry " + trial.entry;
  if (!trial.failure.empty()) {
    findings.push_back(entry + " gives no rows: " + trial.failure);
    return;
  }
  if (trial.rows == 0) findings.push_back(entry + " gives no rows");
  if (trial.unreadable_cells > 0)
    findings.push_back(entry + " has " + std::to_string(trial.unreadable_cells) +
                       " cells that are not of their field's type");
  if (!trial.empty_fields.empty())
    findings.push_back(entry + " finds nothing in any row for " + joined(trial.empty_fields, ", "));
}

[[nodiscard]] std::vector<std::string> asked(app::DemoWorld& world, const std::string& slug,
                                             analyst::AnalystSpawner& spawner) {
  if (const auto connected = world.connect(slug); !connected)
    return {"it could not be connected: " + connected.error()};
  std::vector<std::string> findings;
  for (const auto& connection : app::operator_connections(world.product()))
    if (connection.vendor == slug)
      for (const auto& trial :
           trials_of(world.product(), connection, authoring::trial_days_default, spawner))
        add_findings(trial, findings);
  return findings;
}

[[nodiscard]] int check(const CheckArguments& arguments, analyst::AnalystSpawner& spawner) {
  const auto files = files_of(arguments);
  const auto text = files->read("vendors.json");
  if (!text) return report_failure(command_name, "there is no vendors.json.");
  auto directory = sandbox::Directory::load(*text);
  if (!directory) return report_failure(command_name, directory.error());
  if (const auto kept = directory->keep(arguments.slugs); !kept)
    return report_failure(command_name, kept.error());
  set_log_level(LogLevel::error);
  spawner.warm();
  const TemporaryDirectory folder("sluice-sandbox-check");
  const auto world = app::DemoWorld::start({.data = folder.path(),
                                            .automatic_consent = true,
                                            .vendors = arguments.slugs,
                                            .world = arguments.world},
                                           spawner);
  if (!world) return report_failure(command_name, world.error());
  bool clean = true;
  for (const sandbox::VendorProfile& vendor : directory->vendors) {
    const catalog::Vendor* row = (*world)->product().catalog().find(vendor.slug);
    std::vector<std::string> findings{"there is no row of this vendor"};
    if (row != nullptr) {
      findings = compared(*row, *files);
      std::ranges::move(asked(**world, vendor.slug, spawner), std::back_inserter(findings));
    }
    for (const std::string& finding : findings)
      std::cout << vendor.slug << ": " << finding << "\n";
    if (findings.empty()) std::cout << vendor.slug << ": agrees with its row\n";
    clean = clean && findings.empty();
  }
  return clean ? exit_ok : exit_no;
}

}  // namespace

void add_stand_in_check_command(CLI::App& sandbox, analyst::AnalystSpawner& spawner,
                                int& exit_code) {
  auto arguments = std::make_shared<CheckArguments>();
  auto* const command =
      sandbox.add_subcommand("check", "Compare stand-ins with the rows of their vendors");
  command->footer(
      "Both have to know the same tools; every entry of the row, and of the sample company's own,\n"
      "is asked once, and each of its fields has to be found in some row. Exit code 3 where there\n"
      "is something to look at.\n"
      "  sluice sandbox check acme --world DIR");
  command->add_option("slug", arguments->slugs, "Only these vendors; default: all");
  command->add_option("--world", arguments->world,
                      "Read the stand-ins from this folder instead of the binary");
  command->callback([arguments, &spawner, &exit_code] { exit_code = check(*arguments, spawner); });
}

}  // namespace sluice::cli
