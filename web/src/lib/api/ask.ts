// One question: a POST that answers with named steps and ends with an answer or a problem.
import { failureOf, questionTimeoutMs, requestOf, send } from "./client";
import { parseJson, readAs } from "./read";
import { unreachable, unreadable } from "./result";
import type { Result } from "./result";
import { Answer, Problem, Step } from "./shapes";
import type { ConversationId, Question, VendorSlug } from "./shapes";
import { readEvents } from "./sse";
import type { ServerEvent } from "./sse";

export type Ask = {
  conversation: ConversationId;
  question: string;
  /** Only these sources; empty means all that are connected. */
  vendors: VendorSlug[];
  signal: AbortSignal;
  onStep: (step: Step) => void;
};

export async function askQuestion(ask: Ask): Promise<Result<Answer>> {
  const body: Question = ask.vendors.length === 0 ? { question: ask.question } : { question: ask.question, vendors: ask.vendors };
  const path = `/conversations/${ask.conversation}/questions`;
  const how = { method: "POST", body, signal: ask.signal } as const;
  const response = await send(path, how, "text/event-stream", questionTimeoutMs);
  if (!response.ok) return response;
  const request = requestOf(response.value);
  if (response.value.body === null) return unreadable(request);
  try {
    for await (const event of readEvents(response.value.body)) {
      const last = take(event, ask.onStep, request);
      if (last !== null) return last;
    }
  } catch {
    return failureOf(ask.signal, null);
  }
  return unreachable();
}

/** Null while the question is still running; unknown events are ignored. */
export function take(event: ServerEvent, onStep: (step: Step) => void, request?: string): Result<Answer> | null {
  const data = parseJson(event.data);
  if (event.event === "answer") return readAs(Answer, data, request);
  if (event.event === "error") {
    const problem = readAs(Problem, data, request);
    return problem.ok ? { ok: false, problem: problem.value } : problem;
  }
  if (event.event !== "step") return null;
  const step = readAs(Step, data, request);
  if (!step.ok) return step;
  onStep(step.value);
  return null;
}
