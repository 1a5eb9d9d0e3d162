// Two accounts of one vendor, each connected through the vendor's own sign-in. The second holds
// every other row of the first under the same ids, so that what mixes the two up gives another
// number.
#include "world_test.h"

#include <algorithm>

namespace sluice::app {
namespace {

class Accounts : public WorldTest {
 protected:
  void SetUp() override {
    settings.vendors = {"stripe"};
    settings.sample_words = false;
    settings.learning = analytics::Learning::before_answer;
    WorldTest::SetUp();
    connect("stripe");
  }
  void connect_branch(connections::Which which = connections::Another{}) {
    const auto connected = world().connect("stripe", which, true);
    ASSERT_TRUE(connected) << connected.error();
  }
  [[nodiscard]] std::vector<vault::ConnectionRow> rows() {
    return run(product().connections().list(ada()));
  }
  [[nodiscard]] ConnectionId id_named(std::string_view name) {
    for (const vault::ConnectionRow& row : rows())
      if (row.name == name) return row.id;
    ADD_FAILURE() << "no connection is called " << name;
    return {};
  }
  void name_both() {
    const auto named = [&](std::string_view from, const char* to) {
      ASSERT_TRUE(run(product().connections().rename(connector(), id_named(from), to)));
    };
    named("Brightwater", "Acme Europe");
    named("Brightwater 2", "Acme America");
  }
  [[nodiscard]] analytics::Answer ask(std::string_view question) {
    const QuestionId id{product().random().id()};
    return run(product().desk().ask({ada(), world().ada().organization, {}, std::nullopt},
                                    {to_text(id), std::string(question), std::nullopt}, {}));
  }
  [[nodiscard]] analytics::Answer ask_again(const analytics::Answer& answer) {
    return run(product().desk().ask_again({ada(), world().ada().organization, {}, std::nullopt},
                                          {answer.id, answer.question, std::nullopt},
                                          answer.plan.value()));
  }
  // The answer's one number.
  [[nodiscard]] double number(std::string_view question) {
    const analytics::Answer answer = ask(question);
    EXPECT_EQ(answer.status, analytics::AnswerStatus::answered) << answer.text;
    return answer.value && answer.value->value.is_number() ? answer.value->value.get<double>() : -1;
  }
  static constexpr std::string_view mrr = "What is our MRR?";
  static constexpr std::string_view customers = "How many paying customers do we have?";
};

TEST_F(Accounts, of_one_vendor_stand_side_by_side_with_the_vendors_names_told_apart) {
  connect_branch();
  const auto all = rows();
  ASSERT_EQ(all.size(), 2U);
  // Made at one moment of the clock that stands still, so that their order says nothing.
  EXPECT_NE(id_named("Brightwater"), id_named("Brightwater 2"));
  EXPECT_EQ(count_at("stripe", "live_grants"), 2);
}

TEST_F(Accounts, are_added_up_and_an_id_that_both_have_is_two) {
  const double first = number(mrr);
  const double first_customers = number(customers);
  connect_branch();
  const double both = number(mrr);
  EXPECT_GT(both, first);
  const double both_customers = number(customers);
  EXPECT_GT(both_customers, first_customers);
  name_both();
  const double second = number("What is our MRR in Acme America?");
  EXPECT_NEAR(both, first + second, 0.05);
  EXPECT_EQ(both_customers, first_customers + number("How many paying customers in Acme America?"));
}

TEST_F(Accounts, are_a_dimension_and_their_names_are_words) {
  const double first = number(mrr);
  connect_branch();
  name_both();
  const analytics::Answer by = ask("MRR by account");
  ASSERT_EQ(by.status, analytics::AnswerStatus::answered) << by.text;
  ASSERT_TRUE(by.table);
  ASSERT_EQ(by.table->rows.size(), 2U) << by.text;
  EXPECT_EQ(by.table->rows[0][0], "Acme Europe");
  EXPECT_NEAR(by.table->rows[0][1].get<double>(), first, 0.05);
  EXPECT_EQ(by.table->rows[1][0], "Acme America");
  forget_requests();
  const analytics::Answer named = ask("What is our MRR in the Acme Europe Stripe account?");
  ASSERT_EQ(named.status, analytics::AnswerStatus::answered) << named.text;
  EXPECT_NEAR(named.value->value.get<double>(), first, 0.05);
  for (const sources::Provenance& read : named.provenance)
    EXPECT_EQ(read.account, "Acme Europe");
  const auto chip = std::ranges::find(named.chips, "source", &analytics::AnswerChip::kind);
  ASSERT_NE(chip, named.chips.end());
  EXPECT_EQ(chip->text, "Stripe (Acme Europe)");
}

TEST_F(Accounts, one_that_cannot_be_read_is_named_and_counts_nowhere) {
  const double first = number(mrr);
  connect_branch();
  name_both();
  ASSERT_TRUE(sandbox("POST", "/_sandbox/faults",
                      {{"vendor", "stripe"}, {"fault", "revoke_grants"}, {"branch", true}})
                  .contains("ok"));
  const analytics::Answer answer = ask(mrr);
  ASSERT_EQ(answer.status, analytics::AnswerStatus::answered) << answer.text;
  EXPECT_TRUE(answer.partial);
  EXPECT_NEAR(answer.value->value.get<double>(), first, 0.05);
  EXPECT_TRUE(answer.text.contains("it leaves out the Stripe account Acme America")) << answer.text;
  // A question for that account alone has nothing to answer with.
  EXPECT_EQ(ask("What is our MRR in Acme America?").status, analytics::AnswerStatus::failed);
}

TEST_F(Accounts, reconnecting_one_leaves_the_other) {
  connect_branch();
  const auto before = rows();
  connect_branch(before[1].id);
  const auto after = rows();
  ASSERT_EQ(after.size(), 2U);
  EXPECT_EQ(after[0].generation, before[0].generation);
  EXPECT_EQ(after[0].epoch, before[0].epoch);
  EXPECT_GT(after[1].generation, before[1].generation);
  EXPECT_EQ(after[1].name, before[1].name);
}

TEST_F(Accounts, ending_one_deletes_what_it_showed_and_leaves_the_others) {
  const analytics::Answer of_first = ask(mrr);
  connect_branch();
  name_both();
  const analytics::Answer of_both = ask(mrr);
  const analytics::ConversationRepository talks(product().database(), ada(), product().random());
  const auto keep = [&](const analytics::Answer& answer) {
    const auto conversation = talks.create(clock.now());
    const auto id = parse_id<QuestionId>(answer.id).value();
    (void)talks.append(conversation, id, answer, clock.now());
    return [=] { return talks.answer(conversation, id)->answer["status"].get<std::string>(); };
  };
  const auto first = keep(of_first);
  const auto both = keep(of_both);
  ASSERT_TRUE(run(product().connections().disconnect(connector(), id_named("Acme America"))));
  EXPECT_EQ(first(), "answered");
  EXPECT_EQ(both(), "deleted");
  EXPECT_NEAR(number(mrr), of_first.value->value.get<double>(), 0.05);
  EXPECT_EQ(count_at("stripe", "live_grants"), 1);
}

TEST_F(Accounts, a_pinned_plan_means_its_account_under_any_name_and_says_when_it_is_gone) {
  const double first = number(mrr);
  connect_branch();
  name_both();
  const analytics::Answer pinned = ask("What is our MRR in Acme Europe?");
  ASSERT_EQ(pinned.status, analytics::AnswerStatus::answered) << pinned.text;
  ASSERT_TRUE(run(product().connections().rename(connector(), id_named("Acme Europe"), "Berlin")));
  EXPECT_NEAR(ask_again(pinned).value->value.get<double>(), first, 0.05);
  const analytics::Answer by = ask("MRR by account");
  ASSERT_TRUE(run(product().connections().disconnect(connector(), id_named("Berlin"))));
  forget_requests();
  const analytics::Answer gone = ask_again(pinned);
  EXPECT_EQ(gone.status, analytics::AnswerStatus::failed) << gone.text;
  EXPECT_EQ(gone.reason, "no_data_source");
  EXPECT_TRUE(requests_to("stripe").empty());
  const analytics::Answer one = ask_again(by);
  ASSERT_EQ(one.status, analytics::AnswerStatus::answered) << one.text;
  EXPECT_EQ(one.table->rows.size(), 1U);
}

TEST_F(Accounts, of_another_organization_are_not_there_and_reach_no_vendor) {
  connect_branch();
  const auto all = rows();
  const auto other =
      product().accounts().sign_up({.email = "mallory@elsewhere.example",
                                    .name = "Mallory",
                                    .password = Secret::take("a long enough password")},
                                   "Elsewhere", "192.0.2.1");
  ASSERT_TRUE(other);
  const connections::Connector mallory{other->signed_in, "127.0.0.1"};
  EXPECT_TRUE(run(product().connections().list(mallory.who.access)).empty());
  forget_requests();
  for (const vault::ConnectionRow& row : all) {
    const auto called =
        run(product().caller().call(mallory.who.access, row.id, "list_customers", Json::object(),
                                    Deadline::in(std::chrono::seconds(20))));
    ASSERT_FALSE(called);
    EXPECT_EQ(called.error().kind, calls::CallError::Kind::not_connected);
    EXPECT_FALSE(run(product().connections().rename(mallory, row.id, "Mine")));
    connections::BeginOptions taken;
    taken.which = row.id;
    EXPECT_FALSE(run(product().connections().begin(mallory, "stripe", std::move(taken))));
    EXPECT_FALSE(run(product().connections().disconnect(mallory, row.id)));
  }
  EXPECT_TRUE(requests_to("stripe").empty());
  EXPECT_EQ(count_at("stripe", "live_grants"), 2);
}

// A plan is no proof: what it says of accounts is compared with the organization's own.
TEST_F(Accounts, a_plan_with_another_organizations_account_calls_nothing) {
  connect_branch();
  analytics::Answer answer = ask("MRR by account");
  ASSERT_EQ(answer.status, analytics::AnswerStatus::answered) << answer.text;
  analytics::Filter stolen;
  stolen.field = answer.plan->dimensions.front().field;
  forget_requests();
  for (const char* id : {"1", "77", "18446744073709551615", "Stripe", ""}) {
    stolen.values = {id};
    answer.plan->filters = {stolen};
    EXPECT_EQ(ask_again(answer).status, analytics::AnswerStatus::failed) << id;
  }
  EXPECT_TRUE(requests_to("stripe").empty());
}

TEST_F(Accounts, one_alone_has_the_vendors_name_for_it_and_answers_do_not_say_it) {
  EXPECT_EQ(rows().front().name, "Brightwater");
  const analytics::Answer answer = ask(mrr);
  ASSERT_EQ(answer.status, analytics::AnswerStatus::answered) << answer.text;
  EXPECT_FALSE(analytics::to_json(answer).dump().contains("Brightwater"));
  set_fault("stripe", "down");
  const analytics::Answer failed = ask("How many open disputes do we have?");
  EXPECT_EQ(failed.status, analytics::AnswerStatus::failed);
  EXPECT_TRUE(failed.text.contains("Stripe")) << failed.text;
  EXPECT_FALSE(failed.text.contains("Brightwater")) << failed.text;
}

TEST_F(Accounts, a_persons_name_stays_when_it_is_connected_again) {
  connect_branch();
  name_both();
  const ConnectionId america = id_named("Acme America");
  connect_branch(america);
  EXPECT_EQ(id_named("Acme America"), america);
}

TEST_F(Accounts, names_are_lines_that_no_other_account_of_the_vendor_has) {
  connect_branch();
  const ConnectionId second = id_named("Brightwater 2");
  const auto called = [&](const std::string& name) {
    const auto renamed = run(product().connections().rename(connector(), second, name));
    return renamed ? *renamed : std::string(to_text(renamed.error().reason));
  };
  EXPECT_EQ(called("  Acme GmbH "), "Acme GmbH");
  EXPECT_EQ(called("brightwater"), "invalid_input");
  EXPECT_EQ(called("  "), "invalid_input");
  EXPECT_EQ(called("Acme\nEurope"), "invalid_input");
  EXPECT_EQ(called("Acme\xC2\x85"), "invalid_input");
  EXPECT_EQ(called(std::string(61, 'a')), "invalid_input");
  std::string wide;
  for (int letter = 0; letter < 60; ++letter)
    wide += "ü";
  EXPECT_EQ(called(wide), wide);
}

}  // namespace
}  // namespace sluice::app
