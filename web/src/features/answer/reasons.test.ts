import { describe, expect, it } from "vitest";
import type { Answer } from "../../lib/api/shapes";
import { reasonWords } from "./reasons";
// The codes as the description of the API lists them.
import schema from "../../../../src/server/api/answer.json?raw";

const titleOf = (reason: string): string => reasonWords({ status: "refused", reason } as Answer).title;

const codes = /Stable code when not answered: ([a-z_, ]+)\./.exec(schema)?.[1]?.split(", ") ?? [];

describe("the reason of an answer", () => {
  it("has a title of its own for every code", () => {
    expect(codes).toContain("unknown_words");
    const titles = codes.map(titleOf);
    expect(titles).not.toContain("This cannot be answered");
    expect(new Set(titles).size).toBe(codes.length);
  });

  it("tells examples to choose from apart from readings to choose between", () => {
    expect(reasonWords({ status: "clarify", reason: "examples" } as Answer).title).toBe("What you can ask");
    expect(reasonWords({ status: "clarify", reason: null } as Answer).title).toBe("Which one do you mean?");
  });

  it("is told in general words where a code is newer than the page", () => {
    expect(titleOf("of_tomorrow")).toBe("This cannot be answered");
  });
});
