// Connecting by pop-up, seen from the page that stays: opened, blocked, closed, refused, done.
import { announce } from "../../lib/announce.svelte";
import type { ConnectionId, VendorSlug } from "../../lib/api/shapes";
import { channelName, parseConnectMessage } from "./message";
import type { ConnectMessage } from "./message";

export type ConnectTarget = {
  vendor: VendorSlug;
  name: string;
  connection: ConnectionId | null;
  /** One more account of a vendor that is connected already. */
  another?: boolean;
  /** Reconnects with other values than those that are known. */
  changes?: boolean;
  /** By the vendor's key instead of its sign-in. */
  withKey?: boolean;
};
export type ConnectState =
  | { kind: "idle" }
  | { kind: "waiting" | "blocked" | "closed" | "done"; target: ConnectTarget }
  | { kind: "failed"; target: ConnectTarget; detail: string };

const pollMs = 300;
const windowFeatures = "popup,width=560,height=720";

export class ConnectFlow {
  state = $state.raw<ConnectState>({ kind: "idle" });
  /** Counts connections that any tab completed, so that lists can follow. */
  completed = $state(0);
  /** Counts those that did not come about: the server keeps why. */
  refused = $state(0);
  private channel: BroadcastChannel | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;

  /** Call this in the click itself: a browser only lets a click open a window. */
  start(target: ConnectTarget): void {
    this.listen();
    this.stopWatching();
    sessionStorage.removeItem(tabModeKey);
    const popup = window.open(connectPath(target), "sluice-connect", windowFeatures);
    if (popup === null || popup.closed) {
      this.state = { kind: "blocked", target };
      announce(`The browser blocked the ${target.name} window. You can connect in this tab instead.`);
      return;
    }
    popup.focus();
    this.state = { kind: "waiting", target };
    this.timer = setInterval(() => this.watch(popup), pollMs);
  }

  dismiss(): void {
    this.stopWatching();
    this.state = { kind: "idle" };
  }

  listen(): void {
    if (this.channel !== null) return;
    this.channel = new BroadcastChannel(channelName);
    this.channel.addEventListener("message", (event: MessageEvent<unknown>) => {
      const message = parseConnectMessage(event.data);
      if (message !== null) this.hear(message);
    });
  }

  // A vendor whose pages are isolated (COOP) looks closed as soon as they open; the page then says
  // so too early, and the window's own message still ends the flow.
  private watch(popup: Window): void {
    if (!popup.closed || this.state.kind !== "waiting") return;
    this.stopWatching();
    const { target } = this.state;
    this.state = { kind: "closed", target };
    announce(`The ${target.name} window was closed. ${target.name} is not connected.`);
  }

  private hear(message: ConnectMessage): void {
    if (message.outcome === "done") this.completed += 1;
    else this.refused += 1;
    if (this.state.kind === "idle" || this.state.kind === "done") return;
    const { target } = this.state;
    if (message.vendor !== "" && message.vendor !== target.vendor) return;
    this.stopWatching();
    if (message.outcome === "done") {
      this.state = { kind: "done", target };
      announce(`${target.name} is connected.`);
    } else {
      const detail = message.detail ?? `${target.name} did not finish the connection.`;
      this.state = { kind: "failed", target, detail };
      announce(`${target.name} is not connected. ${detail}`);
    }
  }

  private stopWatching(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}

/** Set while a connection is made in the tab itself, without a pop-up. */
export const tabModeKey = "sluice.connect-in-tab";

export function connectPath(target: ConnectTarget, how: { inTab?: boolean } = {}): string {
  const query = new URLSearchParams();
  if (target.connection !== null) query.set("connection", target.connection);
  if (target.another === true) query.set("another", "1");
  if (target.changes === true) query.set("change", "1");
  if (how.inTab === true) query.set("tab", "1");
  if (target.withKey === true) query.set("key", "1");
  const text = query.toString();
  return `/connect/${encodeURIComponent(target.vendor)}${text === "" ? "" : `?${text}`}`;
}

export const connectFlow = new ConnectFlow();
