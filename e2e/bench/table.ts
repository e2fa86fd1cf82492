/** The result of a topic of the benchmark, as docs/measured.md shows it. */
export interface Table {
  title: string;
  /** How it was measured, in a sentence or two. */
  how: string;
  columns: string[];
  rows: string[][];
}

export function toMarkdown({ title, how, columns, rows }: Table): string {
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const toLine = (cells: string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [`### ${title}`, '', how, '', toLine(columns), rule, ...rows.map(toLine)].join('\n');
}

/** The cell that compares a number with its bar. */
export const compareToBar = (value: number, bar: number): string => (value <= bar ? 'ok' : 'over');

export const formatMs = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const formatSeconds = (value: number): string => `${value.toFixed(2)} s`;
export const formatKilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
/** `1.4×`; both numbers come from the same run. */
export const formatRatio = (value: number, to: number): string => `${(value / to).toFixed(1)}×`;
