#include "analyst/worker.h"

#include "analyst/confinement.h"
#include "analyst/database.h"
#include "analyst/loader.h"
#include "analyst/wire.h"
#include "base/json.h"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>
#include <optional>
#include <span>
#include <utility>

namespace sluice::analyst {
namespace {

// Ends the process without running anything that was meant for the parent's end.
[[noreturn]] void leave() {
  _exit(0);
}

// Blocking frames on the worker's side; a broken connection ends the process.
class Channel {
 public:
  explicit Channel(int socket) : socket_(socket) {}

  [[nodiscard]] Frame receive() const {
    std::array<char, frame_head_bytes> bytes{};
    read_all(bytes);
    const auto head = read_frame_head(bytes);
    if (!head) leave();
    Frame frame{.kind = head->kind, .body = std::string(head->body_bytes, '\0')};
    read_all(frame.body);
    return frame;
  }
  void send(FrameKind kind, std::string_view body) const {
    write_all(frame_head(kind, body.size()));
    write_all(body);
  }

 private:
  void read_all(std::span<char> into) const {
    while (!into.empty()) {
      const ssize_t count = read(socket_, into.data(), into.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) leave();
      into = into.subspan(static_cast<std::size_t>(count));
    }
  }
  void write_all(std::span<const char> from) const {
    while (!from.empty()) {
      const ssize_t count = ::send(socket_, from.data(), from.size(), MSG_NOSIGNAL);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) leave();
      from = from.subspan(static_cast<std::size_t>(count));
    }
  }

  int socket_;
};

// The default action of the alarm ends the process, whatever it is doing.
void end_after(std::chrono::milliseconds time) {
  std::signal(SIGALRM, SIG_DFL);
  const auto micros = std::chrono::microseconds(time).count();
  itimerval timer{};
  timer.it_value = {.tv_sec = micros / 1'000'000, .tv_usec = micros % 1'000'000 + 1};
  setitimer(ITIMER_REAL, &timer, nullptr);
}

[[nodiscard]] std::expected<Json, AnalystError> answer_run(Database& database, const Json& body) {
  auto table = database.select(text_member(body, "sql").value_or(""),
                               columns_from_json(member(body, "columns")));
  if (!table) return std::unexpected(table.error());
  return Json{{"columns", to_json(table->columns)}, {"rows", std::move(table->rows)}};
}

[[nodiscard]] std::expected<Json, AnalystError> answer(Database& database, Loader& loader,
                                                       const Frame& frame) {
  if (frame.kind == FrameKind::add_page) {
    const std::string_view body = frame.body;
    const auto table = body.find('\0');
    const auto series = body.find('\0', table + 1);
    const auto arguments = body.find('\0', series + 1);
    // Only our own server writes these frames; one that is broken is a fault of ours, not of a
    // vendor.
    if (series == std::string_view::npos || arguments == std::string_view::npos) leave();
    auto page = loader.add_page({.table = body.substr(0, table),
                                 .series = body.substr(table + 1, series - table - 1),
                                 .arguments = body.substr(series + 1, arguments - series - 1),
                                 .result = body.substr(arguments + 1)});
    if (!page) return std::unexpected(page.error());
    return to_json(*page);
  }
  const auto body = parse_json(frame.body);
  if (!body) leave();
  if (frame.kind == FrameKind::run) return answer_run(database, *body);
  if (frame.kind != FrameKind::create_table) leave();
  if (auto made = loader.create_table(table_spec_from_json(*body)); !made) {
    return std::unexpected(made.error());
  }
  return Json::object();
}

void serve_one(const Channel& channel, Database& database, Loader& loader) {
  const Frame frame = channel.receive();
  const auto outcome = answer(database, loader, frame);
  if (outcome) {
    channel.send(FrameKind::done, to_wire(*outcome));
  } else {
    channel.send(FrameKind::failed, to_wire(to_json(outcome.error())));
  }
}

// Until the server closes its end. Memory that the limit refused to our own code is an answer
// like any other; the process is thrown away after it.
[[noreturn]] void serve(const Channel& channel, Database& database, Loader& loader) {
  try {
    while (true)
      serve_one(channel, database, loader);
  } catch (const std::bad_alloc&) {
    const AnalystError error{.kind = AnalystError::Kind::out_of_memory, .detail = "no memory left"};
    channel.send(FrameKind::failed, to_wire(to_json(error)));
  } catch (const std::exception&) {
    // DuckDB's exceptions can come through its C interface; the other side sees a death.
  }
  leave();
}

}  // namespace

bool send_file(int socket, int file) {
  char byte = 0;
  iovec data{.iov_base = &byte, .iov_len = 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> space{};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = space.data();
  message.msg_controllen = space.size();
  cmsghdr* control = CMSG_FIRSTHDR(&message);
  control->cmsg_level = SOL_SOCKET;
  control->cmsg_type = SCM_RIGHTS;
  control->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(control), &file, sizeof(int));
  return sendmsg(socket, &message, MSG_NOSIGNAL) == 1;
}

int receive_file(int socket) {
  char byte = 0;
  iovec data{.iov_base = &byte, .iov_len = 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> space{};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = space.data();
  message.msg_controllen = space.size();
  ssize_t count = 0;
  do {
    count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (count < 0 && errno == EINTR);
  const cmsghdr* control = count == 1 ? CMSG_FIRSTHDR(&message) : nullptr;
  if (control == nullptr || control->cmsg_type != SCM_RIGHTS) return -1;
  int file = -1;
  std::memcpy(&file, CMSG_DATA(control), sizeof(int));
  return file;
}

std::expected<Database, std::string> open_for_workers() {
  const auto library = DuckdbLibrary::load();
  if (!library) return std::unexpected(library.error());
  auto opened = Database::open(*library);
  if (!opened) return std::unexpected(opened.error().detail);
  return std::move(*opened);
}

void work(int handover, std::expected<Database, std::string>& database) {
  prctl(PR_SET_NAME, "sluice-analyst");
  // A worker outlives neither its spawner nor its session.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // No core file and no debugger of the same user: rows of a customer are in this memory.
  prctl(PR_SET_DUMPABLE, 0);
  std::string problem = database ? "" : database.error();
  const int session = receive_file(handover);
  if (session < 0) leave();
  close(handover);
  // The server can end this very process, and no other that has its number later.
  const int self = static_cast<int>(syscall(SYS_pidfd_open, getpid(), 0));
  if (self < 0 || !send_file(session, self)) leave();
  close(self);
  const Channel channel(session);
  const Frame first = channel.receive();
  const auto body = parse_json(first.body);
  if (first.kind != FrameKind::begin || !body) leave();
  const Beginning beginning = beginning_from_json(*body);
  if (database) {
    end_after(beginning.deadline);
    // Without confinement no row is read: the session learns the problem and ends.
    if (!limit_resources(beginning.limits) || !forbid_system_calls()) {
      problem = "the system refused to confine the worker";
    }
  }
  channel.send(FrameKind::ready, problem);
  if (!problem.empty() || !database) leave();
  Loader loader(*database, beginning.rates, beginning.limits.rows_max);
  serve(channel, *database, loader);
}

}  // namespace sluice::analyst
