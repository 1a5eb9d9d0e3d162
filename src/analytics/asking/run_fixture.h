#pragma once
#include "analytics/asking/run.h"

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace sluice::analytics {

// For tests of whole runs: one spawner of worker processes for all tests of a suite.
class RunSuite : public testing::Test {
 protected:
  static void SetUpTestSuite() { spawner() = analyst::AnalystSpawner::start(); }
  static void TearDownTestSuite() { spawner().reset(); }
  static std::unique_ptr<analyst::AnalystSpawner>& spawner() {
    static std::unique_ptr<analyst::AnalystSpawner> instance;
    return instance;
  }

  // The task on a loop of its own; what it throws is thrown here.
  template <class T>
  static T finished(Task<T> task) {
    boost::asio::io_context loop;
    std::optional<T> result;
    boost::asio::co_spawn(loop, std::move(task), [&](std::exception_ptr failure, T made) {
      if (failure) std::rethrow_exception(failure);
      result.emplace(std::move(made));
    });
    loop.run();
    return *std::move(result);
  }

  // What a tool answers that tells its rows as text.
  static Task<std::expected<std::string, sources::CallFailure>> reply(std::string text) {
    const Json result = {{"content", {{{"type", "text"}, {"text", std::move(text)}}}}};
    co_return result.dump();
  }
};

}  // namespace sluice::analytics
