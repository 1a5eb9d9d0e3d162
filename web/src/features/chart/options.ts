// A chart model in the words of the chart library. No markup, no function from the server.
import type { EChartsCoreOption } from "echarts/core";
import type { ChartModel, Series } from "../../lib/chart/model";
import { columnTitle, formatNumber } from "../../lib/format/value";

export type Palette = {
  dark: boolean;
  series: string[];
  edges: (string | null)[];
  grid: string;
  axis: string;
  text: string;
  surface: string;
  floating: string;
  line: string;
  font: string;
  low: string;
};
export type Look = { palette: Palette; title: string; description: string; width: number };

type Axes = Extract<ChartModel, { kind: "axes" }>;

const standardHeight = 288;
const compactHeight = 236;
const barHeight = 26;
const dashes = ["solid", [6, 4], [2, 3], [8, 3, 2, 3], [4, 2], [10, 4], [1, 2]] as const;
const animationMs = 240;
/** Room for "Jan 2026" under each group; with less, the library leaves labels out. */
const labelWidthMin = 56;

export function chartHeight(model: ChartModel, compact: boolean): number {
  const standard = compact ? compactHeight : standardHeight;
  if (model.kind === "axes" && model.horizontal) return Math.max(compact ? compactHeight : 120, model.labels.length * barHeight + 24);
  if (model.kind === "axes" && panels(model).length > 1) return compact ? compactHeight : standardHeight + 160;
  if (model.kind === "heatmap") return Math.max(standard, model.ys.length * 28 + 72);
  return standard;
}

export function chartOptions(model: ChartModel, look: Look): EChartsCoreOption {
  const base = {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: animationMs,
    animationDurationUpdate: animationMs,
    textStyle: { fontFamily: look.palette.font, fontSize: 12, color: look.palette.axis },
    color: look.palette.series,
    aria: { enabled: true, label: { description: [look.title, look.description].filter((part) => part !== "").join(". ") || look.title } },
  };
  switch (model.kind) {
    case "axes":
      return { ...base, ...axesOptions(model, look) };
    case "scatter":
      return { ...base, ...scatterOptions(model, look) };
    case "heatmap":
      return { ...base, ...heatmapOptions(model, look) };
    case "parts":
      return { ...base, ...pieOptions(model, look) };
    default:
      return base;
  }
}

/** Different units never share an axis: each gets a panel of its own. */
function panels(model: Axes): { unit: string | null; series: Series[] }[] {
  const units = [...new Set(model.series.map((series) => series.unit))];
  return units.map((unit) => ({ unit, series: model.series.filter((series) => series.unit === unit) }));
}

/** The legend wraps; the drawing begins under its last line. */
function legendHeight(model: Axes, width: number): number {
  const letterWidth = 7.2;
  let lines = 1;
  let used = 0;
  for (const series of model.series) {
    const needed = series.name.length * letterWidth + 34;
    if (used > 0 && used + needed > width) {
      lines += 1;
      used = 0;
    }
    used += needed;
  }
  return 10 + lines * 22;
}

function tooltip(look: Look): object {
  return {
    renderMode: "richText",
    confine: true,
    backgroundColor: look.palette.floating,
    borderColor: look.palette.line,
    borderWidth: 1,
    padding: [8, 12],
    textStyle: { color: look.palette.text, fontSize: 12, lineHeight: 18, fontFamily: look.palette.font },
  };
}

function axesOptions(model: Axes, look: Look): EChartsCoreOption {
  const groups = model.horizontal ? panels(model).slice(0, 1) : panels(model);
  const legend = model.series.length > 1 && !(model.horizontal && groups[0]?.series.length === 1);
  const top = legend ? legendHeight(model, look.width) : 10;
  const share = 100 / groups.length;
  return {
    legend: legend ? { top: 0, left: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, itemGap: 16, textStyle: { color: look.palette.text, fontSize: 12 } } : { show: false },
    tooltip: {
      ...tooltip(look),
      trigger: "axis",
      axisPointer: { type: model.mark === "line" ? "line" : "shadow", lineStyle: { color: look.palette.axis, type: "dashed" }, shadowStyle: { color: look.palette.dark ? "rgba(255,255,255,0.05)" : "rgba(20,24,31,0.04)" } },
    },
    grid: groups.map((_, index) => ({
      left: 4,
      right: model.horizontal ? valueLabelWidth(model) : 12,
      top: groups.length === 1 ? top : `${index * share + 8}%`,
      bottom: groups.length === 1 ? 4 : `${(groups.length - 1 - index) * share + 2}%`,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    })),
    xAxis: groups.map((group, index) => (model.horizontal ? valueAxis(group, index, look, false) : categoryAxis(model, index, look))),
    yAxis: groups.map((group, index) => (model.horizontal ? categoryAxis(model, index, look) : valueAxis(group, index, look, true))),
    series: groups.flatMap((group, panel) => group.series.flatMap((series) => drawSeries(model, series, panel, look))),
  };
}

function categoryAxis(model: Axes, gridIndex: number, look: Look): object {
  return {
    type: "category",
    gridIndex,
    data: model.labels,
    inverse: model.horizontal,
    boundaryGap: model.mark !== "line",
    axisTick: { show: false },
    axisLine: { lineStyle: { color: look.palette.line } },
    axisLabel: {
      color: model.horizontal ? look.palette.text : look.palette.axis,
      fontSize: 12,
      hideOverlap: true,
      interval: model.horizontal || look.width / model.labels.length > labelWidthMin ? 0 : "auto",
      ...(model.horizontal ? { width: look.width < 480 ? 116 : 200, overflow: "truncate" } : { formatter: (label: string, at: number) => shortLabel(label, model.labels[at - 1]) }),
    },
  };
}

/** On the axis a year is said where it begins, and "Week of" not at all; the tooltip has it whole. */
export function shortLabel(label: string, before: string | undefined): string {
  const [, week, words, year] = /^(Week of )?([A-Z][a-z]{2}(?: \d{1,2},)?|Q[1-4]) (\d{4})$/.exec(label) ?? [];
  if (words === undefined || year === undefined) return label;
  if (before?.endsWith(year) === true || (week !== undefined && before === undefined)) return words.replace(",", "");
  return `${words} ${year}`;
}

function barValue(value: number, unit: string | null): string {
  return formatNumber(value, unit, Math.abs(value) >= 1e5 ? "compact" : "full");
}

/** Room at the end of the bars for the longest number. */
function valueLabelWidth(model: Axes): number {
  const letterWidth = 7.4;
  const labels = model.series.flatMap((series) => series.values.map((value) => (value === null ? "" : barValue(value, series.unit))));
  return 14 + Math.ceil(letterWidth * Math.max(0, ...labels.map((text) => text.length)));
}

/** Where all values are whole, half of one is no place on the axis: two tickets, not 1.5. */
export function stepMin(series: Series[]): number | null {
  const values = series.flatMap((each) => each.values.filter((value) => value !== null));
  return values.length > 0 && values.every((value) => Number.isInteger(value)) ? 1 : null;
}

function valueAxis({ unit, series }: { unit: string | null; series: Series[] }, gridIndex: number, look: Look, labels: boolean): object {
  const minInterval = stepMin(series);
  return {
    type: "value",
    gridIndex,
    splitNumber: 4,
    ...(minInterval === null ? {} : { minInterval }),
    // Bars that carry their numbers need no round end; the longest one uses the width there is.
    ...(labels ? {} : { max: "dataMax" }),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: labels, lineStyle: { color: look.palette.grid } },
    axisLabel: { show: labels, color: look.palette.axis, fontSize: 12, formatter: (value: number) => formatNumber(value, unit, "compact") },
  };
}

function drawSeries(model: Axes, series: Series, panel: number, look: Look): object[] {
  const index = model.series.indexOf(series);
  const color = look.palette.series[index % look.palette.series.length] ?? look.palette.axis;
  const edge = look.palette.edges[index % look.palette.edges.length] ?? null;
  const shared = {
    name: series.name,
    xAxisIndex: panel,
    yAxisIndex: panel,
    tooltip: { valueFormatter: (value: unknown) => (typeof value === "number" ? formatNumber(value, series.unit) : "–") },
    emphasis: { focus: model.series.length > 1 ? "series" : "none" },
  };
  return model.mark === "line"
    ? lineSeries(model, series, { ...shared }, color, index)
    : [{ ...shared, ...barSeries(model, series, color, edge, look) }];
}

function barSeries(model: Axes, series: Series, color: string, edge: string | null, look: Look): object {
  const last = series.values.length - 1;
  const radius = model.stacked ? 0 : model.horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0];
  const border = edge !== null && !look.palette.dark ? { borderColor: edge, borderWidth: 1 } : {};
  return {
    type: "bar",
    ...(model.stacked ? { stack: "all" } : {}),
    barMaxWidth: model.horizontal ? 18 : 44,
    barCategoryGap: model.horizontal ? "30%" : "28%",
    itemStyle: { color, borderRadius: radius, ...border },
    data: series.values.map((value, at) => {
      if (model.partialLast && at === last) {
        return { value, itemStyle: { color: `${color}73`, borderColor: color, borderWidth: 1.5, borderType: "dashed" } };
      }
      return at === model.rest ? { value, itemStyle: { color: look.palette.series.at(-1) } } : value;
    }),
    ...(model.horizontal && model.series.length === 1
      ? { label: { show: true, position: "right", color: look.palette.text, fontSize: 12, formatter: ({ value }: { value: unknown }) => (typeof value === "number" ? barValue(value, series.unit) : "") } }
      : {}),
  };
}

/** The running bucket hangs on a dashed piece, so an incomplete month does not look like a drop. */
function lineSeries(model: Axes, series: Series, shared: object, color: string, index: number): object[] {
  const last = series.values.length - 1;
  const few = series.values.length <= 40;
  const line = {
    ...shared,
    type: "line",
    symbol: "circle",
    symbolSize: few ? 6 : 4,
    showSymbol: series.values.length <= 16,
    connectNulls: false,
    lineStyle: { color, width: 2, type: dashes[index % dashes.length] },
    itemStyle: { color },
  };
  if (!model.partialLast || last < 1) return [{ ...line, data: series.values }];
  return [
    { ...line, data: series.values.map((value, at) => (at === last ? null : value)) },
    { ...line, lineStyle: { color, width: 2, type: [3, 4] }, data: series.values.map((value, at) => (at >= last - 1 ? value : null)), tooltip: { show: false } },
  ];
}

function scatterOptions(model: Extract<ChartModel, { kind: "scatter" }>, look: Look): EChartsCoreOption {
  const name = (column: { name: string }): object => ({ name: columnTitle(column.name), nameLocation: "middle", nameGap: 28, nameTextStyle: { color: look.palette.axis } });
  return {
    tooltip: {
      ...tooltip(look),
      trigger: "item",
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const point = model.points[dataIndex];
        if (point === undefined) return "";
        const values = `${columnTitle(model.x.name)}: ${formatNumber(point.x, model.x.unit)}\n${columnTitle(model.y.name)}: ${formatNumber(point.y, model.y.unit)}`;
        return point.label === "" ? values : `${point.label}\n${values}`;
      },
    },
    grid: { left: 24, right: 16, top: 16, bottom: 28, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: { ...valueAxis({ unit: model.x.unit, series: [] }, 0, look, true), ...name(model.x) },
    yAxis: { ...valueAxis({ unit: model.y.unit, series: [] }, 0, look, true), ...name(model.y), nameGap: 44 },
    series: [{ type: "scatter", symbolSize: 9, itemStyle: { opacity: 0.75 }, data: model.points.map((point) => [point.x, point.y]) }],
  };
}

function heatmapOptions(model: Extract<ChartModel, { kind: "heatmap" }>, look: Look): EChartsCoreOption {
  const values = model.cells.map((cell) => cell[2]);
  const axis = (data: string[]): object => ({ type: "category", data, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: look.palette.axis, hideOverlap: true, width: 140, overflow: "truncate" } });
  return {
    tooltip: {
      ...tooltip(look),
      trigger: "item",
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const cell = model.cells[dataIndex];
        return cell === undefined ? "" : `${model.ys[cell[1]] ?? ""}, ${model.xs[cell[0]] ?? ""}\n${formatNumber(cell[2], model.unit)}`;
      },
    },
    grid: { left: 4, right: 8, top: 8, bottom: 40, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: axis(model.xs),
    yAxis: { ...axis(model.ys), inverse: true },
    visualMap: {
      min: Math.min(0, ...values),
      max: Math.max(0, ...values),
      orient: "horizontal",
      left: 0,
      bottom: 0,
      itemWidth: 10,
      itemHeight: 96,
      inRange: { color: [look.palette.low, look.palette.series[0]] },
      textStyle: { color: look.palette.axis },
      formatter: (value: unknown) => (typeof value === "number" ? formatNumber(value, model.unit, "compact") : ""),
    },
    series: [{ type: "heatmap", data: model.cells, itemStyle: { borderColor: look.palette.surface, borderWidth: 2, borderRadius: 3 } }],
  };
}

function pieOptions(model: Extract<ChartModel, { kind: "parts" }>, look: Look): EChartsCoreOption {
  return {
    tooltip: { ...tooltip(look), trigger: "item", valueFormatter: (value: unknown) => (typeof value === "number" ? formatNumber(value, model.unit) : "") },
    series: [
      {
        type: "pie",
        radius: ["46%", "76%"],
        itemStyle: { borderColor: look.palette.surface, borderWidth: 2 },
        label: { color: look.palette.text, formatter: "{b}\n{d}%", lineHeight: 16 },
        data: model.parts.map((part) => ({ name: part.label, value: part.value })),
      },
    ],
  };
}
