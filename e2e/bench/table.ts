/** What a topic of the benchmark found: one readable table, in Markdown, so that the README can carry it as it is. */
export interface Table {
  title: string;
  /** How it was measured, in a sentence or two. */
  how: string;
  columns: string[];
  rows: string[][];
}

export function markdown({ title, how, columns, rows }: Table): string {
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [`### ${title}`, '', how, '', line(columns), rule, ...rows.map(line)].join('\n');
}

/** The cell that holds a number against its bar. */
export const against = (value: number, bar: number): string => (value <= bar ? 'ok' : 'over');

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const seconds = (value: number): string => `${value.toFixed(2)} s`;
export const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
/** `1.4×`, of two numbers of the same run. */
export const ratio = (value: number, to: number): string => `${(value / to).toFixed(1)}×`;
