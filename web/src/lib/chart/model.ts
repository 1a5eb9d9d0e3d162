// From a table and the server's words on how to draw it to what is drawn. Pure: no library here.
import type { Cell, Chart, Column, Table } from "../api/shapes";
import { formatBucket, isTimeType } from "../format/time";
import { columnTitle, formatNumber, isNumeric } from "../format/value";

export type Series = { name: string; unit: string | null; values: (number | null)[] };
export type ChartModel =
  | { kind: "number"; value: number | null; unit: string | null; previous: number | null }
  | {
      kind: "axes";
      mark: "line" | "bar";
      labels: string[];
      series: Series[];
      horizontal: boolean;
      stacked: boolean;
      partialLast: boolean;
      isTime: boolean;
      /** The label that stands for all further groups; drawn grey. */
      rest: number | null;
    }
  | { kind: "parts"; parts: { label: string; value: number; share: number }[]; unit: string | null; round: boolean }
  | { kind: "scatter"; x: Column; y: Column; points: { x: number; y: number; label: string }[] }
  | { kind: "heatmap"; xs: string[]; ys: string[]; cells: [number, number, number][]; unit: string | null }
  | { kind: "funnel"; stages: { label: string; value: number; ofFirst: number; ofPrevious: number }[]; unit: string | null }
  | { kind: "table" };

const seriesMax = 6;
const categoriesMax = 20;
const partsMax = 5;

/** Sums over groups mean something for these only, so only these get an "Other". */
function isAdditive(unit: string | null): boolean {
  return unit !== "percent" && unit !== "ratio" && unit !== "seconds" && unit !== "minutes" && unit !== "hours" && unit !== "days";
}

type Fields = { x: number; y: number[]; series: number };

export function chartModel(table: Table, chart: Chart): ChartModel {
  const fields = findFields(table, chart);
  const y = fields.y[0];
  if (y === undefined || table.rows.length === 0) return { kind: "table" };
  switch (chart.mark) {
    case "number":
      return numberModel(table, fields);
    case "line":
    case "bar":
      return axesModel(table, chart, fields);
    case "stacked-bar":
      return fields.series === -1 && fields.y.length === 1
        ? partsModel(table, fields.x, y, false)
        : axesModel(table, chart, fields);
    case "pie":
      return partsModel(table, fields.x, y, true);
    case "scatter":
      return scatterModel(table, chart, fields);
    case "heatmap":
      return heatmapModel(table, fields, y);
    case "funnel":
      return funnelModel(table, fields.x, y);
    case "table":
      return { kind: "table" };
  }
}

/** Named columns first; else the first time or text column is x, the next text one the series. */
function findFields(table: Table, chart: Chart): Fields {
  const indexOf = (name: string | null): number => table.columns.findIndex((column) => column.name === name);
  const named = chart.y.map(indexOf).filter((index) => index !== -1);
  const numeric = table.columns.flatMap((column, index) => (isNumeric(column) ? [index] : []));
  const time = table.columns.findIndex((column) => isTimeType(column.type));
  const texts = table.columns.flatMap((column, index) => (column.type === "text" || column.type === "boolean" ? [index] : []));
  const x = indexOf(chart.x) !== -1 ? indexOf(chart.x) : time !== -1 ? time : (texts[0] ?? -1);
  const wantsSeries = chart.x === null && chart.series === null;
  const guessed = wantsSeries ? (texts.find((index) => index !== x) ?? -1) : -1;
  return {
    x,
    y: named.length > 0 ? named : numeric,
    series: chart.series === null ? guessed : indexOf(chart.series),
  };
}

function column(table: Table, index: number): Column {
  return table.columns[index] ?? { name: "", type: "text", unit: null };
}

function numeric(cell: Cell | undefined): number | null {
  return typeof cell === "number" ? cell : null;
}

export function label(cell: Cell | undefined, of: Column): string {
  if (cell === null || cell === undefined || cell === "") return "(none)";
  if (typeof cell === "boolean") return cell ? "Yes" : "No";
  return isTimeType(of.type) ? formatBucket(String(cell), of.type) : String(cell);
}

function numberModel(table: Table, fields: Fields): ChartModel {
  const at = fields.y[0] ?? 0;
  const row = table.rows[0] ?? [];
  const previous = table.columns.findIndex((candidate, index) => index !== at && /previous|before|prior/.test(candidate.name));
  return {
    kind: "number",
    value: numeric(row[at]),
    unit: column(table, at).unit,
    previous: previous === -1 ? null : numeric(row[previous]),
  };
}

function axesModel(table: Table, chart: Chart, fields: Fields): ChartModel {
  const isTime = isTimeType(column(table, fields.x).type);
  const wide = fields.series === -1 ? wideSeries(table, fields) : longSeries(table, fields);
  const sorted = isTime || chart.sort === "none" ? wide : sortByFirst(wide, chart.sort === "ascending");
  const shown = isTime ? sorted : foldCategories(sorted, chart.shown_max === 0 ? categoriesMax : chart.shown_max);
  const partial = chart.partial_last && isTime;
  return {
    kind: "axes",
    mark: chart.mark === "line" ? "line" : "bar",
    labels: shown.labels,
    series: shown.series,
    horizontal: chart.horizontal || (!isTime && chart.mark !== "line" && fields.series === -1),
    stacked: chart.stacked || chart.mark === "stacked-bar",
    partialLast: partial,
    isTime,
    rest: shown.labels.length < sorted.labels.length && shown.labels.at(-1)?.startsWith("Other (") === true ? shown.labels.length - 1 : null,
  };
}

type Wide = { labels: string[]; series: Series[] };

function wideSeries(table: Table, fields: Fields): Wide {
  const x = column(table, fields.x);
  return {
    labels: table.rows.map((row) => label(row[fields.x], x)),
    series: fields.y.slice(0, seriesMax).map((index) => ({
      name: columnTitle(column(table, index).name),
      unit: column(table, index).unit,
      values: table.rows.map((row) => numeric(row[index])),
    })),
  };
}

/** One row a point becomes one series a name; beyond six, the smaller ones are "Other". */
function longSeries(table: Table, fields: Fields): Wide {
  const at = fields.y[0] ?? 0;
  const unit = column(table, at).unit;
  const labels = [...new Set(table.rows.map((row) => label(row[fields.x], column(table, fields.x))))];
  const places = new Map(labels.map((name, index) => [name, index]));
  const byName = new Map<string, (number | null)[]>();
  for (const row of table.rows) {
    const name = label(row[fields.series], column(table, fields.series));
    const values = byName.get(name) ?? labels.map(() => null);
    values[places.get(label(row[fields.x], column(table, fields.x))) ?? 0] = numeric(row[at]);
    byName.set(name, values);
  }
  const total = (values: (number | null)[]): number => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const all = [...byName].sort((a, b) => total(b[1]) - total(a[1])).map(([name, values]) => ({ name, unit, values }));
  if (all.length <= seriesMax || !isAdditive(unit)) return { labels, series: all.slice(0, seriesMax) };
  const rest = all.slice(seriesMax);
  const other = labels.map((_, index) => rest.reduce((sum, series) => sum + (series.values[index] ?? 0), 0));
  return { labels, series: [...all.slice(0, seriesMax), { name: "Other", unit, values: other }] };
}

function sortByFirst(wide: Wide, ascending: boolean): Wide {
  const first = wide.series[0]?.values ?? [];
  const order = wide.labels.map((_, index) => index);
  order.sort((a, b) => ((first[a] ?? -Infinity) - (first[b] ?? -Infinity)) * (ascending ? 1 : -1));
  return {
    labels: order.map((index) => wide.labels[index] ?? ""),
    series: wide.series.map((series) => ({ ...series, values: order.map((index) => series.values[index] ?? null) })),
  };
}

function foldCategories(wide: Wide, max: number): Wide {
  if (wide.labels.length <= max + 1) return wide;
  const additive = wide.series.every((series) => isAdditive(series.unit));
  const sum = (values: (number | null)[]): number => values.slice(max).reduce<number>((all, value) => all + (value ?? 0), 0);
  return {
    labels: additive ? [...wide.labels.slice(0, max), `Other (${wide.labels.length - max})`] : wide.labels.slice(0, max),
    series: wide.series.map((series) => ({
      ...series,
      values: additive ? [...series.values.slice(0, max), sum(series.values)] : series.values.slice(0, max),
    })),
  };
}

function partsModel(table: Table, x: number, y: number, round: boolean): ChartModel {
  const found = table.rows
    .map((row) => ({ label: label(row[x], column(table, x)), value: numeric(row[y]) ?? 0 }))
    .filter((part) => part.value > 0)
    .sort((a, b) => b.value - a.value);
  const rest = found.slice(partsMax).reduce((sum, part) => sum + part.value, 0);
  const shown = found.length > partsMax + 1 ? [...found.slice(0, partsMax), { label: "Other", value: rest }] : found;
  const total = shown.reduce((sum, part) => sum + part.value, 0);
  if (total === 0) return { kind: "table" };
  return { kind: "parts", round, unit: column(table, y).unit, parts: shown.map((part) => ({ ...part, share: part.value / total })) };
}

function scatterModel(table: Table, chart: Chart, fields: Fields): ChartModel {
  const named = table.columns.findIndex((candidate) => candidate.name === chart.x && isNumeric(candidate));
  const x = named !== -1 ? named : (fields.y[0] ?? -1);
  const y = fields.y.find((index) => index !== x) ?? -1;
  if (x === -1 || y === -1) return { kind: "table" };
  const name = table.columns.findIndex((candidate) => candidate.type === "text");
  const points = table.rows.flatMap((row) => {
    const [px, py] = [numeric(row[x]), numeric(row[y])];
    return px === null || py === null ? [] : [{ x: px, y: py, label: name === -1 ? "" : String(row[name] ?? "") }];
  });
  return { kind: "scatter", x: column(table, x), y: column(table, y), points };
}

function heatmapModel(table: Table, fields: Fields, y: number): ChartModel {
  if (fields.series === -1) return { kind: "table" };
  const xs = [...new Set(table.rows.map((row) => label(row[fields.x], column(table, fields.x))))];
  const ys = [...new Set(table.rows.map((row) => label(row[fields.series], column(table, fields.series))))];
  const cells = table.rows.flatMap((row): [number, number, number][] => {
    const value = numeric(row[y]);
    const at = [xs.indexOf(label(row[fields.x], column(table, fields.x))), ys.indexOf(label(row[fields.series], column(table, fields.series)))] as const;
    return value === null ? [] : [[at[0], at[1], value]];
  });
  return { kind: "heatmap", xs, ys, cells, unit: column(table, y).unit };
}

function funnelModel(table: Table, x: number, y: number): ChartModel {
  const values = table.rows.map((row) => numeric(row[y]) ?? 0);
  const first = values[0] ?? 0;
  const stages = table.rows.map((row, index) => {
    const value = values[index] ?? 0;
    const before = index === 0 ? value : (values[index - 1] ?? 0);
    return { label: label(row[x], column(table, x)), value, ofFirst: first === 0 ? 0 : value / first, ofPrevious: before === 0 ? 0 : value / before };
  });
  return { kind: "funnel", stages, unit: column(table, y).unit };
}

/** What a screen reader is told instead of the picture. */
export function describe(model: ChartModel): string {
  if (model.kind !== "axes") return "";
  const first = model.series[0];
  const points = `${model.labels.length} ${model.isTime ? "periods" : "groups"}`;
  const names = model.series.map((series) => series.name).join(", ");
  const known = (first?.values ?? []).filter((value) => value !== null);
  if (first === undefined || known.length === 0) return `${names}: ${points}.`;
  const low = formatNumber(Math.min(...known), first.unit);
  const high = formatNumber(Math.max(...known), first.unit);
  return `${model.mark === "line" ? "Line" : "Bar"} chart of ${names} over ${points}; ${first.name} is between ${low} and ${high}.`;
}
