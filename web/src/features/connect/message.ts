// What the connect window tells the page that opened it, over a same-origin channel.
import { Members, oneOf, optional, text } from "../../lib/api/decode";
import type { VendorSlug } from "../../lib/api/types";

export const channelName = "sluice-connect";

export type ConnectMessage = {
  /** Empty when the vendor's answer could not be tied to a request. */
  vendor: VendorSlug | "";
  outcome: "done" | "failed";
  detail: string | null;
};

/** Null for anything else that is said on the channel. */
export function parseConnectMessage(data: unknown): ConnectMessage | null {
  try {
    const members = Members.of(data, "message");
    return {
      vendor: members.get("vendor", text) as VendorSlug | "",
      outcome: members.get("outcome", oneOf("done", "failed")),
      detail: members.get("detail", optional(text)),
    };
  } catch {
    return null;
  }
}

export function tell(message: ConnectMessage): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(message);
  channel.close();
}
