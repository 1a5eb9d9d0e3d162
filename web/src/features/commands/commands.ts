// What the palette offers: places, actions, vendors and past questions, matched by words.
import type { IconName } from "../../lib/ui/icons";

export type Command = { label: string; group: string; icon: IconName; run: () => void };

const shownMax = 50;

/** Every word typed must begin a word of the label; the earlier the match, the higher. */
export function matchCommands(commands: Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const scored = commands.flatMap((command) => {
    const label = command.label.toLowerCase();
    const places = words.map((word) => position(label, word));
    if (places.includes(-1)) return [];
    return [{ command, score: places.reduce((sum, place) => sum + place, 0) }];
  });
  if (words.length > 0) scored.sort((a, b) => a.score - b.score);
  return scored.slice(0, shownMax).map((entry) => entry.command);
}

/** A question mark, or more words than the name of a place has. */
export function looksLikeQuestion(typed: string): boolean {
  const nameWordsMax = 3;
  return typed.endsWith("?") || typed.split(/\s+/).length > nameWordsMax;
}

function position(label: string, word: string): number {
  if (label.startsWith(word)) return 0;
  const later = label.indexOf(` ${word}`);
  return later === -1 ? -1 : later + 1;
}
