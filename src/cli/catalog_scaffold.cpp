#include "cli/catalog_scaffold.h"

#include "authoring/row_review.h"
#include "authoring/row_text.h"
#include "authoring/scaffold.h"
#include "base/clock.h"
#include "base/time_format.h"
#include "cli/command_output.h"
#include "cli/exit_code.h"
#include "cli/file_text.h"
#include "cli/tool_source.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::cli {
namespace {

constexpr std::string_view command_name = "catalog scaffold";

struct ScaffoldArguments {
  std::string slug;
  std::vector<std::string> from;
  std::string output;
  McpServerOptions server;
  bool accept_reads = false;
};

[[nodiscard]] std::string today() {
  return to_rfc3339(SystemClock().now()).substr(0, std::string_view("2026-01-01").size());
}

// One source more. Nothing: it was taken.
[[nodiscard]] std::optional<std::string> take(const std::string& from,
                                              const ScaffoldArguments& arguments,
                                              authoring::ScaffoldSources& sources) {
  auto source = read_tool_source(from, arguments.server);
  if (!source) return source.error();
  const std::string name =
      source->url.empty() ? std::filesystem::path(from).filename().string() : from;
  sources.named += (sources.named.empty() ? "" : " and ") + name;
  if (source->facts) {
    sources.facts = std::move(source->facts);
    return std::nullopt;
  }
  sources.url = std::move(source->url);
  sources.definitions = std::move(source->definitions);
  return std::nullopt;
}

// On standard output or in a new file; how it came out is said on standard error.
[[nodiscard]] int hand_over(const ScaffoldArguments& arguments, const authoring::RowDraft& draft,
                            const std::string& text) {
  if (arguments.output.empty()) {
    std::cout << text;
  } else {
    std::error_code ignored;
    // A row that somebody has reviewed is not replaced by a draft of it.
    if (std::filesystem::exists(arguments.output, ignored))
      return report_failure(command_name, arguments.output + " is there already.");
    if (const auto written = write_file(arguments.output, text); !written)
      return report_failure(command_name, written.error());
  }
  const authoring::ScaffoldSummary summary = authoring::summary_of(draft);
  std::cerr << summary.tools << " tools; " << summary.look_like_reads << " look like reads, "
            << summary.accepted << " accepted as such.\n";
  return exit_ok;
}

[[nodiscard]] int scaffold(const ScaffoldArguments& arguments) {
  authoring::ScaffoldSources sources{.slug = arguments.slug,
                                     .today = today(),
                                     .named = {},
                                     .facts = std::nullopt,
                                     .definitions = {},
                                     .url = {},
                                     .accept_reads = arguments.accept_reads};
  for (const std::string& from : arguments.from)
    if (const auto failed = take(from, arguments, sources))
      return report_failure(command_name, *failed);
  const auto draft = authoring::draft_row(std::move(sources));
  if (!draft) return report_failure(command_name, draft.error());
  const std::string text = authoring::row_text(*draft);
  const std::string file = arguments.output.empty() ? arguments.slug + ".yaml" : arguments.output;
  if (const auto mistakes = authoring::mistakes_in_row(file, text); !mistakes.empty()) {
    // What a source holds can be no row at all (a name that is none): said as `check` would.
    for (const catalog::RowError& error : mistakes)
      std::cerr << catalog::to_text(error) << "\n";
    return report_failure(command_name, "the draft would not pass `sluice catalog check`.");
  }
  return hand_over(arguments, *draft, text);
}

}  // namespace

void add_scaffold_command(CLI::App& catalog, int& exit_code) {
  auto arguments = std::make_shared<ScaffoldArguments>();
  auto* const command = catalog.add_subcommand(
      "scaffold", "Draft the row of a vendor from what its server lists or is said to");
  command->footer(
      "Every tool comes with a proposed verdict, and none is `read`: a person compares the tool\n"
      "with the vendor's documents and changes the word. --accept-reads says so of all that look\n"
      "like reads; one with an argument that could carry a statement stays closed. Given twice,\n"
      "--from takes a list of tools for what they take and facts for what they do.\n"
      "  sluice catalog scaffold acme --from https://mcp.acme.com/mcp --token-file FILE\n"
      "  sluice catalog scaffold acme --from facts.json --from tools.json --output acme.yaml\n"
      "  sluice catalog check acme.yaml");
  command->add_option("slug", arguments->slug, "Its short name: small letters, digits and -")
      ->required();
  command
      ->add_option("--from", arguments->from,
                   "The server's https address, a file of facts, or a list of tools (JSON)")
      ->required()
      ->expected(1, 2);
  command->add_option("--output", arguments->output, "A new file; default: standard output");
  command->add_flag("--accept-reads", arguments->accept_reads,
                    "You looked at them: those that look like reads become reads");
  add_sign_in_options(*command, arguments->server);
  command->callback([arguments, &exit_code] { exit_code = scaffold(*arguments); });
}

}  // namespace sluice::cli
