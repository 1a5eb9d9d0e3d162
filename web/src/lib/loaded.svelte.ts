import type { Result } from "./api/result";
import type { Problem } from "./api/shapes";

/** What a page shows while and after it asks the server; old data stays while new is fetched. */
export class Loaded<T> {
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);
  private latest = 0;

  constructor(private readonly fetch: () => Promise<Result<T>>) {}

  /** Forgets what was loaded and what is under way: another organization must not see it. */
  clear(): void {
    this.latest += 1;
    this.value = null;
    this.problem = null;
    this.loading = false;
  }

  async load(): Promise<void> {
    const mine = ++this.latest;
    this.loading = true;
    const result = await this.fetch();
    if (mine !== this.latest) return;
    this.loading = false;
    if (result.ok) this.value = result.value;
    this.problem = result.ok ? null : result.problem;
  }
}
