#include "cli/ask_session.h"

#include "app/operator_connections.h"
#include "cli/explanation.h"
#include "identity/operator_authenticator.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <utility>

namespace sluice::cli {
namespace {

[[nodiscard]] analytics::Answer failed(const QuestionLine& line, std::string reason,
                                       std::string text) {
  analytics::Answer answer;
  answer.id = line.id;
  answer.question = line.question;
  answer.status = analytics::AnswerStatus::failed;
  answer.reason = std::move(reason);
  answer.text = std::move(text);
  return answer;
}

// For certain or not at all: the same lines have the same answers each time.
[[nodiscard]] analytics::Learning learning_of(const AskOptions& options) {
  return options.learn ? analytics::Learning::before_answer : analytics::Learning::none;
}

}  // namespace

std::expected<std::unique_ptr<AskSession>, std::string> AskSession::open(
    const AskOptions& options, analyst::AnalystSpawner& spawner) {
  std::unique_ptr<AskSession> session(new AskSession);
  auto opened = options.demo ? session->open_demo(options, spawner)
                             : session->open_organization(options, spawner);
  if (!opened) return std::unexpected(opened.error());
  return session;
}

AskSession::~AskSession() {
  // The processes and files of the sample company go before the folder that they are in.
  world_.reset();
  product_.reset();
  std::error_code ignored;
  if (!temporary_.empty()) std::filesystem::remove_all(temporary_, ignored);
}

std::expected<void, std::string> AskSession::open_demo(const AskOptions& options,
                                                       analyst::AnalystSpawner& spawner) {
  std::string name = (std::filesystem::temp_directory_path() / "sluice-ask-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    return std::unexpected("cannot make a temporary directory in " +
                           std::filesystem::temp_directory_path().string());
  }
  temporary_ = name;
  auto world = app::DemoWorld::start({.data = temporary_,
                                      .port = 0,
                                      .automatic_consent = true,
                                      .sample_words = options.glossary,
                                      .learning = learning_of(options)},
                                     spawner);
  if (!world) return std::unexpected(world.error());
  world_ = std::move(*world);
  access_ = world_->ada().access;
  organization_ = world_->ada().organization;
  demo_vendors_ = world_->vendors();
  if (!options.vendors.empty()) {
    std::erase_if(demo_vendors_, [&](const std::string& slug) {
      return std::find(options.vendors.begin(), options.vendors.end(), slug) ==
             options.vendors.end();
    });
  }
  return {};
}

std::expected<void, std::string> AskSession::open_organization(const AskOptions& options,
                                                               analyst::AnalystSpawner& spawner) {
  auto product = app::command_options(options.config);
  if (!product) return std::unexpected(product.error());
  product->learning = learning_of(options);
  auto made = app::Product::create(*std::move(product), spawner);
  if (!made) return std::unexpected(made.error());
  product_ = std::move(*made);
  access_ =
      identity::OperatorAuthenticator(product_->database()).authenticate(options.organization);
  const auto organization = identity::OrganizationDirectory(product_->database(), product_->clock(),
                                                            product_->random(), product_->audit())
                                .find_by_slug(options.organization);
  if (!access_ || !organization) {
    return std::unexpected("there is no organization \"" + options.organization +
                           "\" in this data directory; `sluice organization add` makes one");
  }
  organization_ = *organization;
  return {};
}

void AskSession::connect_for(const QuestionLine& line) {
  for (const std::string& slug : demo_vendors_) {
    const bool wanted = line.vendors.empty() || std::find(line.vendors.begin(), line.vendors.end(),
                                                          slug) != line.vendors.end();
    // Connected when the first question names it, so that a batch over two vendors waits for two.
    if (!wanted || connected_.contains(slug)) continue;
    if (auto connected = world_->connect(slug); !connected) {
      std::cerr << "sluice ask: " << slug << " could not be connected: " << connected.error()
                << '\n';
    }
    connected_.insert(slug);
  }
}

std::optional<analytics::Asker> AskSession::asker_for(const QuestionLine& line) const {
  if (!access_) return std::nullopt;
  analytics::Asker asker{*access_, organization_, line.vendors, line.now};
  // --vendors holds for lines that name none themselves.
  if (world_ && asker.vendors.empty()) asker.vendors = demo_vendors_;
  if (!line.timezone.empty()) {
    if (!TimeZone::find(line.timezone)) return std::nullopt;
    asker.organization.timezone = line.timezone;
  }
  return asker;
}

bool AskSession::knows_predecessor(const QuestionLine& line) const {
  return line.after.empty() || plans_.contains(line.after);
}

analytics::Question AskSession::question_of(const QuestionLine& line) const {
  analytics::Question question{line.id, line.question, std::nullopt};
  if (const auto found = plans_.find(line.after); found != plans_.end()) {
    question.previous = found->second;
  }
  return question;
}

analytics::Answer AskSession::ask(const QuestionLine& line) {
  if (!knows_predecessor(line)) {
    return failed(line, "unknown_predecessor",
                  "The question that this one follows was not answered, so there is nothing to "
                  "follow. Ask the whole question.");
  }
  if (world_) connect_for(line);
  auto asker = asker_for(line);
  if (!asker) {
    return failed(line, "not_understood",
                  "The time zone \"" + line.timezone +
                      "\" is not one that this machine knows. "
                      "Use a name like America/New_York.");
  }
  analytics::Answer answer = product().runtime().run_to_completion(
      product().desk().ask(std::move(*asker), question_of(line), {}));
  // Only an answered question can be followed ("and in May?"); a refused one has no plan to change.
  if (!line.id.empty() && answer.plan && answer.status == analytics::AnswerStatus::answered) {
    plans_[line.id] = *answer.plan;
  }
  return answer;
}

OrderedJson AskSession::explain(const QuestionLine& line) {
  if (world_) connect_for(line);
  auto asker = asker_for(line);
  if (!asker || !knows_predecessor(line)) {
    return {{"id", line.id}, {"question", line.question}, {"status", "failed"}};
  }
  const analytics::PlanOutcome outcome = product().runtime().run_to_completion(
      product().desk().explain(std::move(*asker), question_of(line)));
  if (const auto* planned = std::get_if<analytics::PlannedQuestion>(&outcome)) {
    if (!line.id.empty()) plans_[line.id] = planned->plan;
  }
  OrderedJson json = explanation_json(line, outcome, product().catalog());
  if (auto again = asker_for(line))
    json["grammar"] = product().runtime().run_to_completion(
        product().desk().readings(*std::move(again), question_of(line)));
  return json;
}

}  // namespace sluice::cli
