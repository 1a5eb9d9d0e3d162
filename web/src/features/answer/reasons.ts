// Stable reason codes in words: what kind of "no" it is and whose side it is on.
import type { Answer, Vendor } from "../../lib/api/shapes";
import { isConnected } from "../../lib/data-sources.svelte";

type ReasonWords = { title: string; link: { label: string; href: string } | null };

const sources = { label: "Open data sources", href: "/settings/data-sources" };

const titles: Record<string, ReasonWords> = {
  no_data_source: { title: "No data source has this", link: sources },
  vendor_lacks_data: { title: "The source does not have this", link: null },
  outside_data_range: { title: "Outside the data's time range", link: null },
  no_values: { title: "Nothing to group by", link: null },
  not_kept: { title: "The source keeps no history of this", link: null },
  forecast: { title: "Forecasts are not made here", link: null },
  write_request: { title: "Sluice only reads", link: null },
  unknown_words: { title: "A word was not understood", link: null },
  value_not_found: { title: "There is no such value", link: null },
  two_questions: { title: "One question at a time", link: null },
  examples: { title: "What you can ask", link: null },
  not_understood: { title: "The question was not understood", link: null },
  no_exchange_rate: { title: "No exchange rate for this currency", link: { label: "Open settings", href: "/settings" } },
  tool_not_allowed: { title: "This tool is not allowed", link: sources },
  needs_reconnect: { title: "The data source has to be reconnected", link: sources },
  connection_deleted: { title: "This answer is gone", link: sources },
  vendor_error: { title: "The data source answered with an error", link: sources },
  plan_limit: { title: "Not part of your plan", link: { label: "See your plan", href: "/settings" } },
  cannot_open: { title: "The server's keys do not open this source", link: null },
  busy: { title: "Too many questions at once", link: null },
  needs_parameter: { title: "A field of the connection is empty", link: sources },
  damaged: { title: "This answer is damaged", link: null },
  deadline: { title: "No answer in time", link: null },
};

export function reasonWords(answer: Answer): ReasonWords {
  const known = answer.reason === null ? undefined : titles[answer.reason];
  if (answer.status === "clarify") return known ?? { title: "Which one do you mean?", link: null };
  return known ?? { title: answer.status === "failed" ? "This did not work" : "This cannot be answered", link: null };
}

const offeredMax = 4;

/** Those of the named vendors that can be connected now. */
export function vendorsToConnect(named: Vendor[]): Vendor[] {
  return named.filter((vendor) => vendor.available && vendor.locked_by_plan === null && !isConnected(vendor)).slice(0, offeredMax);
}
