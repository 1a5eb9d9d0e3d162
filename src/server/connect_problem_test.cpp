#include "server/connect_problem.h"

#include "base/json.h"

#include <gtest/gtest.h>

namespace sluice::server {
namespace {

using connections::ConnectReason;

TEST(ConnectProblem, has_the_status_of_its_reason_and_says_the_reason) {
  const auto status = [](ConnectReason reason) {
    const auto response = connect_problem({reason, "What to do."});
    const auto body = parse_json(response.body);
    EXPECT_TRUE(body);
    if (body) EXPECT_EQ(text_member(*body, "reason"), to_text(reason));
    if (body) EXPECT_EQ(text_member(*body, "detail"), "What to do.");
    return response.status;
  };
  EXPECT_EQ(status(ConnectReason::plan_required), 403);
  EXPECT_EQ(status(ConnectReason::unknown_vendor), 404);
  EXPECT_EQ(status(ConnectReason::unknown_connection), 404);
  EXPECT_EQ(status(ConnectReason::vendor_refused), 502);
  EXPECT_EQ(status(ConnectReason::refused_address), 502);
}

}  // namespace
}  // namespace sluice::server
