// refused: no matching member function for call to 'member'
// Where the right depends on whose the thing is, a handler has to take how far the caller reaches.
#include "server/router.h"

namespace sluice {

Task<server::Answered> remove_any(server::Call, identity::SignedIn);

void add(server::Router& router) {
  using identity::Action;
  router.member("DELETE", "/cards/{id}", "Remove", server::own_or(Action::pin_own, Action::pin_any),
                remove_any);
}

}  // namespace sluice
