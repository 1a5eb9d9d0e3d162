import { describe, expect, it } from "vitest";
import { shortLabel, stepMin } from "./options";

const onAxis = (labels: string[]): string[] => labels.map((label, at) => shortLabel(label, labels[at - 1]));

describe("labels on the time axis", () => {
  it("say a year once and again where it changes", () => {
    expect(onAxis(["Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026"])).toEqual(["Nov 2025", "Dec", "Jan 2026", "Feb"]);
    expect(onAxis(["Q4 2025", "Q1 2026"])).toEqual(["Q4 2025", "Q1 2026"]);
  });

  it("name a week by its Monday", () => {
    expect(onAxis(["Week of Oct 5, 2026", "Week of Oct 12, 2026"])).toEqual(["Oct 5", "Oct 12"]);
  });

  it("leave other labels alone", () => {
    expect(onAxis(["Enterprise 2026", "(none)", "2026"])).toEqual(["Enterprise 2026", "(none)", "2026"]);
  });
});

describe("steps of the value axis", () => {
  const of = (values: (number | null)[]) => [{ name: "tickets", unit: "count", values }];
  it("are whole where all values are", () => {
    expect(stepMin(of([0, 2, null, 1]))).toBe(1);
    expect(stepMin(of([0.5, 2]))).toBeNull();
    expect(stepMin([])).toBeNull();
  });
});
