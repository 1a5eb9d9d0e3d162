// The answer of a question and the steps before it; see `parse.ts`.
import { boolean, cell, id, json, list, name, number, object, oneOf, optional, text, withDefault } from "./decode";
import type { Decoder } from "./decode";
import type * as Api from "./types";
import { marks } from "./types";

const flag = withDefault(boolean, false);

const columnTypes = [
  "text", "integer", "decimal", "boolean", "timestamp", "date", "day", "week", "month", "quarter", "year",
] as const;
const table = object<Api.Table>((m) => ({
  columns: m.get(
    "columns",
    list(
      object((column) => ({
        name: column.get("name", text),
        type: column.get("type", withDefault(oneOf(...columnTypes), "text")),
        unit: column.get("unit", name),
      })),
    ),
  ),
  rows: m.get("rows", list(list(cell))),
}));

const chart = object<Api.Chart>((m) => ({
  mark: m.get("mark", oneOf(...marks)),
  title: m.get("title", name),
  x: m.get("x", name),
  y: m.get("y", withDefault(list(text), [])),
  series: m.get("series", name),
  horizontal: m.get("horizontal", flag),
  stacked: m.get("stacked", flag),
  partialLast: m.get("partial_last", flag),
  partial: m.get("partial", withDefault(boolean, false)),
  sort: m.get("sort", withDefault(oneOf("none", "ascending", "descending"), "none")),
  unit: m.get("unit", name),
  shownMax: m.get("shown_max", withDefault(number, 0)),
}));

const period = object<Api.Period>((m) => ({
  start: m.get("start", name),
  end: m.get("end", text),
  timezone: m.get("timezone", withDefault(text, "")),
  partial: m.get("partial", withDefault(boolean, false)),
}));

const fetched = object<Api.Fetch>((m) => ({
  vendor: m.get("vendor", text),
  tool: m.get("tool", text),
  arguments: m.get("arguments", json),
  pages: m.get("pages", optional(number)),
  rows: m.get("rows", withDefault(number, 0)),
  partial: m.get("partial", withDefault(boolean, false)),
  fetchedAt: m.get("fetched_at", optional(text)),
}));

const chip = object<Api.Chip>((m) => ({
  kind: m.get("kind", oneOf("measure", "period", "dimension", "filter", "source")),
  text: m.get("text", text),
  question: m.get("question", name),
}));

const how = object<Api.Answer["how"]>((m) => ({
  definitions: m.get(
    "definitions",
    withDefault(list(object((each) => ({ label: each.get("label", text), meaning: each.get("meaning", text) }))), []),
  ),
  sql: m.get("sql", name),
  notes: m.get("notes", withDefault(list(text), [])),
}));

export const answer: Decoder<Api.Answer> = object<Api.Answer>((m) => ({
  id: m.get("id", id<Api.AnswerId>()),
  question: m.get("question", text),
  status: m.get("status", oneOf("answered", "clarify", "refused", "failed", "deleted")),
  text: m.get("text", withDefault(text, "")),
  value: m.get(
    "value",
    optional(
      object((value) => ({
        value: value.get("value", optional(number)),
        unit: value.get("unit", name),
      })),
    ),
  ),
  table: m.get("table", optional(table)),
  chart: m.get("chart", optional(chart)),
  plan: m.get("plan", json),
  period: m.get("period", optional(period)),
  provenance: m.get("provenance", withDefault(list(fetched), [])),
  caveats: m.get("caveats", withDefault(list(text), [])),
  // Answers of before know it of their fetches alone.
  partial: m.get("partial", withDefault(boolean, false)) || m.get("provenance", withDefault(list(fetched), [])).some((each) => each.partial),
  unusedWords: m.get("unused_words", withDefault(list(text), [])),
  assumptions: m.get("assumptions", withDefault(list(object((each) => each.get("text", text))), [])),
  reason: m.get("reason", name),
  vendors: m.get("vendors", withDefault(list(text), [])),
  options: m.get(
    "options",
    withDefault(
      list(object((option) => ({ label: option.get("label", text), question: option.get("question", text) }))),
      [],
    ),
  ),
  suggestions: m.get("suggestions", withDefault(list(text), [])),
  elapsedMs: m.get("elapsed_ms", withDefault(number, 0)),
  chips: m.get("chips", withDefault(list(chip), [])),
  how: m.get("how", withDefault(how, { definitions: [], sql: null, notes: [] })),
}));
export const parseAnswer = (value: unknown): Api.Answer => answer(value, "answer");

export const parseStep = (value: unknown): Api.Step =>
  object<Api.Step>((m) => ({
    step: m.get("step", oneOf("waiting", "planning", "fetching", "joining", "drawing")),
    text: m.get("text", text),
    vendor: m.get("vendor", optional(text)),
    tool: m.get("tool", optional(text)),
    rows: m.get("rows", optional(number)),
    waiting: m.get("waiting", flag),
    elapsedMs: m.get("elapsed_ms", withDefault(number, 0)),
  }))(value, "step");
