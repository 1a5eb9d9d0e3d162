#include "cli/ask_command.h"

#include "base/time_format.h"
#include "cli/answer_text.h"
#include "cli/ask_session.h"
#include "cli/exit_code.h"

#include <unistd.h>
#include <CLI/CLI.hpp>

#include <iostream>

namespace sluice::cli {
namespace {

struct AskArguments {
  AskOptions options;
  std::string question;
  std::string now;
  std::string timezone;
  bool json = false;
  bool explain = false;
};

[[nodiscard]] std::string text_of(const OrderedJson& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A script can tell "no" (ask otherwise) from "broken" (try again).
[[nodiscard]] int exit_code_of(analytics::AnswerStatus status) {
  switch (status) {
    case analytics::AnswerStatus::answered: return exit_ok;
    case analytics::AnswerStatus::clarify:
    case analytics::AnswerStatus::refused: return exit_no;
    case analytics::AnswerStatus::failed:
    case analytics::AnswerStatus::deleted: return exit_failure;
  }
  return exit_failure;
}

void fill_defaults(QuestionLine& line, const AskArguments& arguments) {
  if (!line.now && !arguments.now.empty()) line.now = parse_rfc3339(arguments.now);
  if (line.timezone.empty()) line.timezone = arguments.timezone;
}

// A batch says how far it is, where somebody watches.
void show_progress(std::size_t done) {
  if (isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) == 0) {
    std::cerr << "\r" << done << " questions" << std::flush;
  }
}

[[nodiscard]] int answer_lines(AskSession& session, const AskArguments& arguments) {
  bool all_read = true;
  std::size_t done = 0;
  std::string text;
  while (std::getline(std::cin, text)) {
    if (text.empty()) continue;
    auto line = read_question_line(text);
    if (!line) {
      all_read = false;
      // One line of output for each line of input, also where it cannot be read: batches are
      // compared line by line.
      std::cout << text_of({{"status", "failed"}, {"error", line.error()}}) << std::endl;
      continue;
    }
    fill_defaults(*line, arguments);
    const OrderedJson result =
        arguments.explain ? session.explain(*line) : analytics::to_json(session.ask(*line));
    std::cout << text_of(result) << std::endl;
    show_progress(++done);
  }
  return all_read ? exit_ok : exit_usage;
}

[[nodiscard]] int answer_one(AskSession& session, const AskArguments& arguments) {
  QuestionLine line;
  line.question = arguments.question;
  fill_defaults(line, arguments);
  if (arguments.explain) {
    const OrderedJson explanation = session.explain(line);
    std::cout << explanation.dump(arguments.json ? -1 : 2, ' ', false,
                                  Json::error_handler_t::replace)
              << '\n';
    return explanation.value("status", std::string()) == "planned" ? exit_ok : exit_no;
  }
  const analytics::Answer answer = session.ask(line);
  if (arguments.json) {
    std::cout << text_of(analytics::to_json(answer)) << '\n';
  } else {
    std::cout << answer_text(answer);
  }
  return exit_code_of(answer.status);
}

[[nodiscard]] int run(const AskArguments& arguments, analyst::AnalystSpawner& spawner) {
  const char* const name = arguments.explain ? "sluice explain: " : "sluice ask: ";
  if (!arguments.now.empty() && !parse_rfc3339(arguments.now)) {
    std::cerr << name << "--now takes a time like 2026-10-15T09:00:00-04:00\n";
    return exit_usage;
  }
  if (arguments.question.empty()) {
    std::cerr << name << "say what to ask, for example:\n  sluice "
              << (arguments.explain ? "explain" : "ask")
              << " --demo \"revenue by month this year\"\n";
    return exit_usage;
  }
  if (arguments.options.demo == !arguments.options.organization.empty()) {
    std::cerr << name << "say whose data to ask: --demo for the sample company, or "
              << "--organization SLUG\n";
    return exit_usage;
  }
  // Loads DuckDB while the vendors are being connected; an explanation runs none.
  if (!arguments.explain) spawner.warm();
  const auto session = AskSession::open(arguments.options, spawner);
  if (!session) {
    std::cerr << name << session.error() << '\n';
    return exit_failure;
  }
  return arguments.question == "-" ? answer_lines(**session, arguments)
                                   : answer_one(**session, arguments);
}

void add_command(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code, bool explain) {
  auto* const command =
      explain ? app.add_subcommand("explain",
                                   "Show how a question is understood: the plan, its "
                                   "period, the tools it would call. Asks no vendor.")
              : app.add_subcommand("ask",
                                   "Ask a question: answer, table, plan and where each "
                                   "number came from.");
  auto arguments = std::make_shared<AskArguments>();
  arguments->explain = explain;
  command->add_option("question", arguments->question,
                      "The question in plain English; - reads one JSON object a line: "
                      "{\"id\",\"question\",\"now\",\"timezone\",\"after\",\"vendors\"}");
  command->add_flag("--demo", arguments->options.demo,
                    "Ask the sample company: brings its own sandbox and leaves nothing behind");
  command
      ->add_option("--vendors", arguments->options.vendors,
                   "With --demo: connect only these, such as stripe,hubspot")
      ->delimiter(',');
  command->add_flag("--without-glossary{false}", arguments->options.glossary,
                    "With --demo: the sample company's own words are in no glossary");
  command->add_option("--organization", arguments->options.organization,
                      "Ask the connected sources of this organization (its slug)");
  if (!explain)
    command->add_flag("--learn", arguments->options.learn,
                      "Keep the values that answers show (plans, teams, owners), so that later "
                      "questions may name them");
  command->add_option("--config", arguments->options.config,
                      "The configuration file; default ./sluice.toml");
  command->add_option("--now", arguments->now,
                      "The moment to ask at, such as 2026-10-15T09:00:00-04:00");
  command->add_option("--timezone", arguments->timezone,
                      "The zone whose days count, such as America/New_York");
  command->add_flag("--json", arguments->json, "Print the answer object as JSON");
  command->callback([arguments, &spawner, &exit_code] { exit_code = run(*arguments, spawner); });
}

}  // namespace

void add_ask_commands(CLI::App& app, analyst::AnalystSpawner& spawner, int& exit_code) {
  add_command(app, spawner, exit_code, false);
  add_command(app, spawner, exit_code, true);
}

}  // namespace sluice::cli
