// Addresses and pages: one table, read in both directions.
import type { ConversationId, DashboardId, VendorSlug } from "./api/shapes";

export type Route =
  | { name: "ask"; conversation: ConversationId | null }
  | { name: "dashboards" }
  | { name: "dashboard"; dashboard: DashboardId }
  | { name: "data-sources" }
  | { name: "settings" }
  | { name: "audit" }
  | { name: "sign-in" }
  | { name: "sign-up" }
  | { name: "invite"; token: string }
  | { name: "connect"; vendor: VendorSlug }
  | { name: "connect-result"; outcome: "done" | "failed" }
  | { name: "not-found" };

export function parseRoute(pathname: string): Route {
  const [first = "", second = "", ...rest] = pathname.split("/").filter((part) => part !== "").map(decode);
  if (rest.length > 0) return { name: "not-found" };
  if (first === "" || first === "ask") {
    return { name: "ask", conversation: second === "" ? null : (second as ConversationId) };
  }
  if (first === "dashboards") {
    return second === "" ? { name: "dashboards" } : { name: "dashboard", dashboard: second as DashboardId };
  }
  if (first === "settings" && second === "data-sources") return { name: "data-sources" };
  if (first === "connect" && (second === "done" || second === "failed")) {
    return { name: "connect-result", outcome: second };
  }
  if (first === "connect" && second !== "") return { name: "connect", vendor: second as VendorSlug };
  if (first === "invite" && second !== "") return { name: "invite", token: second };
  if (second === "" && isPlain(first)) return { name: first };
  return { name: "not-found" };
}

function isPlain(name: string): name is "settings" | "audit" | "sign-in" | "sign-up" {
  return name === "settings" || name === "audit" || name === "sign-in" || name === "sign-up";
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Server-rendered pages and files: the browser goes there itself. */
export function isServerPage(pathname: string): boolean {
  return /^\/(integrations|knowledge-base|oauth|api|mcp)(\/|$)/.test(pathname);
}

export const router = $state({ route: parseRoute(location.pathname), query: location.search, visits: 0 });

export function navigate(path: string, how: { replace?: boolean } = {}): void {
  if (how.replace === true) history.replaceState(null, "", path);
  else history.pushState(null, "", path);
  readAddress();
}

/** Changes the address without leaving the page: a new conversation gets its name this way. */
export function renameAddress(path: string): void {
  history.replaceState(null, "", path);
}

export function setQuery(query: URLSearchParams): void {
  const text = query.toString();
  history.replaceState(null, "", text === "" ? location.pathname : `${location.pathname}?${text}`);
  router.query = location.search;
}

function readAddress(): void {
  router.route = parseRoute(location.pathname);
  router.query = location.search;
  router.visits += 1;
}

/** A sign-in returns to where the reader was going; only inside the application. */
export function safeReturnPath(next: string | null): string {
  if (next === null || !next.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/ask";
  return parseRoute(next.split(/[?#]/)[0] ?? "/").name === "not-found" ? "/ask" : next;
}

export function startRouter(): void {
  addEventListener("popstate", readAddress);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link === null || !isPlainClick(event) || !isOurs(link)) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;
}

function isOurs(link: HTMLAnchorElement): boolean {
  return (
    link.origin === location.origin &&
    link.target === "" &&
    !link.hasAttribute("download") &&
    link.getAttribute("href")?.startsWith("#") !== true &&
    !isServerPage(link.pathname)
  );
}
