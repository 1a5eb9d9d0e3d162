// What the connect window tells the page that opened it, over a same-origin channel.
import { literal, nullable, object, picklist, safeParse, string, union } from "valibot";
import type { InferOutput } from "valibot";
import { VendorSlug } from "../../lib/api/shapes";

export const channelName = "sluice-connect";

const Message = object({
  /** Empty when the vendor's answer could not be tied to a request. */
  vendor: union([VendorSlug, literal("")]),
  outcome: picklist(["done", "failed"]),
  detail: nullable(string()),
});
export type ConnectMessage = InferOutput<typeof Message>;

/** Null for anything else that is said on the channel. */
export function parseConnectMessage(data: unknown): ConnectMessage | null {
  const read = safeParse(Message, data);
  return read.success ? read.output : null;
}

export function tell(message: ConnectMessage): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(message);
  channel.close();
}
