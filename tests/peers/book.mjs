/** What a peer writes down, in order, for the tests to read. */
export class Book {
  entries = [];
  #waiting = [];

  note(entry) {
    this.entries.push(entry);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** The entries whose members are those of `like`. */
  find(like) {
    const fits = (entry) => Object.entries(like).every(([name, value]) => entry[name] === value);
    return this.entries.filter(fits);
  }

  /** Returns when there are `count` of them; the test's own timeout is the deadline. */
  async until(like, count) {
    while (this.find(like).length < count) await new Promise((wake) => this.#waiting.push(wake));
  }
}
