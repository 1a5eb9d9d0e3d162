// One question: a POST that answers with named steps and ends with an answer or a problem.
import { failureOf, questionTimeoutMs, send } from "./client";
import { parseProblem } from "./parse";
import { parseAnswer, parseStep } from "./parse-answer";
import { unreachable, unreadable } from "./result";
import type { Result } from "./result";
import { readEvents } from "./sse";
import type { ServerEvent } from "./sse";
import type { Answer, ConversationId, Step, VendorSlug } from "./types";

export type Ask = {
  conversation: ConversationId;
  question: string;
  /** Only these sources; empty means all that are connected. */
  vendors: VendorSlug[];
  signal: AbortSignal;
  onStep: (step: Step) => void;
};

export async function askQuestion(ask: Ask): Promise<Result<Answer>> {
  const body = ask.vendors.length === 0 ? { question: ask.question } : { question: ask.question, vendors: ask.vendors };
  const path = `/conversations/${ask.conversation}/questions`;
  const how = { method: "POST", body, signal: ask.signal } as const;
  const response = await send(path, how, "text/event-stream", questionTimeoutMs);
  if (!response.ok) return response;
  if (response.value.body === null) return unreadable();
  try {
    for await (const event of readEvents(response.value.body)) {
      const last = take(event, ask.onStep);
      if (last !== null) return last;
    }
  } catch {
    return failureOf(ask.signal, null);
  }
  return unreachable();
}

/** Null while the question is still running; unknown events are ignored. */
export function take(event: ServerEvent, onStep: (step: Step) => void): Result<Answer> | null {
  try {
    const data: unknown = JSON.parse(event.data);
    if (event.event === "answer") return { ok: true, value: parseAnswer(data) };
    if (event.event === "error") return { ok: false, problem: parseProblem(data) };
    if (event.event === "step") onStep(parseStep(data));
    return null;
  } catch {
    return unreadable();
  }
}
