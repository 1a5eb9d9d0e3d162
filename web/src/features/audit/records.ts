import type { AuditRecord } from "../../lib/api/shapes";

const known: Record<string, string> = {
  "tool.call": "Tool call begins",
  "tool.call.done": "Tool call ends",
  "connection.authorize": "Asks the vendor for access",
  "connection.register": "Registering with the vendor begins",
  "connection.register.done": "Registering with the vendor ends",
  "connection.exchange": "Fetching the access begins",
  "connection.exchange.done": "Fetching the access ends",
  "connection.renew": "Renewing the access begins",
  "connection.renew.done": "Renewing the access ends",
  "connection.list": "Listing the tools begins",
  "connection.list.done": "Listing the tools ends",
  "connection.test": "Test begins",
  "connection.test.done": "Test ends",
  "connection.revoke": "Revoking at the vendor begins",
  "connection.revoke.done": "Revoking at the vendor ends",
  "connection.connect": "Connects",
  "connection.disconnect": "Disconnects",
  "connection.refresh": "Refreshes the credential",
  "connection.step_up": "The vendor wants more access",
  "tool.withdraw": "Withdraws a changed tool",
  "tool.approve": "Approves a changed tool",
  "dashboard.create": "Makes a dashboard",
  "card.pin": "Pins a card",
  "card.remove": "Removes a card",
  "session.sign_in": "Signs in",
  "session.sign_out": "Signs out",
  "session.enter": "Enters from another organization",
  "permission.refuse": "Is refused: not allowed",
  "member.join": "Joins by an invitation",
  "member.withdraw_invitation": "Withdraws an invitation",
  "dashboard.delete": "Deletes a dashboard",
  "conversation.delete": "Deletes a conversation",
  "user.add": "Adds a user",
  "member.invite": "Makes an invitation link",
  "member.change_role": "Changes a role",
  "member.remove": "Removes a member",
  "api_key.add": "Makes an API key",
  "api_key.remove": "Removes an API key",
  "organization.update": "Changes the settings",
  "organization.add": "Adds the organization",
  "organization.set_plan": "Sets the plan",
  "key_slot.erase": "Destroys the key of a deleted access",
  "credentials.deletion_notice": "Announces that stored access is deleted",
  "keys.rotate": "Rotates the keys",
  "audit.export": "Exports the audit log",
  "audit.head": "Signs the audit log",
  "audit.begin": "The audit log begins",
  "audit.anchor": "The audit log gets its key",
};

/** Known actions as words, else "member.name_changed" -> "Member: name changed". */
export function actionWords(action: string): string {
  if (known[action] !== undefined) return known[action];
  const words = action.replaceAll("_", " ").replace(".", ": ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "Stripe: list_invoices"; the id stands in the full record. */
export function targetWords(record: AuditRecord): string {
  const detail = record.detail;
  const said = detail !== null && typeof detail === "object" && !Array.isArray(detail) ? detail : {};
  const name = record.target_name ?? (typeof said["name"] === "string" ? said["name"] : record.target);
  return typeof said["tool"] === "string" ? `${name}: ${said["tool"]}` : name;
}

export function resultWords(result: string): string {
  return result.charAt(0).toUpperCase() + result.slice(1);
}

export function filterRecords(records: AuditRecord[], text: string, result: string): AuditRecord[] {
  const words = text.trim().toLowerCase();
  return records.filter((record) => {
    if (result !== "" && record.result !== result) return false;
    if (words === "") return true;
    return [record.actor, actionWords(record.action), targetWords(record), record.target, record.address].some((part) => part.toLowerCase().includes(words));
  });
}
