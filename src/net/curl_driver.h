#pragma once
#include <curl/curl.h>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <memory>
#include <unordered_map>

namespace sluice::net {

// Who is told that its easy handle has ended; found through CURLOPT_PRIVATE.
class CurlListener {
 public:
  virtual ~CurlListener() = default;
  // On the driver's strand, once; the handle may be removed from within.
  virtual void on_done(CURLcode result) = 0;
};

// One libcurl multi handle, that is one connection pool, driven by Asio. Internal to net/.
// Everything happens on its strand; libcurl is never called from within one of its callbacks.
class CurlDriver : public std::enable_shared_from_this<CurlDriver> {
 public:
  using Strand = boost::asio::strand<boost::asio::any_io_executor>;

  // `connections_max` idle connections are kept for reuse. Lives in a shared_ptr.
  CurlDriver(boost::asio::any_io_executor executor, long connections_max);
  ~CurlDriver();
  CurlDriver(const CurlDriver&) = delete;
  CurlDriver& operator=(const CurlDriver&) = delete;

  [[nodiscard]] const Strand& strand() const noexcept { return strand_; }
  // The listener of `easy` hears of its end once, unless it was removed before.
  void add(CURL* easy);
  void remove(CURL* easy);

 private:
  // One socket of libcurl's, watched for what libcurl wants of it.
  struct Watch {
    Watch(const Strand& strand, int fd) : descriptor(strand, fd) {}
    boost::asio::posix::stream_descriptor descriptor;
    int wanted = 0;
    bool waiting_read = false;
    bool waiting_write = false;
    bool alive = true;
  };
  using WatchPointer = std::shared_ptr<Watch>;

  static int socket_callback(CURL* easy, curl_socket_t fd, int what, void* self, void* unused);
  static int timer_callback(CURLM* multi, long timeout_ms, void* self);
  void set_wanted(curl_socket_t fd, int what);
  void forget(curl_socket_t fd);
  void set_timer(long timeout_ms);
  void wait(const WatchPointer& watch, bool for_read);
  void act(curl_socket_t fd, int events);
  void announce_ended();

  Strand strand_;
  boost::asio::steady_timer timer_;
  CURLM* multi_;
  std::unordered_map<curl_socket_t, WatchPointer> watches_;
};

}  // namespace sluice::net
