// refused: no matching member function|no viable conversion|rvalue reference
// Tokens are sealed before they are stored.
#include "vault/credential_vault.h"

namespace sluice {

void keep(const vault::CredentialVault& credentials, storage::Transaction& transaction,
          vault::TokenSet& tokens) {
  (void)credentials.store(transaction, std::move(tokens));
}

}  // namespace sluice
