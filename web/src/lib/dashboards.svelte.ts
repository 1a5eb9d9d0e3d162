// The list of dashboards that several parts of a page need; one copy, fetched when first needed.
import { getDashboards } from "./api/endpoints";
import type { DashboardSummary } from "./api/shapes";
import { Loaded } from "./loaded.svelte";

export const dashboards = new Loaded<DashboardSummary[]>(getDashboards);

export function needDashboards(): void {
  if (dashboards.value === null && !dashboards.loading) void dashboards.load();
}
