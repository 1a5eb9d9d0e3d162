// One dashboard on the screen: its cards, which of them are being refreshed, and why one failed.
import { announce } from "../../lib/announce.svelte";
import { getDashboard, refreshCard, removeCard } from "../../lib/api/endpoints";
import type { Card, CardId, DashboardId, Problem } from "../../lib/api/shapes";

const refreshesAtOnce = 2;

export class Board {
  name = $state("");
  mayDelete = $state(false);
  cards = $state.raw<Card[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  refreshing = $state.raw<ReadonlySet<CardId>>(new Set());
  failures = $state.raw<ReadonlyMap<CardId, string>>(new Map());

  constructor(readonly id: DashboardId) {}

  get busy(): boolean {
    return this.refreshing.size > 0;
  }

  async load(): Promise<void> {
    const result = await getDashboard(this.id);
    this.problem = result.ok ? null : result.problem;
    if (!result.ok) return;
    this.name = result.value.name;
    this.mayDelete = result.value.may_delete;
    this.cards = result.value.cards;
  }

  async refresh(id: CardId): Promise<void> {
    if (this.refreshing.has(id)) return;
    this.refreshing = new Set([...this.refreshing, id]);
    const result = await refreshCard(id);
    this.refreshing = new Set([...this.refreshing].filter((other) => other !== id));
    const failures = new Map(this.failures);
    failures.delete(id);
    if (result.ok) this.cards = (this.cards ?? []).map((card) => (card.id === id ? result.value : card));
    else failures.set(id, `${result.problem.title}. ${result.problem.detail}`);
    this.failures = failures;
  }

  async refreshAll(): Promise<void> {
    const waiting = (this.cards ?? []).map((card) => card.id);
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await this.refresh(next);
    };
    await Promise.all(Array.from({ length: refreshesAtOnce }, worker));
    const stale = (this.cards ?? []).filter((card) => card.stale_reason !== null).length + this.failures.size;
    announce(stale === 0 ? "All cards are fresh" : `${stale} cards could not be refreshed`);
  }

  async remove(id: CardId): Promise<void> {
    const result = await removeCard(id);
    if (result.ok) {
      this.cards = (this.cards ?? []).filter((card) => card.id !== id);
      announce("The card is removed");
    } else {
      this.failures = new Map([...this.failures, [id, `Not removed. ${result.problem.detail}`]]);
    }
  }
}
