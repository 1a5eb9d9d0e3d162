import { describe, expect, it } from "vitest";
import type { Cell, Chart, Column, Table } from "../api/shapes";
import { chartModel } from "./model";

const column = (name: string, type: Column["type"], unit: string | null = null): Column => ({ name, type, unit });
const table = (columns: Column[], rows: Cell[][]): Table => ({ columns, rows, partial: false });
const chart = (mark: Chart["mark"], more: Partial<Chart> = {}): Chart => ({
  mark, title: "", x: null, y: [], series: null, horizontal: false, stacked: false, partial_last: false, partial: false, sort: "none", format: "text", unit: null, shown_max: 0, ...more,
});
const months = table([column("month", "month"), column("mrr", "decimal", "usd")], [["2026-07", 1], ["2026-08", 2]]);

describe("the chart model", () => {
  it("finds the time column by itself", () => {
    expect(chartModel(months, chart("line"))).toMatchObject({ kind: "axes", isTime: true, labels: ["Jul 2026", "Aug 2026"], series: [{ name: "MRR", values: [1, 2] }] });
  });

  it("turns one row a point into one series a name, the largest first, with gaps kept", () => {
    const long = table([column("month", "month"), column("plan", "text"), column("mrr", "decimal", "usd")], [["2026-07", "A", 1], ["2026-07", "B", 5], ["2026-08", "B", 6]]);
    expect(chartModel(long, chart("line"))).toMatchObject({ series: [{ name: "B", values: [5, 6] }, { name: "A", values: [1, null] }] });
  });

  it("puts the seventh and later series together where a sum means something", () => {
    const rows = ["a", "b", "c", "d", "e", "f", "g", "h"].map((name, index): Cell[] => ["2026-07", name, 10 - index]);
    const money = chartModel(table([column("month", "month"), column("plan", "text"), column("x", "decimal", "usd")], rows), chart("line"));
    const rates = chartModel(table([column("month", "month"), column("plan", "text"), column("x", "decimal", "percent")], rows), chart("line"));
    expect(money.kind === "axes" && money.series.at(-1)).toEqual({ name: "Other", unit: "usd", values: [7] });
    expect(rates.kind === "axes" && rates.series.map((series) => series.name)).toEqual(["a", "b", "c", "d", "e", "f"]);
  });

  it("draws twenty groups and the sum of the rest", () => {
    const rows = Array.from({ length: 30 }, (_, index): Cell[] => [`n${index}`, 30 - index]);
    const model = chartModel(table([column("name", "text"), column("x", "integer", "count")], rows), chart("bar", { sort: "descending" }));
    expect(model.kind === "axes" && [model.labels.length, model.labels.at(-1), model.series[0]?.values.at(-1), model.horizontal]).toEqual([21, "Other (10)", 55, true]);
  });

  it("sorts groups and never time", () => {
    const groups = table([column("name", "text"), column("x", "integer")], [["a", 1], ["b", 3]]);
    expect(chartModel(groups, chart("bar", { sort: "descending" }))).toMatchObject({ labels: ["b", "a"] });
    expect(chartModel(months, chart("bar", { sort: "descending" }))).toMatchObject({ labels: ["Jul 2026", "Aug 2026"], horizontal: false });
  });

  it("makes shares of a stacked bar without series", () => {
    const plans = table([column("plan", "text"), column("mrr", "decimal", "usd")], [["A", 75], ["B", 25]]);
    expect(chartModel(plans, chart("stacked-bar"))).toMatchObject({ kind: "parts", parts: [{ label: "A", share: 0.75 }, { label: "B", share: 0.25 }] });
  });

  it("measures each stage of a funnel against the first and the one before", () => {
    const stages = table([column("stage", "text"), column("people", "integer", "count")], [["Visit", 100], ["Sign up", 50], ["Pay", 10]]);
    expect(chartModel(stages, chart("funnel"))).toMatchObject({ stages: [{ ofFirst: 1 }, { ofFirst: 0.5, ofPrevious: 0.5 }, { ofFirst: 0.1, ofPrevious: 0.2 }] });
  });

  it("names a missing group and keeps a zero", () => {
    const groups = table([column("name", "text"), column("x", "integer")], [[null, 0], ["b", 3]]);
    expect(chartModel(groups, chart("bar"))).toMatchObject({ labels: ["(none)", "b"], series: [{ values: [0, 3] }] });
  });

  it("falls back to the table when there is nothing to draw", () => {
    expect(chartModel(table([column("name", "text")], [["a"]]), chart("bar"))).toEqual({ kind: "table" });
    expect(chartModel(table(months.columns, []), chart("line"))).toEqual({ kind: "table" });
  });

  it("finds the number to compare with", () => {
    const one = table([column("mrr", "decimal", "usd"), column("previous_mrr", "decimal", "usd")], [[110, 100]]);
    expect(chartModel(one, chart("number", { y: ["mrr"] }))).toEqual({ kind: "number", value: 110, unit: "usd", previous: 100 });
  });
});
