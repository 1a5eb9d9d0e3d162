import { describe, expect, it } from "vitest";
import type { Answer, Table } from "../../lib/api/shapes";
import { sentenceText } from "./sentence-text";

const say = (text: string, table: Table | null): string => sentenceText({ text, table } as Answer);
const by = (type: "month" | "week" | "text", cells: string[]): Table => ({
  columns: [{ name: "bucket", type, unit: null }],
  rows: cells.map((cell) => [cell]),
  partial: false,
});

describe("the sentence of an answer", () => {
  it("names months and weeks as its chart does", () => {
    expect(say("MRR: 2026-01 ($1) to 2026-11 ($2).", by("month", ["2026-01", "2026-11"]))).toBe("MRR: Jan 2026 ($1) to Nov 2026 ($2).");
    expect(say("2026-10-05 (1,380).", by("week", ["2026-10-05"]))).toBe("week of Oct 5, 2026 (1,380).");
  });

  it("leaves alone what is no bucket of the table", () => {
    expect(say("Version 2026-01 and INC-2026-11.", by("month", ["2026-11"]))).toBe("Version 2026-01 and INC-2026-11.");
    expect(say("2026-01", by("text", ["2026-01"]))).toBe("2026-01");
    expect(say("2026-01", null)).toBe("2026-01");
  });
});
