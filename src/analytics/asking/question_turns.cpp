#include "analytics/asking/question_turns.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <list>
#include <map>
#include <mutex>
#include <vector>

namespace sluice::analytics {
namespace {

namespace asio = boost::asio;
// Called from whichever thread gives its turn back.
using Call = asio::experimental::concurrent_channel<void(boost::system::error_code)>;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

struct QuestionTurns::Turn::Ticket {
  Ticket(const asio::any_io_executor& executor, OrganizationId organization, UserId person)
      : organization(organization), person(person), call(executor, 1) {}
  OrganizationId organization;
  UserId person;
  bool running = false;  // Guarded by the queues' mutex.
  Call call;
};

struct QuestionTurns::Queues {
  using Ticket = std::shared_ptr<Turn::Ticket>;
  using Person = std::pair<OrganizationId, UserId>;
  struct Organization {
    std::size_t running = 0;
    std::list<Ticket> waiting;
  };
  explicit Queues(TurnLimits limits) : limits(limits) {}

  // The organization's next one whose person may have one more.
  [[nodiscard]] Ticket next_of(Organization& organization) {
    if (organization.running >= limits.organization) return nullptr;
    const auto next = std::ranges::find_if(organization.waiting, [&](const Ticket& ticket) {
      const auto held = people.find({ticket->organization, ticket->person});
      return held == people.end() || held->second < limits.person;
    });
    if (next == organization.waiting.end()) return nullptr;
    Ticket ticket = *next;
    organization.waiting.erase(next);
    return ticket;
  }
  // Gives out what is free, one organization after the other; who got one goes to the end.
  [[nodiscard]] std::vector<Ticket> give_out() {
    std::vector<Ticket> called;
    for (auto at = order.begin(); at != order.end() && running < limits.server;) {
      Organization& organization = organizations[*at];
      const Ticket ticket = next_of(organization);
      if (!ticket) {
        ++at;
        continue;
      }
      ticket->running = true;
      ++running;
      --waiting;
      ++organization.running;
      ++people[{ticket->organization, ticket->person}];
      called.push_back(ticket);
      order.splice(order.end(), order, at);
      at = order.begin();
    }
    return called;
  }
  [[nodiscard]] bool is_full(const Ticket& ticket) const {
    const auto& queue = organizations.at(ticket->organization).waiting;
    const auto own = std::ranges::count(queue, ticket->person,
                                        [](const Ticket& other) { return other->person; });
    return waiting > limits.waiting_server || queue.size() > limits.waiting_organization ||
           static_cast<std::size_t>(own) > limits.waiting_person;
  }
  void add(const Ticket& ticket) {
    const auto [place, fresh] = organizations.try_emplace(ticket->organization);
    if (fresh) order.push_back(ticket->organization);
    place->second.waiting.push_back(ticket);
    ++waiting;
  }
  void remove(const Ticket& ticket) {
    const auto place = organizations.find(ticket->organization);
    if (ticket->running) {
      --running;
      --place->second.running;
      const auto held = people.find({ticket->organization, ticket->person});
      if (--held->second == 0) people.erase(held);
    } else {
      waiting -= place->second.waiting.remove(ticket);
    }
    if (place->second.running > 0 || !place->second.waiting.empty()) return;
    order.remove(ticket->organization);
    organizations.erase(place);
  }

  const TurnLimits limits;
  std::mutex mutex;
  std::size_t running = 0;
  std::size_t waiting = 0;
  std::map<OrganizationId, Organization> organizations;
  std::list<OrganizationId> order;  // Of those that have or want a turn.
  std::map<Person, std::size_t> people;
};

namespace {

// A channel of one: what is sent before anybody receives is not lost.
template <class Tickets>
void call_all(const Tickets& tickets) {
  for (const auto& ticket : tickets) [[maybe_unused]]
    const bool sent = ticket->call.try_send(boost::system::error_code());
}

}  // namespace

QuestionTurns::QuestionTurns(TurnLimits limits) : queues_(std::make_unique<Queues>(limits)) {}
QuestionTurns::~QuestionTurns() = default;

QuestionTurns::Turn::~Turn() {
  if (turns_ != nullptr) turns_->leave(ticket_);
}

void QuestionTurns::leave(const std::shared_ptr<Turn::Ticket>& ticket) {
  std::vector<Queues::Ticket> called;
  {
    const std::lock_guard lock(queues_->mutex);
    queues_->remove(ticket);
    called = queues_->give_out();
  }
  call_all(called);
}

Task<std::expected<QuestionTurns::Turn, TurnError>> QuestionTurns::take(
    identity::OrganizationAccess access, Deadline deadline, std::function<void()> waiting) {
  using asio::experimental::awaitable_operators::operator||;
  const auto executor = co_await asio::this_coro::executor;
  const auto ticket =
      std::make_shared<Turn::Ticket>(executor, access.organization(), access.user());
  bool running = false;
  bool full = false;
  {
    const std::lock_guard lock(queues_->mutex);
    queues_->add(ticket);
    // Only this one can be called: whoever could have had a turn before has it.
    const auto called = queues_->give_out();
    running = ticket->running;
    full = !running && queues_->is_full(ticket);
  }
  Turn turn(*this, ticket);
  if (running) co_return turn;
  if (full) co_return std::unexpected(TurnError::queue_full);
  if (waiting) waiting();
  asio::steady_timer timer(executor, deadline.time_point());
  co_await (ticket->call.async_receive(as_tuple) || timer.async_wait(as_tuple));
  {
    const std::lock_guard lock(queues_->mutex);
    running = ticket->running;
  }
  if (!running) co_return std::unexpected(TurnError::deadline);
  co_return turn;
}

}  // namespace sluice::analytics
