// What a chip's menu offers. Follow-ups keep the rest of the question, so a few words are enough.
import type { Chip } from "../../lib/api/shapes";

export const chipWords: Record<Chip["kind"], string> = {
  measure: "Measure",
  period: "Period",
  dimension: "By",
  filter: "Only",
  source: "Source",
};

/** "by month" beside the word "By" is said once. */
export function chipText(chip: Chip): string {
  return chip.kind === "dimension" ? chip.text.replace(/^by /i, "") : chip.text;
}

export type ChipItem = { label: string; question: string; edit: boolean };

const periods = ["this week", "this month", "last month", "last quarter", "this year", "last year"];
const grains = ["by week", "by month", "by quarter"];

export function chipItems(chip: Chip, question: string): ChipItem[] {
  const items: ChipItem[] = [];
  if (chip.question !== "") items.push({ label: capital(chip.question), question: chip.question, edit: false });
  if (chip.kind === "period") {
    items.push(...periods.map((period) => ({ label: capital(period), question: `and ${period}?`, edit: false })));
  }
  if (chip.kind === "dimension") {
    items.push(...grains.map((grain) => ({ label: capital(grain), question: `now ${grain}`, edit: false })));
  }
  items.push({ label: "Edit the question", question, edit: true });
  return items.filter((item, index) => items.findIndex((other) => other.label === item.label) === index);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
