// What is said of a connection that did not come about. An address only ever brings a code: the words
// are these, or what the server itself keeps of the connection, never the text of a link.
const words: Record<string, string> = {
  signed_out: "Sign in to Sluice first, then press Connect again.",
  not_permitted: "Your role does not connect data sources. Ask an owner or administrator of your organization.",
  plan_required: "Your organization's plan does not include this connection.",
  operator_setup: "The operator of this server has to register a client at the vendor first.",
  storage_failed: "The server could not store the connection. Nothing was connected; tell your operator.",
  slot_failed: "The server could not store the access safely. Nothing was connected; tell your operator.",
  superseded: "The connection was changed a moment ago by somebody else. Try again.",
  gone: "The connection was removed in the meantime. Press Connect again.",
  expired: "This sign-in is not known here: it took longer than ten minutes, was used before, or began in another window. Press Connect again.",
  code_expired: "The vendor did not accept the sign-in: it took too long or was used before. Press Connect again.",
  consent_refused: "Access was not granted at the vendor, so nothing was connected. Press Connect when you want to try again.",
  write_granted: "The vendor granted more than reading, so the access was not kept. Choose read-only access there.",
  other_issuer: "The vendor's server sends its sign-in to another place than the one that was reviewed, so nobody was sent there. Tell your operator.",
  widened_to_writing: "The vendor registered this server for more than reading, so nothing was asked of it. Tell your operator.",
  only_writing_scopes: "The vendor offers no access that only reads, so it was not asked for any. Tell your operator.",
  first_list_failed: "Access was granted, but nothing can be asked yet: the tools could not be listed. Data sources says why; press Reconnect there.",
  nothing_found: "Access was granted, but there is nothing to read under what was filled in. Data sources says what was looked for.",
  key_refused: "The vendor did not accept the key.",
  key_not_tested: "The key could not be tested, so it was not kept.",
  redirect_refused: "The vendor does not accept this server's return address. Your operator has to register it there.",
  client_refused: "The vendor does not know this server as a client any more. Press Connect again; if it stays, tell your operator.",
  refused_address: "The vendor's address is not one that this server may reach. Tell your operator.",
  vendor_refused: "The vendor refused the request. Press Connect again; if it stays, tell your operator.",
  vendor_down: "The vendor does not answer at the moment. Nothing was changed; try again in a few minutes.",
  vendor_error: "The vendor answered with an error. Nothing was changed; try again in a few minutes.",
  vendor_document: "The vendor answered with something that cannot be trusted. Nothing was changed; tell your operator.",
  mismatch: "The answer did not come from where the sign-in began, so it was not used. Press Connect again.",
  unreadable: "The vendor's answer could not be read, so nothing was connected. Press Connect again.",
  not_confirmed: "No such connection is known here. Look at the list of data sources, and press Connect if it is missing.",
};

export function failureWords(code: string | null): string {
  return words[code ?? ""] ?? "The connection was not finished. Press Connect again.";
}
