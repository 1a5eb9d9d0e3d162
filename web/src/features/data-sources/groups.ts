// How the list of vendors is cut into the groups that a reader looks for.
import type { Vendor } from "../../lib/api/shapes";

export type GroupName = "connected" | "attention" | "available" | "locked";
export type Group = { name: GroupName; title: string; note: string; vendors: Vendor[] };

export function groupOf(vendor: Vendor): GroupName {
  // Of several accounts one that waits for somebody is what there is to do.
  const waits = vendor.accounts.find((account) => account.status !== "connected");
  const status = (vendor.accounts.length > 1 ? waits : undefined)?.status ?? vendor.connection?.status;
  if (status === "connected") return "connected";
  // What never was connected has nothing to be reconnected.
  const begun = status === "failed" && vendor.connection?.connected_at === null;
  if (status !== undefined && status !== "disconnected" && status !== "pending" && !begun) return "attention";
  return vendor.locked_by_plan === null ? "available" : "locked";
}

export function groupsOf(vendors: Vendor[]): Group[] {
  const of = (name: GroupName): Vendor[] => vendors.filter((vendor) => groupOf(vendor) === name);
  const locked = of("locked");
  const plans = [...new Set(locked.map((vendor) => vendor.locked_by_plan))].join(" or ");
  const groups: Group[] = [
    { name: "attention", title: "Needs attention", note: "Questions skip these, in whole or in part, until they are reconnected.", vendors: of("attention") },
    { name: "connected", title: "Connected", note: "Questions can use these now.", vendors: of("connected") },
    { name: "available", title: "Available", note: "Two clicks each, read only.", vendors: of("available") },
    { name: "locked", title: `Locked: needs the ${plans} plan`, note: "Your organization's plan does not include these.", vendors: locked },
  ];
  return groups.filter((group) => group.vendors.length > 0);
}

export type Filter = { text: string; category: string };

export function matches(vendor: Vendor, filter: Filter): boolean {
  if (filter.category !== "" && vendor.category !== filter.category) return false;
  const words = filter.text.trim().toLowerCase();
  if (words === "") return true;
  return [vendor.name, vendor.category_label, vendor.summary].some((part) => part.toLowerCase().includes(words));
}

export function categoriesOf(vendors: Vendor[]): { slug: string; label: string }[] {
  const labels = new Map(vendors.map((vendor) => [vendor.category, vendor.category_label]));
  return [...labels].map(([slug, label]) => ({ slug, label }));
}
