// Two servers over one data directory: the lease holds between processes as it does between
// threads.
#include "identity/operator_authenticator.h"
#include "vault/refresh_lease.h"
#include "vault/vault_fixture.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <map>
#include <string>
#include <vector>

namespace sluice::vault {
namespace {

enum Outcome : int { got_it = 1, came_too_late = 2, broken = 3 };

// What another server does: opens the database for itself and asks for the lease.
Outcome contend(const std::string& folder) {
  const auto database = storage::Database::open(folder);
  if (!database) return broken;
  const auto access = identity::OperatorAuthenticator(**database).authenticate("ada-ltd");
  if (!access) return broken;
  const auto connections = ConnectionRepository(**database, *access).list_of("stripe");
  if (connections.empty()) return broken;
  const SystemClock clock;
  SystemRandom random;
  const auto lease = RefreshLeases(**database, clock, random).take(*access, connections.front());
  return lease ? got_it : came_too_late;
}

// Processes that wait for the word. Made before anything opens a database, which must not be
// carried across a fork.
class Servers {
 public:
  explicit Servers(int count) {
    for (int i = 0; i < count; ++i)
      start_one();
  }
  // Tells them where the data lies, and counts how they ended.
  std::map<int, int> let_go(const std::string& folder) {
    std::map<int, int> outcomes;
    for (const Server& server : servers_) {
      EXPECT_EQ(::write(server.word, folder.data(), folder.size()),
                static_cast<ssize_t>(folder.size()));
      ::close(server.word);
    }
    for (const Server& server : servers_) {
      int status = 0;
      EXPECT_EQ(::waitpid(server.process, &status, 0), server.process);
      ++outcomes[WIFEXITED(status) ? WEXITSTATUS(status) : -1];
    }
    return outcomes;
  }

 private:
  struct Server {
    pid_t process;
    int word;
  };
  void start_one() {
    std::array<int, 2> pipe_ends{};
    ASSERT_EQ(::pipe(pipe_ends.data()), 0);
    const pid_t process = ::fork();
    ASSERT_GE(process, 0);
    if (process == 0) {
      ::close(pipe_ends[1]);
      for (const Server& older : servers_)
        ::close(older.word);  // Or its reader would never see the end.
      ::_exit(contend(read_all(pipe_ends[0])));
    }
    ::close(pipe_ends[0]);
    servers_.push_back({process, pipe_ends[1]});
  }
  static std::string read_all(int from) {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t size = 0; (size = ::read(from, part.data(), part.size())) > 0;)
      text.append(part.data(), static_cast<std::size_t>(size));
    return text;
  }

  std::vector<Server> servers_;
};

TEST(LeasesOfProcesses, are_given_to_one_of_many) {
  constexpr int servers_count = 4;
  Servers servers(servers_count);
  VaultFixture house;
  house.connect(house.ada.access, "stripe", "tok");
  EXPECT_EQ(servers.let_go(house.folder.path().string()),
            (std::map<int, int>{{got_it, 1}, {came_too_late, servers_count - 1}}));
}

}  // namespace
}  // namespace sluice::vault
