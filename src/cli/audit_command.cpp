#include "cli/audit_command.h"

#include "audit/audit_trail.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "cli/open_data.h"
#include "identity/operator_authenticator.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <variant>

namespace sluice::cli {
namespace {

struct AuditArguments {
  std::string data = default_data_directory;
  std::string organization;
  std::string format = "jsonl";
  bool json = false;
};

// What both commands need: the data, and the operator's access to one organization.
struct OpenTrail {
  std::unique_ptr<storage::Database> database;
  identity::OrganizationAccess access;
};

std::expected<OpenTrail, std::string> open_trail(const AuditArguments& arguments) {
  auto database = open_database(arguments.data);
  if (!database) return std::unexpected(database.error());
  const auto access =
      identity::OperatorAuthenticator(**database).authenticate(arguments.organization);
  if (!access)
    return std::unexpected("There is no organization \"" + arguments.organization + "\" in " +
                           arguments.data + ".");
  return OpenTrail{std::move(*database), *access};
}

int export_trail(const AuditArguments& arguments) {
  const auto open = open_trail(arguments);
  if (!open) return report_failure("audit export", open.error());
  const SystemClock clock;
  const audit::AuditTrail trail(*open->database, clock);
  // First: an export that cannot be recorded does not happen, and it shows in itself.
  trail.record(open->access, {.action = "audit.export",
                              .target_kind = "organization",
                              .target_id = arguments.organization,
                              .detail = {{"format", arguments.format}}});
  std::cout << (arguments.format == "csv" ? trail.export_csv(open->access)
                                          : trail.export_json_lines(open->access));
  return exit_ok;
}

int verify_trail(const AuditArguments& arguments) {
  const auto open = open_trail(arguments);
  if (!open) return report_failure("audit verify", open.error());
  const SystemClock clock;
  const auto result = audit::AuditTrail(*open->database, clock).verify(open->access);
  if (const auto* fault = std::get_if<audit::AuditFault>(&result)) {
    report(arguments.json,
           {{"intact", false}, {"sequence", fault->sequence}, {"detail", fault->detail}},
           "CHANGED at record " + std::to_string(fault->sequence) + ": " + fault->detail);
    return exit_no;
  }
  const auto& proof = std::get<audit::AuditProof>(result);
  return report(arguments.json,
                {{"intact", true}, {"records", proof.records}, {"head", proof.head_hash}},
                "Intact: " + std::to_string(proof.records) + " records, head " + proof.head_hash +
                    ". Note the head elsewhere: only with it is a trail found that was cut "
                    "together with its end.");
}

}  // namespace

void add_audit_command(CLI::App& app, int& exit_code) {
  auto* const audit = app.add_subcommand("audit", "The audit trail of an organization");
  audit->require_subcommand(1);
  auto arguments = std::make_shared<AuditArguments>();
  const auto add = [&](const char* name, const char* description,
                       int (*run)(const AuditArguments&)) {
    auto* const command = audit->add_subcommand(name, description);
    command->add_option("--data", arguments->data, "The data directory");
    command->add_option("--organization", arguments->organization, "The organization's short name")
        ->required();
    command->add_flag("--json", arguments->json, "One JSON object (export: JSON Lines)");
    command->callback([arguments, run, &exit_code] { exit_code = run(*arguments); });
    return command;
  };
  add("export", "Print every record, oldest first", export_trail)
      ->add_option("--format", arguments->format, "jsonl or csv")
      ->check(CLI::IsMember({"jsonl", "csv"}));
  add("verify", "Find any change; exit code 3 when there is one", verify_trail);
}

}  // namespace sluice::cli
