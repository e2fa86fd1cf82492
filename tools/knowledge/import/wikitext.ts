import { MAX_CELL_LENGTH, UnreadableError } from './reading.ts';

/**
 * The rows of the first table of a wikitext (`{| … |}`, mediawiki.org/wiki/Help:Tables) by column name. Links, templates
 * and marks become plain words; the addresses of references stand in a column `References`. Cells over several rows are not spread:
 * a row that lacks one is short, and is refused for it.
 * @throws Unreadable when the table does not end, or has no header
 */
export function parseWikitable(text: string): Record<string, string>[] {
  const begin = text.indexOf('{|');
  const end = text.indexOf('\n|}', begin);
  if (begin < 0 || end < 0)
    throw new UnreadableError('The table does not begin with {| or does not end with |}');
  const [, ...lines] = text.slice(begin, end).split('\n');
  const rows: { cells: string[]; isHeader: boolean }[] = [];
  let row = { cells: [] as string[], isHeader: false };
  for (const line of lines) {
    if (line.startsWith('|+')) continue;
    if (line.startsWith('|-')) {
      if (row.cells.length > 0) rows.push(row);
      row = { cells: [], isHeader: false };
    } else if (line.startsWith('!') || line.startsWith('|')) {
      // In the first row header signs name columns; later ones name rows.
      if (line.startsWith('!') && rows.length === 0) row.isHeader = true;
      const cells = line.slice(1).split(line.startsWith('!') ? /!!|\|\|/ : '||');
      row.cells.push(...cells);
    } else if (row.cells.length > 0) row.cells.push(`${row.cells.pop()}\n${line}`);
  }
  if (row.cells.length > 0) rows.push(row);
  const [header, ...body] = rows;
  if (!header?.isHeader) throw new UnreadableError('The table has no header');
  const names = header.cells.map(stripMarkup);
  return body.map(({ cells }) => ({
    References: cells.flatMap(extractReferenceUrls).join(' '),
    ...Object.fromEntries(names.map((name, i) => [name, stripMarkup(cells[i] ?? '')])),
  }));
}

/** A cell's words: `style="…" | [[X (social network)|X]]<ref>…</ref>` → `X` */
function stripMarkup(cell: string): string {
  // Too long to be one: left as it is, for the row to be refused.
  if (cell.length > MAX_CELL_LENGTH) return cell;
  return cell
    .replace(/^[^[\]{}|]*=[^[\]{}|]*\|(?!\|)/, '')
    .replaceAll(/<ref[^>]*\/>/g, '')
    .replaceAll(REFERENCE_TAG, '')
    .replaceAll(
      /\{\{(?:dts|start date|end date)\|(?:[a-z]+=[^|}]*\|)*(\d{4})(?:\|(\d{1,2}))?(?:\|(\d{1,2}))?[^}]*\}\}/gi,
      joinIsoDate,
    )
    .replaceAll(/\{\{(?:flag|flagcountry|flagu|flagicon)\|([^|}]*)[^}]*\}\}/gi, '$1')
    .replaceAll(/\{\{[^{}]*\}\}/g, '')
    .replaceAll(/\[\[(?:[^\]|]*\|)?([^\]]*)\]\]/g, '$1')
    .replaceAll(/\[(https:\/\/\S+)[^\]]*\]/g, '$1')
    .replaceAll(/<br ?\/?>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/'{2,}/g, '')
    .trim();
}

function joinIsoDate(_: string, year: string, month?: string, day?: string): string {
  return [year, month, day]
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, '0'))
    .join('-');
}

const REFERENCE_TAG = /<ref[^>]*>([\s\S]*?)<\/ref>/g;

/** The addresses in a cell's references. */
function extractReferenceUrls(cell: string): string[] {
  if (cell.length > MAX_CELL_LENGTH) return [];
  return [...cell.matchAll(REFERENCE_TAG)].flatMap(
    ([, inner = '']) => inner.match(/https:\/\/[^\s|}\]<]+/g) ?? [],
  );
}
