#include "analyst/analyst.h"

#include "analyst/confinement.h"

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sluice::analyst {
namespace {

using namespace std::chrono_literals;

// Runs one coroutine to its end on a loop of its own.
template <class Result>
Result complete(boost::asio::io_context& context, Task<Result> task) {
  std::optional<Result> result;
  boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error, Result value) {
    if (error) std::rethrow_exception(error);
    result.emplace(std::move(value));
  });
  context.restart();
  while (!result && context.run_one() > 0) {
  }
  if (!result) throw std::logic_error("the task did not end");
  return std::move(*result);
}

class AnalystTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { spawner() = AnalystSpawner::start(); }
  static void TearDownTestSuite() { spawner().reset(); }
  static std::unique_ptr<AnalystSpawner>& spawner() {
    static std::unique_ptr<AnalystSpawner> instance;
    return instance;
  }

  std::unique_ptr<AnalystSession> open(Deadline deadline = Deadline::in(30s),
                                       AnalystLimits limits = {}) {
    auto session =
        complete(context_, spawner()->open(context_.get_executor(), rates_, limits, deadline));
    EXPECT_TRUE(session) << (session ? "" : session.error().detail);
    return session ? std::move(*session) : nullptr;
  }
  std::expected<PageInfo, AnalystError> load(AnalystSession& session, TableSpec spec,
                                             const std::string& result) {
    const std::string name = spec.name;
    auto made = complete(context_, session.create_table(std::move(spec)));
    if (!made) return std::unexpected(made.error());
    return complete(
        context_,
        session.add_page({.table = name, .result = result, .arguments = R"({"repo":"api"})"}));
  }
  std::expected<PageInfo, AnalystError> more(AnalystSession& session, const std::string& result,
                                             std::size_t series = 0) {
    return complete(
        context_,
        session.add_page(
            {.table = "t0", .result = result, .arguments = R"({"repo":"api"})", .series = series}));
  }
  std::expected<Table, AnalystError> select(AnalystSession& session, std::string sql,
                                            std::size_t columns = 1) {
    return complete(context_, session.run(std::move(sql), std::vector<Column>(columns)));
  }

  boost::asio::io_context context_;
  CurrencyRates rates_{.reporting = "usd", .to_reporting = {{"eur", 1.08}, {"gbp", 1.27}}};
};

std::string as_text_result(const std::string& text) {
  return Json{{"content", {{{"type", "text"}, {"text", text}}}}}.dump();
}

TableSpec customers() {
  return {.name = "t0",
          .rows_path = "$.data",
          .fields = {{.name = "id", .path = "id", .type = "text"},
                     {.name = "paid",
                      .path = "paid",
                      .type = "money",
                      .unit = "minor",
                      .currency_path = "currency"},
                     {.name = "at", .path = "created", .type = "timestamp", .unit = "epoch_s"}},
          .next_path = "$.data[-1].id",
          .more_path = "$.has_more"};
}

// The worker of the only session that is open, found through this process's pidfds.
pid_t worker_process() {
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fdinfo")) {
    std::ifstream file(entry.path());
    std::string word;
    pid_t process = 0;
    while (file >> word) {
      if (word == "Pid:" && file >> process && process > 0) return process;
    }
  }
  return 0;
}

std::string text_of_file(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST_F(AnalystTest, reads_a_page_and_computes_over_it) {
  const auto session = open();
  const auto page =
      load(*session, customers(),
           as_text_result(
               R"({"data":[{"id":"a","paid":1999,"currency":"usd","created":1767225600},
                  {"id":"b","paid":1000,"currency":"eur","created":1767225600}],"has_more":true})"));
  ASSERT_TRUE(page) << page.error().detail;
  EXPECT_EQ(page->rows, 2U);
  EXPECT_EQ(page->form, "json-text");
  EXPECT_EQ(page->next, "b");
  EXPECT_EQ(page->more, true);
  const auto table = select(*session, "SELECT sum(paid), min(\"at\"), count(*) FROM t0", 3);
  ASSERT_TRUE(table) << table.error().detail;
  EXPECT_EQ(Json(table->rows[0]), Json::parse(R"([30.79,"2026-01-01T00:00:00Z",2])"));
}

TEST_F(AnalystTest, a_row_that_comes_twice_is_written_once) {
  const auto session = open();
  TableSpec spec = customers();
  spec.key_paths = {"id", "$argument.repo"};
  ASSERT_TRUE(
      load(*session, spec, as_text_result(R"({"data":[{"id":"a"},{"id":"b"},{"id":"a"}]})")));
  const auto second = more(*session, as_text_result(R"({"data":[{"id":"b"},{"id":"c"},{}]})"));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->rows, 3U);
  EXPECT_EQ(second->repeated, 1U);
  EXPECT_EQ(second->dropped, 1U);
  // In another series of pages it is no repetition, but still the same row.
  const auto other = more(*session, as_text_result(R"({"data":[{"id":"c"}]})"), 1);
  EXPECT_EQ(other->repeated, 0U);
  EXPECT_EQ(other->dropped, 1U);
  const auto table = select(*session, "SELECT count(*), count(DISTINCT id) FROM t0", 2);
  EXPECT_EQ(Json(table->rows[0]), Json::parse("[4,3]"));  // Of the fourth nobody knows.
}

TEST_F(AnalystTest, without_a_key_a_page_that_comes_twice_is_written_once) {
  const auto session = open();
  const std::string page = as_text_result(R"({"data":[{"paid":1},{"paid":1}]})");
  ASSERT_TRUE(load(*session, customers(), page));
  const auto again = more(*session, page);
  EXPECT_EQ(again->repeated, 2U);
  EXPECT_EQ(again->dropped, 2U);
  EXPECT_EQ(more(*session, page, 1)->dropped, 0U);
  EXPECT_EQ(select(*session, "SELECT count(*) FROM t0")->rows[0][0], 4);
}

TEST_F(AnalystTest, tells_null_from_nothing_where_the_next_page_would_stand) {
  const auto session = open();
  TableSpec spec = customers();
  spec.next_path = "$.cursor";
  const auto page = load(*session, spec, as_text_result(R"({"data":[{}],"cursor":null})"));
  EXPECT_TRUE(page->said_last);
  EXPECT_FALSE(page->more);
  EXPECT_FALSE(more(*session, as_text_result(R"({"data":[{"id":"b"}]})"))->said_last);
  EXPECT_EQ(more(*session, as_text_result(R"({"data":[{"id":"c"}],"has_more":null})"))->more,
            false);
}

TEST_F(AnalystTest, lists_keep_their_places_and_their_money) {
  const auto session = open();
  TableSpec spec = customers();
  spec.fields = {{.name = "amounts",
                  .path = "items[].amount",
                  .type = "money",
                  .unit = "minor",
                  .currency_path = "currency",
                  .list = true},
                 {.name = "words", .path = "items[].word", .type = "text", .list = true}};
  spec.minor_digits = {{"isk", 2}};
  spec.key_paths = {};
  ASSERT_TRUE(
      load(*session, spec,
           as_text_result(R"({"data":[{"currency":"eur","items":[{"amount":100,"word":"a\"b"},
                     {"word":"c"}]},{"currency":"usd","items":[{"amount":50}]},{}]})")));
  const auto table = select(*session, "SELECT amounts, words FROM t0", 2);
  ASSERT_TRUE(table) << table.error().detail;
  EXPECT_EQ(
      Json(table->rows).dump(),
      R"([["[\"1.0800000000\",null]","[\"a\\\"b\",\"c\"]"],["[\"0.5000000000\"]","[null]"],[null,null]])");
}

TEST_F(AnalystTest, a_worker_has_no_environment_and_is_confined) {
  const auto session = open();
  const std::string process = "/proc/" + std::to_string(worker_process());
  EXPECT_EQ(text_of_file(process + "/environ").find_first_not_of('\0'), std::string::npos);
  const std::string status = text_of_file(process + "/status");
  EXPECT_NE(status.find("Seccomp:\t2"), std::string::npos) << status;
  EXPECT_NE(status.find("NoNewPrivs:\t1"), std::string::npos);
  EXPECT_NE(status.find("Threads:\t1\n"), std::string::npos);
}

TEST_F(AnalystTest, sql_reaches_no_file_and_no_setting) {
  const auto session = open();
  for (const char* sql :
       {"SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/x'", "ATTACH '/tmp/x.db'", "INSTALL httpfs", "LOAD httpfs",
        "SET memory_limit='8GB'", "SET enable_external_access=true", "SELECT * FROM glob('/*')"}) {
    const auto outcome = select(*session, sql);
    ASSERT_FALSE(outcome) << sql;
    EXPECT_EQ(outcome.error().kind, AnalystError::Kind::query_failed) << sql;
  }
}

TEST_F(AnalystTest, a_worker_is_ended_at_its_deadline_and_the_server_goes_on) {
  const auto session = open(Deadline::in(400ms));
  const auto outcome =
      select(*session, "SELECT count(*) FROM range(1000000000) a, range(1000000000) b");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, AnalystError::Kind::deadline);
  const auto next = open();
  EXPECT_TRUE(select(*next, "SELECT 1"));
}

TEST_F(AnalystTest, a_memory_bomb_ends_in_an_error) {
  const auto session = open();
  for (const char* sql : {"SELECT length(repeat('a', 2000000000) || repeat('b', 2000000000))",
                          "SELECT length(string_agg(repeat('x', 1000000), '')) FROM range(5000)"}) {
    const auto outcome = select(*open(), sql);
    ASSERT_FALSE(outcome) << sql;
    EXPECT_TRUE(outcome.error().kind == AnalystError::Kind::out_of_memory ||
                outcome.error().kind == AnalystError::Kind::died)
        << outcome.error().detail;
  }
  EXPECT_TRUE(select(*session, "SELECT 1"));
}

TEST_F(AnalystTest, the_death_of_a_worker_is_an_error_of_its_session_alone) {
  const auto session = open();
  kill(worker_process(), SIGSEGV);
  const auto outcome = select(*session, "SELECT 1");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, AnalystError::Kind::died);
  EXPECT_TRUE(select(*open(), "SELECT 1"));
}

TEST_F(AnalystTest, closing_a_session_ends_its_worker) {
  auto session = open();
  const pid_t process = worker_process();
  ASSERT_GT(process, 0);
  session.reset();
  bool gone = false;
  for (int attempt = 0; attempt < 10'000 && !gone; ++attempt) {
    const std::string status = text_of_file("/proc/" + std::to_string(process) + "/status");
    gone = status.empty() || status.find("State:\tZ") != std::string::npos;
    std::this_thread::yield();
  }
  EXPECT_TRUE(gone);
}

TEST_F(AnalystTest, more_rows_than_one_question_may_have_are_refused) {
  const auto session = open(Deadline::in(30s), {.rows_max = 2});
  const auto page = load(*session, customers(), as_text_result(R"({"data":[{},{},{}]})"));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().kind, AnalystError::Kind::too_many_rows);
}

TEST_F(AnalystTest, many_sessions_have_a_worker_each) {
  std::vector<std::unique_ptr<AnalystSession>> sessions;
  for (int count = 0; count < 8; ++count)
    sessions.push_back(open());
  for (const auto& session : sessions)
    EXPECT_TRUE(select(*session, "SELECT 42"));
}

// How a confined child ends that tries something.
template <class Attempt>
int ending_of(Attempt attempt) {
  const pid_t child = fork();
  if (child == 0) {
    if (!limit_resources({}) || !forbid_system_calls()) _exit(99);
    _exit(attempt() ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

bool killed_by_the_filter(int status) {
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

TEST(Confinement, a_socket_a_new_program_and_a_new_process_are_fatal) {
  EXPECT_TRUE(killed_by_the_filter(ending_of([] { return socket(AF_INET, SOCK_STREAM, 0) >= 0; })));
  EXPECT_TRUE(killed_by_the_filter(ending_of([] { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; })));
  EXPECT_TRUE(
      killed_by_the_filter(ending_of([] { return execl("/bin/true", "true", nullptr) == 0; })));
  EXPECT_TRUE(killed_by_the_filter(ending_of([] { return fork() >= 0; })));
}

TEST(Confinement, a_signal_reaches_no_process_but_its_own) {
  const pid_t server = fork();
  if (server == 0) {
    while (true)
      pause();
  }
  ASSERT_GT(server, 0);
  EXPECT_TRUE(killed_by_the_filter(
      ending_of([=] { return syscall(SYS_tgkill, server, server, SIGKILL) == 0; })));
  EXPECT_TRUE(killed_by_the_filter(ending_of([=] { return kill(server, SIGKILL) == 0; })));
  EXPECT_TRUE(
      killed_by_the_filter(ending_of([=] { return syscall(SYS_tkill, server, SIGKILL) == 0; })));
  // The number of its own process in one half of the argument does not help either.
  EXPECT_TRUE(killed_by_the_filter(ending_of([=] {
    const long both = (static_cast<long>(getpid()) << 32) | server;
    return syscall(SYS_tgkill, both, static_cast<long>(server), SIGKILL) == 0;
  })));
  int status = 0;
  EXPECT_EQ(waitpid(server, &status, WNOHANG), 0);  // It lives.
  kill(server, SIGKILL);
  waitpid(server, &status, 0);
  const int aborted = ending_of([]() -> bool { abort(); });
  EXPECT_TRUE(WIFSIGNALED(aborted) && WTERMSIG(aborted) == SIGABRT);
}

TEST(Confinement, no_file_opens) {
  EXPECT_EQ(ending_of([] { return open("/etc/passwd", O_RDONLY) >= 0; }), 0);
  EXPECT_EQ(ending_of([] { return open("/tmp/new", O_CREAT | O_WRONLY, 0600) >= 0; }), 0);
}

}  // namespace
}  // namespace sluice::analyst
