// A table as a file that carries what it is: title, filters, period and time stamp first.
import { isPartial } from "../answer";
import type { Answer, Cell, Table } from "../api/shapes";
import { csvCell } from "./cell";
import { columnTitle } from "./value";
import { formatPeriod } from "./time";

const field = (cell: Cell): string => (cell === null ? "" : csvCell(String(cell)));

const line = (cells: Cell[]): string => cells.map(field).join(",");

function heading(column: Table["columns"][number]): string {
  const title = columnTitle(column.name);
  return column.unit === null || column.unit === "count" ? title : `${title} (${column.unit})`;
}

export function toCsv(answer: Answer, now: string): string {
  const about: Cell[][] = [["Question", answer.question], ["Answer", answer.text]];
  if (answer.period !== null) about.push(["Period", `${formatPeriod(answer.period)}, ${answer.period.timezone}`]);
  const filters = answer.chips.filter((chip) => chip.kind === "filter").map((chip) => chip.text);
  if (filters.length > 0) about.push(["Filters", filters.join("; ")]);
  about.push(["Sources", [...new Set(answer.provenance.map((fetch) => fetch.vendor))].join(", ")], ["Exported", now]);
  if (isPartial(answer)) about.push(["Incomplete", answer.caveats.join(" ")]);
  const table = answer.table ?? { columns: [], rows: [] };
  return [...about.map(line), "", line(table.columns.map(heading)), ...table.rows.map(line), ""].join("\r\n");
}

export function fileName(question: string, ending: string): string {
  const words = question.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 60);
  return `${words === "" ? "answer" : words}.${ending}`;
}

export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
