/** Where a file belongs. */
import { areaOf, holdsFile, type Room } from './room.ts';
import { ROOMS } from './rooms.ts';

export const findRoomOfFile = (file: string): Room | undefined => ROOMS.find((room) => holdsFile(room, file));

/** Top-level folders, and files of the top level that are rooms. */
export const AREAS: readonly string[] = [...new Set(ROOMS.map(({ name }) => areaOf(name)))];

/** What people see: only rooms of the extension import it, their tests included. */
export const PAGE_ROOMS: readonly string[] = ['extension/popup', 'extension/pages'];

export const isWholeArea = (area: string, names: readonly string[]): boolean =>
  ROOMS.every(({ name }) => areaOf(name) !== area || names.includes(name));

/** `src/diagnosis may import src/model, src/base`. */
export function describeAllowed({ name, mayImport }: Room): string {
  const areas = [...new Set(mayImport.map(areaOf))];
  const allowed = areas.flatMap((area) =>
    isWholeArea(area, mayImport) ? [`all of ${area}`] : mayImport.filter((one) => areaOf(one) === area),
  );
  return `${name} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other room'}`;
}
