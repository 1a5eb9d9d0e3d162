#include "net/free_port.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace sluice::net {

std::uint16_t free_loopback_port() {
  namespace asio = boost::asio;
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor(context);
  const asio::ip::tcp::endpoint loopback(asio::ip::address_v4::loopback(), 0);
  boost::system::error_code error;
  acceptor.open(loopback.protocol(), error);
  if (!error) acceptor.bind(loopback, error);
  if (error) return 0;
  return acceptor.local_endpoint(error).port();
}

}  // namespace sluice::net
