#include "server/application.h"

#include "server/api_description.h"
#include "server/application_fixture.h"
#include "storage/sql_connection.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <future>
#include <set>
#include <thread>

namespace sluice::server {
namespace {

struct Application : ApplicationFixture {
  // The path of a route with `value` for each of its parameters.
  static std::string path_of(const RouteInfo& route, std::string_view value) {
    std::string path = route.pattern;
    while (true) {
      const std::size_t open = path.find('{');
      if (open == std::string::npos) return path;
      path.replace(open, path.find('}') + 1 - open, value);
    }
  }
  [[nodiscard]] std::string begun_conversation() {
    const auto made = json_of(ask(by(owner, "POST", "/api/v1/conversations", Json::object())));
    return made.at("id").get<std::string>();
  }
  [[nodiscard]] net::ServerRequest question_in(const std::string& conversation) const {
    net::ServerRequest made =
        by(owner, "POST", "/api/v1/conversations/" + conversation + "/questions",
           {{"question", "What was MRR last month?"}});
    made.headers.push_back({"Accept", "application/json"});
    return made;
  }
};

TEST_F(Application, every_route_stands_once_in_the_table_and_is_described) {
  std::set<std::string> seen;
  for (const RouteInfo& route : router.routes()) {
    EXPECT_TRUE(seen.insert(route.method + " " + path_of(route, "*")).second) << route.pattern;
    EXPECT_FALSE(route.summary.empty()) << route.pattern;
  }
  EXPECT_TRUE(undescribed_routes(router.routes()).empty());
  EXPECT_GT(seen.size(), 50U);
}

TEST_F(Application, adding_a_route_without_shapes_stops_the_start) {
  Router other{sessions, *trail, runtime.blocking_pool(), random};
  other.open("GET", "/api/v1/weather", "Weather", [](const Call& /*call*/) -> Task<Answered> {
    throw std::logic_error("is never asked");
  });
  EXPECT_THROW(add_all_routes(other, parts), std::logic_error);
}

TEST_F(Application, no_members_route_answers_somebody_without_a_session) {
  std::size_t asked = 0;
  for (const RouteInfo& route : router.routes()) {
    if (!route.permission || route.pattern == "/oauth/callback") continue;
    const auto refused = ask(request(route.method, path_of(route, "1"), Json::object()));
    EXPECT_EQ(outcome(refused), "401 sign_in_required") << route.method << " " << route.pattern;
    ++asked;
  }
  EXPECT_GT(asked, 30U);
}

TEST_F(Application, no_route_of_a_member_breaks_or_shows_anything_for_an_id_that_is_not_theirs) {
  const std::string too_large = "18446744073709551616";
  for (const RouteInfo& route : router.routes()) {
    if (!route.permission || !route.pattern.contains("{id}")) continue;
    for (const std::string& id : {std::string("1"), std::string("0"), std::string("-1"),
                                  std::string("x"), std::string("%00"), too_large}) {
      const auto refused = ask(by(owner, route.method, path_of(route, id), Json::object()));
      EXPECT_GE(refused.status, 400) << route.method << " " << route.pattern << " " << id;
      EXPECT_LT(refused.status, 500) << route.method << " " << route.pattern << " " << id;
      EXPECT_NE(outcome(refused).find(' '), std::string::npos) << "no problem document";
    }
  }
}

TEST_F(Application, what_one_organization_has_is_not_there_for_another) {
  const std::string id = begun_conversation();
  EXPECT_EQ(outcome(ask(by(owner, "GET", "/api/v1/conversations/" + id))), "200");
  EXPECT_EQ(outcome(ask(by(stranger, "GET", "/api/v1/conversations/" + id))), "404 not_found");
  EXPECT_EQ(outcome(ask(by(stranger, "DELETE", "/api/v1/conversations/" + id))), "404 not_found");
  EXPECT_EQ(outcome(ask(by(owner, "DELETE", "/api/v1/conversations/" + id))), "204");
  EXPECT_EQ(outcome(ask(by(owner, "DELETE", "/api/v1/conversations/" + id))), "404 not_found");
}

TEST_F(Application, a_window_that_comes_back_signed_out_is_sent_to_a_page_of_ours) {
  net::ServerRequest back = request("GET", "/oauth/callback");
  back.query = "state=https://evil.example&code=1";
  const auto refused = ask(std::move(back));
  EXPECT_EQ(refused.status, 302);
  EXPECT_EQ(header(refused, "Location"), "/connect/failed?vendor=&reason=signed_out");
}

TEST_F(Application, figures_are_for_the_addresses_that_the_operator_named) {
  EXPECT_EQ(outcome(ask(request("GET", "/metrics"))), "403 metrics_closed");
  parts.settings.metrics_from = net::AddressRanges::parse("203.0.113.9").value();
  const auto shown = ask(request("GET", "/metrics"));
  EXPECT_EQ(shown.status, 200);
  EXPECT_TRUE(shown.body.contains("sluice_catalog_vendors "));
  net::ServerRequest elsewhere = request("GET", "/metrics");
  elsewhere.peer_address = "203.0.113.10";
  EXPECT_EQ(outcome(ask(std::move(elsewhere))), "403 metrics_closed");
}

TEST_F(Application, a_monitor_learns_whether_the_process_runs_and_can_work) {
  EXPECT_EQ(ask(request("GET", "/healthz")).body, "ok\n");
  EXPECT_EQ(ask(request("GET", "/readyz")).body, "ready\n");
}

TEST_F(Application, a_broken_data_file_is_a_problem_without_its_words_and_health_goes_on) {
  // Beside the running server, as a disk or a wrong hand would do it.
  storage::SqlConnection control(folder.path() / "control.db",
                                 storage::SqlConnection::Mode::read_write);
  control.run_script("ALTER TABLE user_session RENAME TO lost_session");
  for (const char* path : {"/readyz", "/api/v1/organization", "/api/v1/session"}) {
    const auto broken = ask(by(owner, "GET", path));
    EXPECT_GE(broken.status, 500) << path;
    EXPECT_FALSE(broken.body.contains("user_session")) << broken.body;
    EXPECT_FALSE(header(broken, "X-Request-Id").empty());
  }
  EXPECT_EQ(ask(request("GET", "/healthz")).body, "ok\n");
}

TEST_F(Application, an_address_without_a_route_is_a_page_for_people_and_a_problem_for_programs) {
  EXPECT_EQ(outcome(ask(request("GET", "/api/v1/nothing"))), "404 not_found");
  EXPECT_EQ(outcome(ask(request("GET", "/nothing"))), "404 not_found");
  EXPECT_EQ(outcome(ask(request("PUT", "/api/v1/session"))), "405 wrong_method");
  net::ServerRequest person = request("GET", "/nothing");
  person.headers.push_back({"accept", "text/html"});
  const auto page = ask(std::move(person));
  EXPECT_EQ(page.status, 404);
  EXPECT_FALSE(page.body.contains("urn:sluice:problem"));
}

TEST_F(Application, whoever_lost_the_right_while_a_question_ran_gets_no_answer) {
  const std::string id = begun_conversation();
  EXPECT_EQ(json_of(ask(question_in(id)))["text"], "MRR is 1.");
  while_asked = [&] { accounts.sign_out(owner.signed_in, token_of(owner)); };
  const auto late = ask(question_in(id));
  EXPECT_EQ(outcome(late), "401 sign_in_required");
  EXPECT_FALSE(late.body.contains("MRR is 1."));
}

TEST_F(Application, a_question_that_is_too_long_or_in_no_conversation_is_not_asked) {
  const std::string id = begun_conversation();
  bool asked = false;
  while_asked = [&] { asked = true; };
  net::ServerRequest endless = question_in(id);
  endless.body = to_wire(Json{{"question", std::string(analytics::question_bytes_max + 1, 'a')}});
  EXPECT_EQ(ask(std::move(endless)).status, 422);
  EXPECT_EQ(outcome(ask(question_in("1"))), "404 not_found");
  EXPECT_FALSE(asked);
}

// Shutdown: whoever was let in is answered, and nobody else is let in.
TEST_F(Application, a_question_in_flight_is_answered_though_the_server_was_told_to_stop) {
  const std::string id = begun_conversation();
  std::promise<void> entered;
  std::promise<void> go_on;
  while_asked = [&] {
    entered.set_value();
    go_on.get_future().wait();
  };
  const auto server = net::listen_http(
      "127.0.0.1", 0, {},
      [this](net::ServerRequest arrived) { return router.handle(std::move(arrived)); }, runtime);
  ASSERT_TRUE(server) << server.error().detail;
  std::thread serving([&] { (*server)->run(1); });

  const net::ServerRequest question = question_in(id);
  std::string text = "POST " + question.path +
                     " HTTP/1.1\r\nContent-Length: " + std::to_string(question.body.size()) +
                     "\r\n";
  for (const net::Header& one : question.headers)
    text += one.name + ": " + one.value + "\r\n";
  text += "\r\n" + question.body;
  boost::asio::io_context own;
  boost::asio::ip::tcp::socket socket(own);
  socket.connect({boost::asio::ip::make_address("127.0.0.1"), (*server)->port()});
  boost::asio::write(socket, boost::asio::buffer(text));

  entered.get_future().wait();
  (*server)->stop();
  go_on.set_value();
  std::string answer;
  boost::system::error_code end;
  boost::asio::read(socket, boost::asio::dynamic_buffer(answer), end);
  serving.join();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  EXPECT_TRUE(answer.contains("MRR is 1."));
  boost::asio::ip::tcp::socket late(own);
  late.connect({boost::asio::ip::make_address("127.0.0.1"), socket.remote_endpoint(end).port()},
               end);
  EXPECT_TRUE(end.failed());
}

}  // namespace
}  // namespace sluice::server
