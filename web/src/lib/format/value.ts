// Numbers as people read them, en-US. Units are those of the answer object.
import type { Cell, Column } from "../api/shapes";
import codes from "../../../../catalog/iso-4217.json";
import { formatBucket, formatTimestamp, isTimeType } from "./time";

/** Digits of the minor unit: ISO 4217, and not what a browser's own tables hold, as on the server. */
const digitsOf = new Map(
  [0, 2, 3, 4].flatMap((digits) => codes[`${digits}` as "0" | "2" | "3" | "4"].split(" ").map((code) => [code, digits] as const)),
);

export type NumberStyle = "full" | "compact";

function isCurrency(unit: string | null): boolean {
  return unit !== null && digitsOf.has(unit);
}

/** Whole money on an axis, cents in a sentence; compact for axes ("$1.2M"). */
export function formatNumber(value: number, unit: string | null, style: NumberStyle = "full"): string {
  if (unit !== null && isCurrency(unit)) return formatMoney(value, unit, style);
  switch (unit) {
    case "percent":
      return `${decimal(value, 1, style)}%`;
    case "ratio":
      return decimal(value, 2, style);
    case "seconds":
      return formatDuration(value);
    case "minutes":
      return formatDuration(value * 60);
    case "hours":
      return formatDuration(value * 3600);
    case "days":
      return `${decimal(value, 1, style)} ${value === 1 ? "day" : "days"}`;
    case "bytes":
      return formatBytes(value);
    case "mb":
      return formatBytes(value * 1e6);
    case "gb":
      return formatBytes(value * 1e9);
    default:
      return decimal(value, 2, style);
  }
}

function formatMoney(value: number, unit: string, style: NumberStyle): string {
  const currency = unit.toUpperCase();
  try {
    if (style === "compact") {
      return new Intl.NumberFormat("en-US", { style: "currency", currency, notation: "compact", maximumFractionDigits: 1, minimumFractionDigits: 0 }).format(value);
    }
    const digits = digitsOf.get(unit) ?? 2;
    return new Intl.NumberFormat("en-US", { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  } catch {
    return `${decimal(value, 2, style)} ${currency}`;
  }
}

function decimal(value: number, digitsMax: number, style: NumberStyle): string {
  return style === "compact"
    ? new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 }).format(value)
    : new Intl.NumberFormat("en-US", { maximumFractionDigits: digitsMax }).format(value);
}

/** The two largest parts that say something: "3 h 10 min", "42 s", "2 d 4 h". */
export function formatDuration(seconds: number): string {
  const sign = seconds < 0 ? "-" : "";
  const total = Math.abs(seconds);
  if (total < 60) return `${sign}${decimal(total, total < 10 ? 1 : 0, "full")} s`;
  const minutes = Math.round(total / 60);
  if (minutes < 60) return `${sign}${minutes} min`;
  if (minutes < 60 * 48) return sign + parts(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(total / 3600);
  return sign + parts(Math.floor(hours / 24), "d", hours % 24, "h");
}

function parts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let value = bytes;
  let index = 0;
  while (Math.abs(value) >= 1000 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  return `${decimal(value, index === 0 ? 0 : 1, "full")} ${units[index] ?? "B"}`;
}

/** Elapsed time of a step: short, and never jumping in width within a unit. */
export function formatElapsed(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

export function isNumeric(column: Column): boolean {
  return column.type === "integer" || column.type === "decimal";
}

export function formatCell(cell: Cell, column: Column, timezone: string): string {
  if (cell === null) return "–";
  if (typeof cell === "boolean") return cell ? "Yes" : "No";
  if (typeof cell === "number" && column.type !== "year") return formatNumber(cell, column.unit);
  if (column.type === "timestamp") return formatTimestamp(String(cell), timezone);
  if (isTimeType(column.type)) return formatBucket(String(cell), column.type);
  return String(cell);
}

const acronyms = new Set([
  "mrr", "arr", "arpa", "arpu", "cpc", "cpm", "ctr", "cpa", "nps", "csat", "id", "url", "api", "roas", "ltv", "cac", "sla", "http", "aov", "gmv", "pr", "prs", "sql", "mb", "gb",
]);

/** "net_new_mrr" -> "Net new MRR". */
export function columnTitle(name: string): string {
  const words = name.replaceAll(/[_.]+/g, " ").trim().split(/\s+/);
  const spoken = words.map((word) => (acronyms.has(word.toLowerCase()) ? word.toUpperCase() : word)).join(" ");
  return spoken.charAt(0).toUpperCase() + spoken.slice(1);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count, null)} ${count === 1 ? one : many}`;
}
