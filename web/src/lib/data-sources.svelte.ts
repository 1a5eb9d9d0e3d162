// The list of data sources that several pages show; one copy, fetched when first needed.
import { getVendors } from "./api/endpoints";
import type { Vendor } from "./api/types";
import { Loaded } from "./loaded.svelte";

export const dataSources = new Loaded<Vendor[]>(getVendors);

export function connectedVendors(vendors: Vendor[] | null): Vendor[] {
  return (vendors ?? []).filter((vendor) => vendor.connection?.status === "connected");
}

export function vendorName(slug: string): string {
  return dataSources.value?.find((vendor) => vendor.slug === slug)?.name ?? slug;
}
