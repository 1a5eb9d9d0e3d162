// refused: calling a private constructor of class .*AcceptedQuestion
// A question is asked only after its conversation was found to be the asker's own.
#include "conversations/conversation_service.h"

namespace sluice {

conversations::AcceptedQuestion accept(const identity::SignedIn& who) {
  return conversations::AcceptedQuestion(who, ConversationId{1}, "MRR", {});
}

}  // namespace sluice
