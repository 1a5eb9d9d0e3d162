#include "cli/audit_command.h"

#include "app/open_audit.h"
#include "app/open_data.h"
#include "audit/audit_trail.h"
#include "audit/signed_head.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "cli/key_file_option.h"
#include "identity/operator_authenticator.h"

#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <variant>

namespace sluice::cli {
namespace {

struct AuditArguments {
  std::string data = app::default_data_directory;
  std::string organization;
  std::string key_file;
  std::string format = "jsonl";
  std::string head;        // A file with a signed head.
  std::string exported;    // A file with an export.
  std::string public_key;  // The one noted before.
  bool json = false;
};

// What the commands need: the data, its trail, and the operator's access to one organization.
struct OpenTrail {
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<audit::AuditTrail> trail;
  identity::OrganizationAccess access;
};

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

std::expected<OpenTrail, std::string> open_trail(const AuditArguments& arguments) {
  auto database = app::open_database(arguments.data);
  if (!database) return std::unexpected(database.error());
  auto trail = app::open_audit(**database, arguments.data, arguments.key_file, system_clock());
  if (!trail) return std::unexpected(trail.error());
  const auto access =
      identity::OperatorAuthenticator(**database).authenticate(arguments.organization);
  if (!access)
    return std::unexpected("There is no organization \"" + arguments.organization + "\" in " +
                           arguments.data + ". Name one with --organization SLUG.");
  return OpenTrail{std::move(*database), std::move(*trail), *access};
}

// First: what cannot be recorded does not happen, and it shows in itself.
void record(const OpenTrail& open, const AuditArguments& arguments, std::string action) {
  open.trail->record(open.access, {.action = std::move(action),
                                   .target_kind = "organization",
                                   .target_id = to_text(open.access.organization()),
                                   .detail = {{"format", arguments.format}}});
}

int export_trail(const AuditArguments& arguments) {
  const auto open = open_trail(arguments);
  if (!open) return report_failure("audit export", open.error());
  record(*open, arguments, "audit.export");
  using Format = audit::AuditTrail::Format;
  open->trail->export_to(open->access, arguments.format == "csv" ? Format::csv : Format::json_lines,
                         [](std::string_view piece) { std::cout << piece; });
  return exit_ok;
}

int report_fault(const AuditArguments& arguments, const audit::AuditFault& fault) {
  report(arguments.json,
         {{"intact", false},
          {"trail", audit::to_text(fault.trail)},
          {"sequence", fault.sequence},
          {"detail", fault.detail}},
         "CHANGED in the " + std::string(audit::to_text(fault.trail)) + " trail at record " +
             std::to_string(fault.sequence) + ": " + fault.detail);
  return exit_no;
}

OrderedJson marks_json(const std::map<audit::Trail, audit::TrailMark>& marks) {
  OrderedJson json = OrderedJson::object();
  for (const auto& [trail, mark] : marks)
    json[std::string(audit::to_text(trail))] = {{"records", mark.records}, {"digest", mark.digest}};
  return json;
}

std::int64_t records_in(const std::map<audit::Trail, audit::TrailMark>& marks) {
  std::int64_t records = 0;
  for (const auto& [trail, mark] : marks)
    records += mark.records;
  return records;
}

std::expected<audit::SignedHead, std::string> read_head(const AuditArguments& arguments) {
  std::ifstream file(arguments.head, std::ios::binary);
  std::string text(audit::head_bytes_max, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.empty()) return std::unexpected("The head " + arguments.head + " cannot be read.");
  auto head = audit::SignedHead::parse(text);
  if (head && !arguments.public_key.empty() && head->public_key != arguments.public_key)
    return std::unexpected("The head was signed with the key " + head->public_key +
                           ", not with the one that was named.");
  return head;
}

// Needs neither the data nor the key ring: a head, an export, and the public key noted before.
int verify_export(const AuditArguments& arguments) {
  if (arguments.head.empty())
    return report_failure("audit verify", "An export is checked against a head: add --head FILE.");
  const auto head = read_head(arguments);
  if (!head) return report_failure("audit verify", head.error());
  std::ifstream lines(arguments.exported);
  if (!lines)
    return report_failure("audit verify", "The export " + arguments.exported + " cannot be read.");
  const auto check = audit::check_export(lines, *head);
  if (const auto* fault = std::get_if<audit::AuditFault>(&check))
    return report_fault(arguments, *fault);
  const auto& proof = std::get<audit::ExportProof>(check);
  return report(arguments.json,
                {{"intact", true},
                 {"trails", marks_json(proof.marks)},
                 {"beyond", proof.beyond},
                 {"public_key", head->public_key}},
                "Intact: the " + std::to_string(records_in(proof.marks)) +
                    " records that the head covers, signed with " + head->public_key +
                    (arguments.public_key.empty() ? ". Compare that with the key that you noted "
                                                    "from `sluice audit public-key`."
                                                  : "."));
}

int verify_trail(const AuditArguments& arguments) {
  if (!arguments.exported.empty()) return verify_export(arguments);
  const auto open = open_trail(arguments);
  if (!open) return report_failure("audit verify", open.error());
  std::optional<audit::SignedHead> known;
  if (!arguments.head.empty()) {
    auto head = read_head(arguments);
    if (!head) return report_failure("audit verify", head.error());
    known = std::move(*head);
  }
  const auto check = open->trail->verify(open->access, known ? &*known : nullptr);
  if (const auto* fault = std::get_if<audit::AuditFault>(&check))
    return report_fault(arguments, *fault);
  if (!open->trail->keyed())
    return report_fault(arguments, {audit::Trail::organization, 0,
                                    "Nothing is proven: this data has no key for its trail yet. "
                                    "Start the server once with this version."});
  const audit::SignedHead& head = std::get<audit::AuditProof>(check).head;
  return report(
      arguments.json,
      {{"intact", true},
       {"records", records_in(head.marks)},
       {"trails", marks_json(head.marks)},
       {"public_key", head.public_key}},
      "Intact: " + std::to_string(records_in(head.marks)) + " records" +
          (known ? ", and nothing is missing since the head of " + arguments.head + "."
                 : ". Only a head that was kept elsewhere (`sluice audit head`, then `audit verify "
                   "--head FILE`) finds an old copy that was put in the place of this."));
}

int write_head(const AuditArguments& arguments) {
  const auto open = open_trail(arguments);
  if (!open) return report_failure("audit head", open.error());
  if (!open->trail->keyed())
    return report_failure("audit head",
                          "This data has no key for its trail yet. Start the server once.");
  record(*open, arguments, "audit.head");
  const auto check = open->trail->verify(open->access);
  if (const auto* fault = std::get_if<audit::AuditFault>(&check))
    return report_fault(arguments, *fault);
  std::cout << to_wire(std::get<audit::AuditProof>(check).head.to_json()) << '\n';
  return exit_ok;
}

int print_public_key(const AuditArguments& arguments) {
  const auto database = app::open_database(arguments.data);
  if (!database) return report_failure("audit public-key", database.error());
  const auto trail =
      app::open_audit(**database, arguments.data, arguments.key_file, system_clock());
  if (!trail) return report_failure("audit public-key", trail.error());
  if (!(*trail)->keyed())
    return report_failure("audit public-key",
                          "This data has no key for its trail yet. Start the server once.");
  return report(arguments.json, {{"public_key", (*trail)->public_key()}}, (*trail)->public_key());
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
    add_key_file_option(*command, arguments->key_file);
    command->add_option("--organization", arguments->organization, "The organization's short name");
    command->add_flag("--json", arguments->json, "One JSON object (export: JSON Lines)");
    command->callback([arguments, run, &exit_code] { exit_code = run(*arguments); });
    return command;
  };
  add("export", "Print every record, oldest first", export_trail)
      ->add_option("--format", arguments->format, "jsonl or csv")
      ->check(CLI::IsMember({"jsonl", "csv"}));
  auto* const verify =
      add("verify", "Find any change; exit code 3 when there is one", verify_trail);
  verify->add_option("--head", arguments->head, "A signed head that was kept elsewhere");
  verify->add_option("--export", arguments->exported,
                     "Check this export against the head, without data or key ring");
  verify->add_option("--public-key", arguments->public_key, "The key that signed the head");
  add("head", "Sign the trail as it stands now; keep the output elsewhere", write_head);
  add("public-key", "Print the key that heads are signed with", print_public_key);
}

}  // namespace sluice::cli
