import type { Route } from "../../lib/router.svelte";
import type { IconName } from "../../lib/ui/icons";

export type Place = { label: string; short: string; path: string; icon: IconName; routes: Route["name"][] };

export const places: Place[] = [
  { label: "Ask", short: "Ask", path: "/ask", icon: "ask", routes: ["ask"] },
  { label: "Dashboards", short: "Boards", path: "/dashboards", icon: "dashboards", routes: ["dashboards", "dashboard"] },
  { label: "Data sources", short: "Sources", path: "/settings/data-sources", icon: "sources", routes: ["data-sources"] },
  { label: "Audit log", short: "Audit", path: "/audit", icon: "audit", routes: ["audit"] },
  { label: "Settings", short: "Settings", path: "/settings", icon: "settings", routes: ["settings"] },
];
