#include "analyst/session.h"

#include "analyst/worker.h"
#include "base/json.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <utility>

namespace sluice::analyst {
namespace {

namespace asio = boost::asio;
using Socket = asio::local::stream_protocol::socket;
// A lock that is waited for without blocking: who sends into the one place holds it.
using Turn = asio::experimental::channel<void(boost::system::error_code)>;

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);

// What the session and its pending waits share: the timer's handler may run after the session.
struct Link {
  Link(const asio::any_io_executor& executor, int socket)
      : socket(executor, asio::local::stream_protocol(), socket),
        timer(executor),
        turn(executor, 1) {}
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  ~Link() {
    end_worker();
    if (process >= 0) close(process);
  }
  void end_worker() const {
    if (process >= 0) syscall(SYS_pidfd_send_signal, process, SIGKILL, nullptr, 0);
  }

  Socket socket;
  asio::steady_timer timer;
  Turn turn;
  int process = -1;  // A pidfd: stands for that very process, even after its number is reused.
  bool timed_out = false;
};

[[nodiscard]] AnalystError lost(const Link& link) {
  if (link.timed_out) {
    return {.kind = AnalystError::Kind::deadline, .detail = "the analyst ran out of time"};
  }
  return {.kind = AnalystError::Kind::died, .detail = "the analyst process ended"};
}

void watch(const std::shared_ptr<Link>& link, Deadline deadline) {
  link->timer.expires_at(deadline.time_point());
  link->timer.async_wait([weak = std::weak_ptr(link)](const boost::system::error_code& error) {
    const auto alive = weak.lock();
    if (error || !alive) return;
    alive->timed_out = true;
    alive->end_worker();
    boost::system::error_code ignored;
    alive->socket.close(ignored);
  });
}

// The coroutines below keep the link alive by value.
Task<std::expected<Frame, AnalystError>> receive(std::shared_ptr<Link> link) {
  std::array<char, frame_head_bytes> bytes{};
  const auto [head_error, head_count] =
      co_await asio::async_read(link->socket, asio::buffer(bytes), no_throw);
  const auto head = head_error ? std::nullopt : read_frame_head(bytes);
  if (!head) co_return std::unexpected(lost(*link));
  Frame frame{.kind = head->kind, .body = std::string(head->body_bytes, '\0')};
  const auto [body_error, body_count] =
      co_await asio::async_read(link->socket, asio::buffer(frame.body), no_throw);
  if (body_error) co_return std::unexpected(lost(*link));
  co_return frame;
}

Task<std::expected<void, AnalystError>> send(std::shared_ptr<Link> link, Frame frame) {
  const auto head = frame_head(frame.kind, frame.body.size());
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(frame.body)};
  const auto [error, count] = co_await asio::async_write(link->socket, buffers, no_throw);
  if (error) co_return std::unexpected(lost(*link));
  co_return std::expected<void, AnalystError>();
}

// One request and its answer; others of the same session wait for their turn.
Task<std::expected<Json, AnalystError>> exchange(std::shared_ptr<Link> link, Frame request) {
  if (request.body.size() > frame_bytes_max) {
    co_return std::unexpected(
        AnalystError{AnalystError::Kind::unreadable_rows, "the page is too large"});
  }
  const auto [closed] = co_await link->turn.async_send(boost::system::error_code(), no_throw);
  if (closed) co_return std::unexpected(lost(*link));
  auto sent = co_await send(link, std::move(request));
  std::expected<Frame, AnalystError> reply = std::unexpected(lost(*link));
  if (sent) reply = co_await receive(link);
  link->turn.try_receive([](const boost::system::error_code&) {});
  if (!reply) co_return std::unexpected(reply.error());
  // The worker has read hostile rows: what it says is checked like anything from outside.
  auto body = parse_json(reply->body);
  if (!body) co_return std::unexpected(lost(*link));
  if (reply->kind == FrameKind::done) co_return std::move(*body);
  if (reply->kind == FrameKind::failed) co_return std::unexpected(error_from_json(*body));
  co_return std::unexpected(lost(*link));
}

[[nodiscard]] bool is_scalar(const Json& cell) {
  return !cell.is_structured() && !cell.is_binary();
}

[[nodiscard]] std::expected<Table, AnalystError> table_of(Json body, std::vector<Column> columns) {
  Table table{.columns = std::move(columns), .rows = {}};
  for (Json& row : body["rows"]) {
    std::vector<Json> cells;
    // Shape and size are checked again here: the worker that sent them has read hostile rows.
    if (!row.is_array() || row.size() != table.columns.size() ||
        table.rows.size() >= result_rows_max) {
      return std::unexpected(
          AnalystError{AnalystError::Kind::died, "the analyst's table is broken"});
    }
    for (Json& cell : row)
      cells.push_back(is_scalar(cell) ? std::move(cell) : Json(nullptr));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

class Session final : public AnalystSession {
 public:
  explicit Session(std::shared_ptr<Link> link) : link_(std::move(link)) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() override {
    link_->end_worker();
    link_->timer.cancel();
    boost::system::error_code ignored;
    link_->socket.close(ignored);
  }

  Task<std::expected<void, AnalystError>> create_table(TableSpec spec) override {
    Frame request{.kind = FrameKind::create_table, .body = to_wire(to_json(spec))};
    const auto reply = co_await exchange(link_, std::move(request));
    if (!reply) co_return std::unexpected(reply.error());
    co_return std::expected<void, AnalystError>();
  }
  Task<std::expected<PageInfo, AnalystError>> add_page(PageInput page) override {
    Frame request{.kind = FrameKind::add_page, .body = std::move(page.table)};
    request.body += '\0' + std::to_string(page.series) + '\0' + page.arguments + '\0';
    request.body += page.result;
    const auto reply = co_await exchange(link_, std::move(request));
    if (!reply) co_return std::unexpected(reply.error());
    co_return page_info_from_json(*reply);
  }
  Task<std::expected<Table, AnalystError>> run(std::string sql,
                                               std::vector<Column> columns) override {
    const Json body = {{"sql", sql}, {"columns", to_json(columns)}};
    auto reply = co_await exchange(link_, {.kind = FrameKind::run, .body = to_wire(body)});
    if (!reply) co_return std::unexpected(reply.error());
    co_return table_of(std::move(*reply), std::move(columns));
  }

 private:
  std::shared_ptr<Link> link_;
};

}  // namespace

Task<std::expected<std::unique_ptr<AnalystSession>, AnalystError>> open_session(
    asio::any_io_executor executor, int socket, Beginning beginning, Deadline deadline) {
  const auto link = std::make_shared<Link>(executor, socket);
  watch(link, deadline);
  // The worker's first message is a handle to itself, by which the deadline can end it from here
  // on.
  const auto [error] = co_await link->socket.async_wait(Socket::wait_read, no_throw);
  if (!error) link->process = receive_file(link->socket.native_handle());
  if (link->process < 0) co_return std::unexpected(lost(*link));
  beginning.deadline = deadline.left();
  Frame begin{.kind = FrameKind::begin, .body = to_wire(to_json(beginning))};
  const auto sent = co_await send(link, std::move(begin));
  if (!sent) co_return std::unexpected(sent.error());
  const auto ready = co_await receive(link);
  if (!ready) co_return std::unexpected(ready.error());
  if (ready->kind != FrameKind::ready || !ready->body.empty()) {
    co_return std::unexpected(AnalystError{AnalystError::Kind::died, ready->body});
  }
  co_return std::make_unique<Session>(link);
}

}  // namespace sluice::analyst
