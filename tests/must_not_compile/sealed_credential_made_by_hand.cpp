// refused: calling a private constructor of class .*Passkey
// Only the vault makes what may be stored.
#include "vault/credential_vault.h"

namespace sluice {

vault::SealedCredential forge(vault::SealedCredential::Parts parts) {
  return vault::SealedCredential(Passkey<vault::CredentialVault>(), std::move(parts));
}

}  // namespace sluice
