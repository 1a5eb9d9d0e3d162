import type { AuditRecord } from "../../lib/api/types";

/** "connection.disconnect" and "connection_disconnect" -> "Connection: disconnect". */
export function actionWords(action: string): string {
  const words = action.replaceAll("_", " ").replace(".", ": ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function filterRecords(records: AuditRecord[], text: string, result: string): AuditRecord[] {
  const words = text.trim().toLowerCase();
  return records.filter((record) => {
    if (result !== "" && record.result !== result) return false;
    if (words === "") return true;
    return [record.actor, actionWords(record.action), record.target, record.address].some((part) => part.toLowerCase().includes(words));
  });
}
