// Asio's own translation unit: with it, no other file compiles Asio's non-template code.
#include <boost/asio/impl/src.hpp>
