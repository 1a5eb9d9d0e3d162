// One conversation on the screen: its turns, the one that runs, and how to stop it.
import { announce } from "../../lib/announce.svelte";
import { askQuestion } from "../../lib/api/ask";
import { createConversation, getConversation } from "../../lib/api/endpoints";
import { localProblem } from "../../lib/api/result";
import type { Answer, ConversationId, DashboardId, Problem, Step, VendorSlug } from "../../lib/api/shapes";
import { renameAddress } from "../../lib/router.svelte";

export type Turn =
  | { kind: "running"; key: number; question: string; steps: Step[]; startedAt: number }
  | { kind: "answered"; key: number; answer: Answer }
  | { kind: "failed"; key: number; question: string; problem: Problem };

export const questionCharactersMax = 2000;

export class ConversationState {
  id = $state<ConversationId | null>(null);
  turns = $state.raw<Turn[]>([]);
  /** The dashboard that answers are asked for ("Add by asking"); it travels in the address. */
  dashboard = $state<DashboardId | null>(null);
  loading = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** Counts the answers that arrived, so that the history can follow. */
  finished = $state(0);
  private keys = 0;
  private running: AbortController | null = null;

  get isRunning(): boolean {
    return this.turns.some((turn) => turn.kind === "running");
  }

  /** Shows another conversation, or none; a question that still runs is stopped. */
  async open(id: ConversationId | null): Promise<void> {
    if (id !== null && id === this.id) return;
    this.running?.abort();
    this.id = id;
    this.turns = [];
    this.problem = null;
    if (id === null) return;
    this.loading = true;
    const result = await getConversation(id);
    if (this.id !== id) return;
    this.loading = false;
    if (result.ok) this.turns = result.value.answers.map((answer) => ({ kind: "answered", key: this.keys++, answer }));
    else this.problem = result.problem;
  }

  async ask(question: string, vendors: VendorSlug[]): Promise<void> {
    if (this.isRunning) return;
    const control = new AbortController();
    this.running = control;
    const key = this.keys++;
    const startedAt = Date.now();
    // A question that failed gives way to the next try; what was answered stays.
    const kept = this.turns.filter((turn) => turn.kind === "answered");
    this.turns = [...kept, { kind: "running", key, question, steps: [], startedAt }];
    const outcome = await this.run(question, vendors, control, (steps) =>
      this.replace(key, { kind: "running", key, question, steps, startedAt }),
    );
    this.running = null;
    if (outcome.ok) this.replace(key, { kind: "answered", key, answer: outcome.value });
    else this.replace(key, { kind: "failed", key, question, problem: outcome.problem });
    this.finished += 1;
    announce(outcome.ok ? outcome.value.text : `${outcome.problem.title}. ${outcome.problem.detail}`);
  }

  stop(): void {
    this.running?.abort();
  }

  private async run(question: string, vendors: VendorSlug[], control: AbortController, show: (steps: Step[]) => void) {
    const conversation = await this.ensureConversation();
    if (!conversation.ok) return conversation;
    if (control.signal.aborted) return localProblem("stopped", "Stopped", "You stopped this question before its answer came.");
    let steps: Step[] = [];
    return askQuestion({
      conversation: conversation.value.id,
      question,
      vendors,
      signal: control.signal,
      onStep: (step) => {
        steps = [...steps, step];
        show(steps);
      },
    });
  }

  private async ensureConversation() {
    if (this.id !== null) return { ok: true, value: { id: this.id } } as const;
    const created = await createConversation();
    if (created.ok) {
      this.id = created.value.id;
      renameAddress(`/ask/${created.value.id}${this.dashboard === null ? "" : `?dashboard=${this.dashboard}`}`);
    }
    return created;
  }

  private replace(key: number, turn: Turn): void {
    this.turns = this.turns.map((old) => (old.key === key ? turn : old));
  }
}
