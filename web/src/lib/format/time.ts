// Days, buckets, ages. A day is never shifted between zones; only instants are.
import type { ColumnType, Period } from "../api/shapes";

export function isTimeType(type: ColumnType): boolean {
  return type === "date" || type === "day" || type === "week" || type === "month" || type === "quarter" || type === "year" || type === "timestamp";
}

const dayForm = /^(\d{4})-(\d{2})-(\d{2})/;
const monthForm = /^(\d{4})-(\d{2})$/;
const quarterForm = /^(\d{4})-Q([1-4])$/;

function utc(year: number, month: number, day: number): Date {
  return new Date(Date.UTC(year, month - 1, day));
}

function calendar(date: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" }).format(date);
}

function parseDay(text: string): Date | null {
  const found = dayForm.exec(text);
  return found === null ? null : utc(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** A bucket of a series in words; text that is no bucket stays as it is. */
export function formatBucket(text: string, type: ColumnType, short = false): string {
  const quarter = quarterForm.exec(text);
  if (quarter !== null) return `Q${quarter[2]} ${quarter[1]}`;
  const month = monthForm.exec(text);
  if (month !== null) {
    return calendar(utc(Number(month[1]), Number(month[2]), 1), { month: "short", year: "numeric" });
  }
  const day = parseDay(text);
  if (day === null) return text;
  if (short) return calendar(day, { month: "short", day: "numeric" });
  const words = calendar(day, { month: "short", day: "numeric", year: "numeric" });
  return type === "week" ? `Week of ${words}` : words;
}

/** A half-open range said inclusively: "Jul 1 to Sep 30, 2026". */
export function formatPeriod(period: Period): string {
  const end = parseDay(period.end);
  if (end === null) return `${period.start ?? ""} to ${period.end}`;
  const last = period.end.length > 10 ? end : new Date(end.getTime() - 86_400_000);
  const lastWords = calendar(last, { month: "short", day: "numeric", year: "numeric" });
  const first = period.start === null ? null : parseDay(period.start);
  if (first === null) return `up to ${lastWords}`;
  if (first.getTime() === last.getTime()) return lastWords;
  const sameYear = first.getUTCFullYear() === last.getUTCFullYear();
  const firstWords = calendar(first, { month: "short", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) });
  return `${firstWords} to ${lastWords}`;
}

export function formatDay(text: string): string {
  const day = parseDay(text);
  return day === null ? text : calendar(day, { month: "long", day: "numeric", year: "numeric" });
}

export function formatTimestamp(text: string, timezone: string): string {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return text;
  const options: Intl.DateTimeFormatOptions = { month: "short", day: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  try {
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone: timezone }).format(instant);
  } catch {
    return new Intl.DateTimeFormat("en-US", options).format(instant);
  }
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long ago, in the words of a glance; older than a week is a date. */
export function formatAge(text: string, nowMs: number): string {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return text;
  const age = Math.max(0, nowMs - instant);
  if (age < minuteMs) return "just now";
  if (age < hourMs) return `${Math.floor(age / minuteMs)} min ago`;
  if (age < dayMs) return `${Math.floor(age / hourMs)} h ago`;
  if (age < 7 * dayMs) return `${Math.floor(age / dayMs)} d ago`;
  return calendar(new Date(instant), { month: "short", day: "numeric", year: "numeric" });
}
