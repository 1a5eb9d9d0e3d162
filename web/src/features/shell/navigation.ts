import type { Permission } from "../../lib/api/shapes";
import type { Route } from "../../lib/router.svelte";
import { may } from "../../lib/session.svelte";
import type { IconName } from "../../lib/ui/icons";

export type Place = {
  label: string;
  short: string;
  path: string;
  icon: IconName;
  routes: Route["name"][];
  /** Who may not do it is not led there. */
  needs: Permission | null;
};

const all: Place[] = [
  { label: "Ask", short: "Ask", path: "/ask", icon: "ask", routes: ["ask"], needs: "ask" },
  { label: "Dashboards", short: "Boards", path: "/dashboards", icon: "dashboards", routes: ["dashboards", "dashboard"], needs: "view_dashboards" },
  { label: "Data sources", short: "Sources", path: "/settings/data-sources", icon: "sources", routes: ["data-sources"], needs: null },
  { label: "Audit log", short: "Audit", path: "/audit", icon: "audit", routes: ["audit"], needs: "view_audit" },
  { label: "Settings", short: "Settings", path: "/settings", icon: "settings", routes: ["settings"], needs: null },
];

export const places = (): Place[] => all.filter((place) => place.needs === null || may(place.needs));
