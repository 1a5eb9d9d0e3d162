import { describe, expect, it } from "vitest";
import { readEvents, SseReader } from "./sse";

function all(...pieces: string[]) {
  const reader = new SseReader();
  return pieces.flatMap((piece) => reader.push(piece));
}

describe("the event stream reader", () => {
  it("gives an event at the blank line and not before", () => {
    const reader = new SseReader();
    expect(reader.push("event: step\ndata: {}\n")).toEqual([]);
    expect(reader.push("\n")).toEqual([{ event: "step", data: "{}" }]);
  });

  it("takes all three ends of line, also when one is cut in two", () => {
    expect(all("data: a\r", "\n\r", "\ndata: b\r\rdata: c\n\n").map((event) => event.data)).toEqual(["a", "b", "c"]);
  });

  it("does not see an empty line where an end of line was cut in two", () => {
    expect(all("data: a\r", "\ndata: b\n\n")).toEqual([{ event: "message", data: "a\nb" }]);
  });

  it("joins several data lines and takes one space off each", () => {
    expect(all("data:  a\ndata:b\ndata\n\n")).toEqual([{ event: "message", data: " a\nb\n" }]);
  });

  it("ignores comments, unknown fields and events without data", () => {
    expect(all(": still working\n\nevent: step\nid: 7\n\nretry: 3\ndata: x\n\n")).toEqual([{ event: "message", data: "x" }]);
  });

  it("drops a byte order mark at the very start only", () => {
    expect(all("\uFEFFdata: x\n\n", "data: \uFEFF\n\n").map((event) => event.data)).toEqual(["x", "\uFEFF"]);
  });

  it("drops an unfinished event at the end", () => {
    expect(all("data: a\n\ndata: b\n")).toEqual([{ event: "message", data: "a" }]);
  });

  it("refuses a line that never ends", () => {
    const reader = new SseReader();
    expect(() => {
      for (let index = 0; index < 10; index += 1) reader.push("x".repeat(1024 * 1024));
    }).toThrow(/no end/);
  });

  it("puts characters together that arrive in pieces", async () => {
    const bytes = new TextEncoder().encode("event: answer\ndata: \"€ 5 – ok\"\n\n");
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    const events = [];
    for await (const event of readEvents(body)) events.push(event);
    expect(events).toEqual([{ event: "answer", data: '"€ 5 – ok"' }]);
  });
});
