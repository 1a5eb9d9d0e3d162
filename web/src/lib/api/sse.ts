// Reads `text/event-stream` from a fetch body. EventSource cannot be used: a question is a POST.
// Rules: WHATWG HTML, "Interpreting an event stream"; `id` and `retry` mean nothing to a POST.

export type ServerEvent = { event: string; data: string };

/** More than this without an end of line is not our server talking. */
const lineCharactersMax = 8 * 1024 * 1024;

export class SseReader {
  private buffered = "";
  private event = "";
  private data: string[] = [];
  private afterCarriageReturn = false;
  private started = false;

  /** Takes the next piece of decoded text; answers the events that it completes. */
  push(piece: string): ServerEvent[] {
    if (piece === "") return [];
    let incoming = piece;
    if (!this.started) {
      this.started = true;
      if (incoming.startsWith("\uFEFF")) incoming = incoming.slice(1);
    }
    if (this.afterCarriageReturn && incoming.startsWith("\n")) incoming = incoming.slice(1);
    this.afterCarriageReturn = incoming.endsWith("\r");
    const lines = (this.buffered + incoming).split(/\r\n|\r|\n/);
    this.buffered = lines.pop() ?? "";
    if (this.buffered.length > lineCharactersMax) throw new Error("event stream: a line has no end");
    return lines.map((line) => this.take(line)).filter((event) => event !== null);
  }

  private take(line: string): ServerEvent | null {
    if (line === "") return this.dispatch();
    if (line.startsWith(":")) return null;
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const rest = colon === -1 ? "" : line.slice(colon + 1);
    const value = rest.startsWith(" ") ? rest.slice(1) : rest;
    if (field === "event") this.event = value;
    if (field === "data") this.data.push(value);
    return null;
  }

  private dispatch(): ServerEvent | null {
    const complete =
      this.data.length === 0 ? null : { event: this.event || "message", data: this.data.join("\n") };
    this.event = "";
    this.data = [];
    return complete;
  }
}

/** Yields events until the stream ends; an unfinished last event is dropped, as the rules say. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const events = new SseReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* events.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
