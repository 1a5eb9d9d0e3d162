import { describe, expect, it } from "vitest";
import { parse } from "valibot";
import { Answer } from "../api/shapes";
import cells from "../../../../tests/corpora/export-cells.json";
import { csvCell } from "./cell";
import { fileName, toCsv } from "./csv";
import { formatAge, formatBucket, formatPeriod, formatTimestamp } from "./time";
import { columnTitle, formatBytes, formatCell, formatDuration, formatNumber } from "./value";

describe("numbers", () => {
  it.each([
    [115366.94, "usd", "$115,366.94"],
    [-12.5, "eur", "-€12.50"],
    [1200, "jpy", "¥1,200"],
    [1.2345, "kwd", "KWD\u00a01.235"],
    [1200.5, "isk", "ISK\u00a01,201"],
    [1200.5, "mga", "MGA\u00a01,200.50"],
    [12.5, "iqd", "IQD\u00a012.500"],
    [4.125, "percent", "4.1%"],
    [0.3333, "ratio", "0.33"],
    [1234567, "count", "1,234,567"],
    [1, "days", "1 day"],
    [2.5, "days", "2.5 days"],
    [190, "minutes", "3 h 10 min"],
    [7.25, "seconds", "7.3 s"],
    [1500000, "bytes", "1.5 MB"],
    [2048, "mb", "2 GB"],
    [3, null, "3"],
  ])("%d of %s is %s", (value, unit, words) => {
    expect(formatNumber(value, unit)).toBe(words);
  });

  it("are short on an axis", () => {
    expect(formatNumber(1250000, "usd", "compact")).toBe("$1.3M");
    expect(formatNumber(0, "usd", "compact")).toBe("$0");
    expect(formatNumber(18240, "count", "compact")).toBe("18.2K");
  });

  it("in a unit that is no currency are still shown", () => {
    expect(formatNumber(5, "xx")).toBe("5");
  });

  it("of time say their two largest parts", () => {
    expect(formatDuration(59)).toBe("59 s");
    expect(formatDuration(3600)).toBe("1 h");
    expect(formatDuration(200 * 3600)).toBe("8 d 8 h");
    expect(formatDuration(-90)).toBe("-2 min");
  });

  it("of bytes move to the next unit at a thousand", () => {
    expect(formatBytes(999)).toBe("999 B");
    expect(formatBytes(1000)).toBe("1 kB");
  });
});

describe("time", () => {
  it.each([
    ["2026-Q3", "quarter", "Q3 2026"],
    ["2026-07", "month", "Jul 2026"],
    ["2026-07-06", "week", "Week of Jul 6, 2026"],
    ["2026-07-06", "day", "Jul 6, 2026"],
    ["2026", "year", "2026"],
    ["(none)", "month", "(none)"],
  ] as const)("bucket %s of a %s is %s", (text, type, words) => {
    expect(formatBucket(text, type)).toBe(words);
  });

  it("says a half-open period inclusively", () => {
    const period = { timezone: "UTC", partial: false };
    expect(formatPeriod({ ...period, start: "2026-07-01", end: "2026-10-01" })).toBe("Jul 1 to Sep 30, 2026");
    expect(formatPeriod({ ...period, start: "2025-12-01", end: "2026-01-01" })).toBe("Dec 1 to Dec 31, 2025");
    expect(formatPeriod({ ...period, start: "2025-12-31", end: "2026-01-02" })).toBe("Dec 31, 2025 to Jan 1, 2026");
    expect(formatPeriod({ ...period, start: "2026-11-20", end: "2026-11-21" })).toBe("Nov 20, 2026");
    expect(formatPeriod({ ...period, start: null, end: "2026-06-01" })).toBe("up to May 31, 2026");
  });

  it("shifts instants to the report zone and days never", () => {
    expect(formatTimestamp("2026-11-21T03:30:00Z", "America/New_York")).toBe("Nov 20, 2026, 22:30");
    const day = { name: "d", type: "day", unit: null } as const;
    expect(formatCell("2026-11-21", day, "America/New_York")).toBe("Nov 21, 2026");
    expect(formatTimestamp("2026-11-21T03:30:00Z", "Not/AZone")).toContain("2026");
  });

  it("tells ages at a glance", () => {
    const now = Date.parse("2026-11-21T12:00:00Z");
    expect(formatAge("2026-11-21T11:59:40Z", now)).toBe("just now");
    expect(formatAge("2026-11-21T11:15:00Z", now)).toBe("45 min ago");
    expect(formatAge("2026-11-20T11:00:00Z", now)).toBe("1 d ago");
    expect(formatAge("2026-10-01T11:00:00Z", now)).toBe("Oct 1, 2026");
    expect(formatAge("2026-11-21T13:00:00Z", now)).toBe("just now");
  });
});

describe("cells of an export", () => {
  it.each(cells)("$cell begins no formula", ({ cell, expect_prefix }) => {
    const out = csvCell(cell);
    const inner = out.startsWith('"') && out !== cell ? out.slice(1) : out;
    expect(inner.startsWith("'")).toBe(expect_prefix === "'");
  });
});

describe("tables", () => {
  it("have titles that people say", () => {
    expect(columnTitle("net_new_mrr")).toBe("Net new MRR");
    expect(columnTitle("deal.owner")).toBe("Deal owner");
  });

  it("leave as files that say what they are and run nothing", () => {
    const answer = parse(Answer, {
      id: "1", question: "MRR, by plan", status: "answered", text: "Growth leads.", value: null, chart: null, plan: null,
      period: { start: "2026-07-01", end: "2026-10-01", timezone: "UTC" },
      table: { columns: [{ name: "plan", type: "text", unit: null }, { name: "mrr", type: "decimal", unit: "usd" }], rows: [["=HYPERLINK(1)", 5.5], ['a "b", c', null]] },
      chips: [{ kind: "filter", text: "status is active" }],
      provenance: [{ vendor: "stripe", tool: "t", arguments: {}, pages: 1, rows: 2, partial: false, fetched_at: "2026-11-21T11:59:00Z" }],
      unused_words: [], confidence: 1, reason: null, options: [], suggestions: [], elapsed_ms: 1, how: { sql: "", fetches: [], notes: [] },
    });
    expect(toCsv(answer, "2026-11-21T12:00:00Z").split("\r\n")).toEqual([
      'Question,"MRR, by plan"', "Answer,Growth leads.", 'Period,"Jul 1 to Sep 30, 2026, UTC"', "Filters,status is active",
      "Sources,stripe", "Exported,2026-11-21T12:00:00Z", "", "Plan,MRR (usd)", "'=HYPERLINK(1),5.5", '"a ""b"", c",', "",
    ]);
    expect(fileName("What was MRR?", "csv")).toBe("what-was-mrr.csv");
    expect(fileName("???", "csv")).toBe("answer.csv");
  });
});
