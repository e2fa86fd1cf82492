import { CsvError, parse } from 'csv-parse/sync';
import { MAX_CELL_LENGTH, UnreadableError } from './reading.ts';

/**
 * A table in CSV (RFC 4180: quotes, doubled quotes, line breaks inside quotes) as rows by column name. Cells stay text:
 * a spreadsheet's formula is the text that it is.
 * @throws UnreadableError when a quote never closes, or there is no header
 */
export function parseCsv(text: string): Record<string, string>[] {
  const [header, ...rows] = parseCells(text);
  if (!header || header.every((name) => name === '')) throw new UnreadableError('The table has no header');
  const names = header.map((name) => name.trim());
  return rows
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]?.trim() ?? ''])));
}

function parseCells(text: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      // Rows may be short or long, and a quote inside a cell that does not begin with one is a letter.
      relax_column_count: true,
      relax_quotes: true,
    });
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED')
      throw new UnreadableError('A quote never closes');
    throw error;
  }
}

/** Refuses a row with a cell that no person has written. */
export function rejectOversizedCells(row: Readonly<Record<string, string>>): void {
  for (const [name, cell] of Object.entries(row))
    if (cell.length > MAX_CELL_LENGTH)
      throw new UnreadableError(`${name}: ${cell.length.toLocaleString('en')} characters are no cell`);
}
