// What a token endpoint may say to a refresh, and what becomes of the connection.
#include "world_test.h"

#include "vault/refresh_lease.h"

namespace sluice::app {
namespace {

using Kind = calls::CallError::Kind;

struct Said {
  int status = 200;
  std::string text;
};

class PassingFault : public WorldTest {
 protected:
  void SetUp() override {
    WorldTest::SetUp();
    connect("linear");
    asked_before_ = count_at("linear", "token_requests");
  }
  // From now on, so many times, where the form has the field.
  void token_says(const Said& said, int times = -1, const std::string& when = "") {
    const Json set = sandbox("POST", "/_sandbox/faults",
                             {{"vendor", "linear"},
                              {"fault", "token_says"},
                              {"status", said.status},
                              {"text", said.text},
                              {"times", times},
                              {"when", when}});
    ASSERT_TRUE(set.contains("ok")) << set.dump();
  }
  void expire() { set_fault("linear", "expire_tokens"); }
  [[nodiscard]] std::expected<std::string, calls::CallError> read() {
    return call("linear", "list_teams");
  }
  [[nodiscard]] vault::ConnectionStatus status() { return row_of("linear")->status; }
  [[nodiscard]] int asked() { return count_at("linear", "token_requests") - asked_before_; }

 private:
  int asked_before_ = 0;
};

TEST_F(PassingFault, keeps_the_connection_and_the_next_question_renews_it) {
  for (const Said& said : std::vector<Said>{
           {500, R"({"error":"server_error"})"},
           {503, R"({"error":"temporarily_unavailable","error_description":"try later"})"},
           {503, R"({"status":503,"error":"Service Unavailable","path":"/token"})"},
           {500, R"({"error":"invalid_grant"})"},
           {429, R"({"error":"rate_limited","message":"Too many requests"})"},
           {429, R"({"error":"invalid_grant"})"},
           {403, R"({"error":"Access denied","ray":"8f"})"},
           {403, "<html>Forbidden</html>"},
           {502, "<html>Bad gateway</html>"},
           {503, ""},
           {400, ""},
           {400, R"({"error":"slow_down"})"},
           {200, R"({"access_token":"at-n)"},
           {200, "<html>Welcome</html>"},
           {200, "{}"},
           {200, ""}}) {
    const std::string what = std::to_string(said.status) + " " + said.text;
    token_says(said, 1);
    expire();
    const auto refused = read();
    ASSERT_FALSE(refused) << what;
    EXPECT_EQ(refused.error().kind, Kind::vendor_down) << what;
    EXPECT_EQ(status(), vault::ConnectionStatus::connected) << what;
    const auto again = read();
    EXPECT_TRUE(again) << what << ": " << again.error().detail;
    clock.advance(vault::refreshes_window);
  }
}

TEST_F(PassingFault, that_stays_is_asked_about_less_and_less) {
  token_says({503, ""});
  expire();
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(read().error().kind, Kind::vendor_down);
  EXPECT_EQ(asked(), vault::refresh_retries_at_once + 1);
  clock.advance(vault::refresh_rest_min);
  EXPECT_FALSE(read());
  EXPECT_FALSE(read());
  EXPECT_EQ(asked(), vault::refresh_retries_at_once + 2);
  set_fault("linear", "none");
  clock.advance(vault::refresh_rest_max);
  const auto again = read();
  EXPECT_TRUE(again) << again.error().detail;
}

TEST_F(PassingFault, is_not_noticed_while_the_token_is_still_good) {
  clock.advance(std::chrono::minutes(59) + std::chrono::seconds(30));  // Of an hour.
  token_says({503, ""});
  const auto answered = read();
  EXPECT_TRUE(answered) << answered.error().detail;
}

TEST_F(PassingFault, is_none_when_the_grant_is_over) {
  for (const Said& said : std::vector<Said>{{400, R"({"error":"invalid_grant"})"},
                                            {403, R"({"error":"invalid_grant"})"},
                                            {200, R"({"error":"bad_refresh_token"})"}}) {
    connect("linear");
    token_says(said);
    expire();
    const int before = asked();
    EXPECT_EQ(read().error().kind, Kind::needs_reconnect) << said.text;
    EXPECT_EQ(read().error().kind, Kind::needs_reconnect) << said.text;
    EXPECT_EQ(status(), vault::ConnectionStatus::needs_reconnect) << said.text;
    EXPECT_EQ(asked(), before + 1) << said.text;
    set_fault("linear", "none");
  }
}

TEST_F(PassingFault, request_that_is_refused_is_made_once_more_without_the_resource) {
  for (const std::string word : {"invalid_request", "invalid_target", "unauthorized_client"}) {
    token_says({400, R"({"error":")" + word + R"("})"}, -1, "resource");
    expire();
    int before = asked();
    const auto answered = read();
    EXPECT_TRUE(answered) << word << ": " << answered.error().detail;
    EXPECT_EQ(asked(), before + 2) << word;
    // It is left out from now on.
    expire();
    before = asked();
    EXPECT_TRUE(read()) << word;
    EXPECT_EQ(asked(), before + 1) << word;
    clock.advance(vault::refreshes_window);
    set_fault("linear", "none");
    connect("linear");
  }
}

TEST_F(PassingFault, request_that_is_refused_for_good_asks_for_reconnect_and_keeps_the_tokens) {
  token_says({400, R"({"error":"invalid_request","error_description":"x is invalid"})"});
  expire();
  EXPECT_EQ(read().error().kind, Kind::needs_reconnect);
  EXPECT_EQ(status(), vault::ConnectionStatus::needs_reconnect);
  EXPECT_NE(row_of("linear")->status_detail.find("Reconnect"), std::string::npos);
  EXPECT_TRUE(row_of("linear")->slot);  // What opens the tokens is still there.
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(read().error().kind, Kind::needs_reconnect);
  EXPECT_EQ(asked(), 2);  // With the resource indicator, and without.
  set_fault("linear", "none");
  connect("linear");
  EXPECT_TRUE(read());
}

TEST_F(PassingFault, answer_that_lost_the_scope_is_asked_for_by_name) {
  token_says({200, R"({"access_token":"at-other","token_type":"Bearer","expires_in":3600,)"
                   R"("scope":"offline_access"})"},
             1);
  expire();
  const auto answered = read();
  EXPECT_TRUE(answered) << answered.error().detail;
  EXPECT_EQ(asked(), 2);
}

TEST_F(PassingFault, token_that_is_refused_though_it_is_new_asks_for_reconnect) {
  token_says({200, R"({"access_token":"at-nobody","token_type":"Bearer"})"});
  expire();
  EXPECT_EQ(read().error().kind, Kind::needs_reconnect);
  EXPECT_EQ(status(), vault::ConnectionStatus::needs_reconnect);
  for (int i = 0; i < 5; ++i)
    EXPECT_FALSE(read());
  EXPECT_EQ(asked(), 1);
}

TEST_F(PassingFault, refresh_that_widens_the_grant_to_writing_is_given_back) {
  expire();
  const Json set = sandbox("POST", "/_sandbox/faults",
                           {{"vendor", "linear"}, {"fault", "wide_grant"}, {"scope", "write"}});
  ASSERT_TRUE(set.contains("ok"));
  EXPECT_EQ(read().error().kind, Kind::needs_reconnect);
  EXPECT_EQ(status(), vault::ConnectionStatus::needs_reconnect);
  EXPECT_NE(row_of("linear")->status_detail.find("\"write\""), std::string::npos);
  EXPECT_FALSE(row_of("linear")->slot);
  EXPECT_EQ(count_at("linear", "live_grants"), 0);
  EXPECT_EQ(count_at("linear", "clients"), 0);
}

TEST_F(PassingFault, dead_connection_is_said_alike_by_questions_and_data_sources) {
  const auto ask = [&] {
    return run(product().desk().ask({ada(), world().ada().organization, {}, std::nullopt},
                                    {"1", "Open issues by team in Linear", std::nullopt}, {}));
  };
  token_says({400, R"({"error":"invalid_grant"})"});
  expire();
  for (int i = 0; i < 2; ++i) {
    const analytics::Answer answer = ask();
    EXPECT_NE(answer.text.find("econnect"), std::string::npos) << answer.text;
    EXPECT_EQ(answer.text.find("Connect "), std::string::npos) << answer.text;
    EXPECT_EQ(status(), vault::ConnectionStatus::needs_reconnect);
  }
  const auto test = run(product().connections().test(connector(), row_of("linear")->id));
  EXPECT_NE(test.detail.find("press Reconnect"), std::string::npos) << test.detail;
}

}  // namespace
}  // namespace sluice::app
