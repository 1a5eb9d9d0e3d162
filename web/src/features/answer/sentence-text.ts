import type { Answer } from "../../lib/api/shapes";
import { formatBucket, isTimeType } from "../../lib/format/time";

/** The server's sentence with the buckets of its table as the chart shows them: "2026-01" -> "Jan 2026". */
export function sentenceText(answer: Answer): string {
  if (answer.table === null) return answer.text;
  const { columns, rows } = answer.table;
  const words = new Map<string, string>();
  columns.forEach((column, at) => {
    if (!isTimeType(column.type) || column.type === "timestamp") return;
    for (const row of rows) {
      const cell = row[at];
      if (typeof cell === "string") words.set(cell, formatBucket(cell, column.type).replace("Week of", "week of"));
    }
  });
  return answer.text.replaceAll(/(?<![\w-])\d{4}-\d{2}(-\d{2})?(?![\w-])/g, (bucket) => words.get(bucket) ?? bucket);
}
