// The list of data sources that several pages show; one copy, fetched when first needed.
import { getVendors } from "./api/endpoints";
import type { Vendor } from "./api/types";
import { Loaded } from "./loaded.svelte";

export const dataSources = new Loaded<Vendor[]>(getVendors);

export function connectedVendors(vendors: Vendor[] | null): Vendor[] {
  const usable = ["connected", "needs_more_access"];
  return (vendors ?? []).filter((vendor) => vendor.connection !== null && usable.includes(vendor.connection.status));
}

export function vendorName(slug: string): string {
  return dataSources.value?.find((vendor) => vendor.slug === slug)?.name ?? slug;
}
