#pragma once
#include "base/deadline.h"
#include "base/strong_id.h"
#include "base/task.h"
#include "identity/organization_access.h"

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <utility>

namespace sluice::analytics {

// How many questions run side by side, and how many may wait for it (docs/limits).
struct TurnLimits {
  std::size_t person = 4;
  std::size_t organization = 16;
  std::size_t server = 64;
  std::size_t waiting_person = 128;
  std::size_t waiting_organization = 256;
  std::size_t waiting_server = 1024;
};

enum class TurnError {
  queue_full,  // As many wait already as may.
  deadline,    // The question's time ended before its turn came.
};

// Whose turn it is. Every run of a plan holds a turn, and with it its analyst, its calls and its
// memory; the next turn goes to the next organization that waits, so that the length of one
// organization's queue is no matter of another's. Within an organization who came first is first,
// but for those who already have as many as a person may. Made once, outlives its turns;
// thread-safe.
class QuestionTurns {
 public:
  explicit QuestionTurns(TurnLimits limits);
  QuestionTurns(const QuestionTurns&) = delete;
  QuestionTurns& operator=(const QuestionTurns&) = delete;
  ~QuestionTurns();

  // A turn, or a place in the queue: gives either back when it goes, so that a question whose
  // browser left takes up neither.
  class Turn {
   public:
    Turn(Turn&& other) noexcept
        : turns_(std::exchange(other.turns_, nullptr)), ticket_(std::move(other.ticket_)) {}
    Turn& operator=(Turn&&) = delete;
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn();

   private:
    friend class QuestionTurns;
    struct Ticket;
    Turn(QuestionTurns& turns, std::shared_ptr<Ticket> ticket)
        : turns_(&turns), ticket_(std::move(ticket)) {}
    QuestionTurns* turns_;
    std::shared_ptr<Ticket> ticket_;
  };

  // Waits for a turn until the deadline; `waiting` is called once, when there is a wait.
  [[nodiscard]] Task<std::expected<Turn, TurnError>> take(identity::OrganizationAccess access,
                                                          Deadline deadline,
                                                          std::function<void()> waiting);

 private:
  struct Queues;
  void leave(const std::shared_ptr<Turn::Ticket>& ticket);
  std::unique_ptr<Queues> queues_;
};

}  // namespace sluice::analytics
