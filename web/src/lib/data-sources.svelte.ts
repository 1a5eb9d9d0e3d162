// The list of data sources that several pages show; one copy, fetched when first needed.
import { getVendors } from "./api/endpoints";
import type { Connection, Vendor } from "./api/shapes";
import { Loaded } from "./loaded.svelte";

export const dataSources = new Loaded<Vendor[]>(getVendors);

const usable = ["connected", "needs_more_access"];

export function connectedVendors(vendors: Vendor[] | null): Vendor[] {
  return (vendors ?? []).filter(isConnected);
}

/** For a slug that came from an answer; for one from an address see `knownVendor`. */
export function vendorName(slug: string): string {
  return knownVendor(slug)?.name ?? slug;
}

export function knownVendor(slug: string): Vendor | undefined {
  return dataSources.value?.find((vendor) => vendor.slug === slug);
}

/** Of several accounts the one that is meant: "Stripe (Acme Europe)"; "Stripe 2" says it already. */
export function accountName(vendor: Vendor, account: Connection): string {
  if (vendor.accounts.length < 2) return vendor.name;
  return account.name.toLowerCase().startsWith(vendor.name.toLowerCase()) ? account.name : `${vendor.name} (${account.name})`;
}

export function isConnected(vendor: Vendor): boolean {
  return vendor.accounts.some((account) => usable.includes(account.status));
}
