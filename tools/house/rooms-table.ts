/** The table of rooms as documents show it: the product's in ARCHITECTURE.md, that of tools and tests in docs/testing.md. */
import { AREAS, isWholeArea } from './find-room.ts';
import { areaOf, type Room } from './room.ts';
import { ROOMS } from './rooms.ts';

const BEGIN = '<!-- rooms:begin -->';
const END = '<!-- rooms:end -->';

const PRODUCT_AREAS = ['src', 'extension'];

/** Which part of the table each document shows. */
export const ROOM_DOCUMENTS = { 'ARCHITECTURE.md': 'product', 'docs/testing.md': 'support' } as const;
type RoomDocument = keyof typeof ROOM_DOCUMENTS;

/** Replaces what stands between the two marks of a document. */
export function insertRoomsTable(text: string, document: RoomDocument): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${document} has no ${BEGIN} … ${END}`);
  return `${text.slice(0, begin + BEGIN.length)}\n\n${renderRoomsTable(document)}\n\n${text.slice(end)}`;
}

function renderRoomsTable(document: RoomDocument): string {
  const isShown = (area: string) => PRODUCT_AREAS.includes(area) === (ROOM_DOCUMENTS[document] === 'product');
  const areas = [...AREAS].filter(isShown).sort((a, b) => heightOf(b) - heightOf(a));
  const rows = areas.flatMap((area) =>
    ROOMS.filter(({ name }) => areaOf(name) === area)
      .sort((a, b) => b.floor - a.floor)
      .map(renderRow),
  );
  return ['| floor | room | what lies there | may import |', '|---|---|---|---|', ...rows].join('\n');
}

const heightOf = (area: string): number =>
  Math.max(...ROOMS.filter(({ name }) => areaOf(name) === area).map(({ floor }) => floor));

const renderRow = (room: Room): string =>
  `| ${room.floor} | \`${room.name}\` | ${room.note} | ${renderAllowed(room)} |`;

function renderAllowed({ name, mayImport, typesOnly }: Room): string {
  const areas = [...new Set(mayImport.map(areaOf))];
  const groups = areas.map((area) =>
    renderGroup(
      area,
      mayImport.filter((one) => areaOf(one) === area),
      area === areaOf(name),
    ),
  );
  if (groups.length === 0) return 'no other room';
  return `${typesOnly ? 'types alone, of ' : ''}${groups.join('; ')}`;
}

/** The room's own area needs no name. */
function renderGroup(area: string, names: readonly string[], isOwn: boolean): string {
  if (names.includes(area)) return `\`${area}\``;
  if (isWholeArea(area, names)) return `all of \`${area}\``;
  const short = names.map((name) => name.slice(area.length + 1)).join(', ');
  return isOwn ? short : `\`${area}\`: ${short}`;
}
