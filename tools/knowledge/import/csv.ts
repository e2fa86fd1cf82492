import { MAX_CELL_LENGTH, UnreadableError } from './reading.ts';

/**
 * A table in CSV (RFC 4180: quotes, doubled quotes, line breaks inside quotes) as rows by column name. Cells stay text:
 * a spreadsheet's formula is the text that it is.
 * @throws Unreadable when a quote never closes, or there is no header
 */
export function parseCsv(text: string): Record<string, string>[] {
  const [header, ...rows] = parseCells(text.replace(/^\ufeff/, ''));
  if (!header || header.every((name) => name === '')) throw new UnreadableError('The table has no header');
  const names = header.map((name) => name.trim());
  return rows
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]?.trim() ?? ''])));
}

function parseCells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { cell, next } = text[at] === '"' ? readQuotedCell(text, at) : readPlainCell(text, at);
    row.push(cell);
    if (text[next] === ',') {
      at = next + 1;
      if (at === text.length) row.push('');
      continue;
    }
    rows.push(row);
    row = [];
    at = next + (text.startsWith('\r\n', next) ? 2 : 1);
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function readPlainCell(text: string, from: number): { cell: string; next: number } {
  const ends = /[,\r\n]/g;
  ends.lastIndex = from;
  const next = ends.exec(text)?.index ?? text.length;
  return { cell: text.slice(from, next), next };
}

function readQuotedCell(text: string, from: number): { cell: string; next: number } {
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new UnreadableError('A quote never closes');
    if (text[quote + 1] !== '"') {
      const next = readPlainCell(text, quote + 1).next;
      return { cell: text.slice(from + 1, quote).replaceAll('""', '"'), next };
    }
    at = quote + 2;
  }
}

/** Refuses a row with a cell that no person has written. */
export function rejectOversizedCells(row: Readonly<Record<string, string>>): void {
  for (const [name, cell] of Object.entries(row))
    if (cell.length > MAX_CELL_LENGTH)
      throw new UnreadableError(`${name}: ${cell.length.toLocaleString('en')} characters are no cell`);
}
