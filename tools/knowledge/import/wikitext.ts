import { MAX_CELL_LENGTH, UnreadableError } from './reading.ts';

/**
 * The rows of the first table of a wikitext (`{| … |}`, mediawiki.org/wiki/Help:Tables) by column name. Links, templates
 * and marks become plain words; the addresses of references stand in a column `References`. Cells over several rows are not spread:
 * a row that lacks one is short, and is refused for it.
 * @throws UnreadableError when the table does not end, or has no header
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
  return MARKUP_STEPS.reduce((text, { mark, becomes }) => text.replace(mark, becomes), cell).trim();
}

const REFERENCE_TAG = /<ref[^>]*>([\s\S]*?)<\/ref>/g;

/** A template of a day, `{{dts|format=dmy|2025|3|1}}`: year, month, day. */
const DATE_TEMPLATE =
  /\{\{(?:dts|start date|end date)\|(?:[a-z]+=[^|}]*\|)*(\d{4})(?:\|(\d{1,2}))?(?:\|(\d{1,2}))?[^}]*\}\}/gi;

type Replacer = (mark: string, ...groups: (string | undefined)[]) => string;
const nothing: Replacer = () => '';
const firstGroup: Replacer = (_, group = '') => group;
/** `2025`, `2025-03`, `2025-03-01` */
const joinIsoDate: Replacer = (_, year, month, day) =>
  [year, month, day]
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, '0'))
    .join('-');

/** What becomes of the marks of a cell, one after the other: templates that say nothing to us go after those that do. */
const MARKUP_STEPS: readonly { what: string; mark: RegExp; becomes: Replacer }[] = [
  { what: 'attributes of the cell', mark: /^[^[\]{}|]*=[^[\]{}|]*\|(?!\|)/, becomes: nothing },
  { what: 'a reference used again', mark: /<ref[^>]*\/>/g, becomes: nothing },
  { what: 'a reference', mark: REFERENCE_TAG, becomes: nothing },
  { what: 'a day', mark: DATE_TEMPLATE, becomes: joinIsoDate },
  {
    what: 'a flag',
    mark: /\{\{(?:flag|flagcountry|flagu|flagicon)\|([^|}]*)[^}]*\}\}/gi,
    becomes: firstGroup,
  },
  { what: 'another template', mark: /\{\{[^{}]*\}\}/g, becomes: nothing },
  { what: 'a link to a page', mark: /\[\[(?:[^\]|]*\|)?([^\]]*)\]\]/g, becomes: firstGroup },
  { what: 'a link to elsewhere', mark: /\[(https:\/\/\S+)[^\]]*\]/g, becomes: firstGroup },
  { what: 'a line break', mark: /<br ?\/?>/gi, becomes: () => '\n' },
  { what: 'another tag', mark: /<[^>]*>/g, becomes: nothing },
  { what: 'bold and italic', mark: /'{2,}/g, becomes: nothing },
];

/** The addresses in a cell's references. */
function extractReferenceUrls(cell: string): string[] {
  if (cell.length > MAX_CELL_LENGTH) return [];
  return [...cell.matchAll(REFERENCE_TAG)].flatMap(
    ([, inner = '']) => inner.match(/https:\/\/[^\s|}\]<]+/g) ?? [],
  );
}
