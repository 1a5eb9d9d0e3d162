// A chart as a picture that says what it shows: question, answer, period, filters, time stamp.
import type { Answer } from "../../lib/api/shapes";
import { download, fileName } from "../../lib/format/csv";
import { formatPeriod } from "../../lib/format/time";

const margin = 24;
const titleSize = 18;
const textSize = 13;
const lineHeight = 22;

export function exportPicture(answer: Answer, chart: HTMLCanvasElement, now: string): void {
  const style = getComputedStyle(document.documentElement);
  const scale = chart.width / chart.clientWidth;
  const width = chart.clientWidth + 2 * margin;
  const lines = [answer.text, about(answer, now)].flatMap((text) => wrap(text, width - 2 * margin, style.fontFamily));
  const top = margin + titleSize + 10 + lines.length * lineHeight + 10;

  const picture = document.createElement("canvas");
  picture.width = Math.round(width * scale);
  picture.height = Math.round((top + chart.clientHeight + margin) * scale);
  const draw = picture.getContext("2d");
  if (draw === null) return;
  draw.scale(scale, scale);
  draw.fillStyle = style.getPropertyValue("--surface");
  draw.fillRect(0, 0, picture.width, picture.height);
  draw.fillStyle = style.getPropertyValue("--text");
  draw.font = `600 ${titleSize}px ${style.fontFamily}`;
  draw.fillText(answer.question, margin, margin + titleSize, width - 2 * margin);
  draw.font = `${textSize}px ${style.fontFamily}`;
  lines.forEach((line, index) => draw.fillText(line, margin, margin + titleSize + 10 + (index + 1) * lineHeight - 6));
  draw.drawImage(chart, margin, top, chart.clientWidth, chart.clientHeight);
  picture.toBlob((blob) => {
    if (blob !== null) download(fileName(answer.question, "png"), blob);
  });
}

function about(answer: Answer, now: string): string {
  const period = answer.period === null ? [] : [`${formatPeriod(answer.period)}, ${answer.period.timezone}`];
  const filters = answer.chips.filter((chip) => chip.kind === "filter").map((chip) => chip.text);
  const sources = [...new Set(answer.provenance.map((fetch) => fetch.vendor))];
  return [...period, ...filters, `from ${sources.join(", ")}`, `exported ${now.slice(0, 16).replace("T", " ")} UTC`].join(" · ");
}

/** Breaks text into lines that fit; a canvas does not do it by itself. */
function wrap(text: string, width: number, font: string): string[] {
  const ruler = document.createElement("canvas").getContext("2d");
  if (ruler === null) return [text];
  ruler.font = `${textSize}px ${font}`;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && ruler.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
