#include "net/curl_driver.h"

#include "base/wiping.h"

#include <chrono>
#include <mutex>
#include <utility>

namespace sluice::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr long total_connections_max = 1024;

// libcurl is initialised once in the process, and before any other use of it: its frees wipe, so
// that no copy of a header or a body stays in the heap.
CURLM* make_multi() {
  static std::once_flag once;
  std::call_once(once, [] {
    curl_global_init_mem(CURL_GLOBAL_DEFAULT, wiping_malloc, wiping_free, wiping_realloc,
                         wiping_strdup, wiping_calloc);
  });
  return curl_multi_init();
}

}  // namespace

CurlDriver::CurlDriver(asio::any_io_executor executor, long connections_max)
    : strand_(asio::make_strand(std::move(executor))), timer_(strand_), multi_(make_multi()) {
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlDriver::socket_callback);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlDriver::timer_callback);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, connections_max);
  curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, total_connections_max);
}

CurlDriver::~CurlDriver() {
  curl_multi_cleanup(multi_);
}

void CurlDriver::add(CURL* easy) {
  curl_multi_add_handle(multi_, easy);  // Sets the timer, which starts the transfer.
}

void CurlDriver::remove(CURL* easy) {
  curl_multi_remove_handle(multi_, easy);
}

int CurlDriver::socket_callback(CURL* /*easy*/, curl_socket_t fd, int what, void* self,
                                void* /*unused*/) {
  auto& driver = *static_cast<CurlDriver*>(self);
  if (what == CURL_POLL_REMOVE)
    driver.forget(fd);
  else
    driver.set_wanted(fd, what);
  return 0;
}

int CurlDriver::timer_callback(CURLM* /*multi*/, long timeout_ms, void* self) {
  static_cast<CurlDriver*>(self)->set_timer(timeout_ms);
  return 0;
}

void CurlDriver::set_wanted(curl_socket_t fd, int what) {
  auto& watch = watches_[fd];
  if (!watch) watch = std::make_shared<Watch>(strand_, fd);
  watch->wanted = what;
  wait(watch, true);
  wait(watch, false);
}

// libcurl closes its sockets itself, after this.
void CurlDriver::forget(curl_socket_t fd) {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return;
  found->second->alive = false;
  found->second->descriptor.release();
  watches_.erase(found);
}

void CurlDriver::set_timer(long timeout_ms) {
  if (timeout_ms < 0) {
    timer_.cancel();
    return;
  }
  timer_.expires_after(std::chrono::milliseconds(timeout_ms));
  timer_.async_wait([weak = weak_from_this()](error_code error) {
    const auto self = weak.lock();
    if (!error && self) self->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

void CurlDriver::wait(const WatchPointer& watch, bool for_read) {
  const int wanted = for_read ? CURL_POLL_IN : CURL_POLL_OUT;
  bool& waiting = for_read ? watch->waiting_read : watch->waiting_write;
  if (waiting || (watch->wanted & wanted) == 0) return;
  waiting = true;
  auto ready = [weak = weak_from_this(), watch, for_read, wanted](error_code error) {
    (for_read ? watch->waiting_read : watch->waiting_write) = false;
    const auto self = weak.lock();
    if (!self || !watch->alive || (watch->wanted & wanted) == 0) return;
    const int events = for_read ? CURL_CSELECT_IN : CURL_CSELECT_OUT;
    self->act(watch->descriptor.native_handle(), error ? CURL_CSELECT_ERR : events);
    if (watch->alive) self->wait(watch, for_read);
  };
  using Descriptor = asio::posix::stream_descriptor;
  watch->descriptor.async_wait(for_read ? Descriptor::wait_read : Descriptor::wait_write,
                               std::move(ready));
}

void CurlDriver::act(curl_socket_t fd, int events) {
  int running = 0;
  curl_multi_socket_action(multi_, fd, events, &running);
  announce_ended();
}

void CurlDriver::announce_ended() {
  int queued = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &queued)) {
    if (message->msg != CURLMSG_DONE) continue;
    char* listener = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &listener);
    reinterpret_cast<CurlListener*>(listener)->on_done(message->data.result);
  }
}

}  // namespace sluice::net
