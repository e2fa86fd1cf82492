/** Where the tree is not as the table of rooms says. */

import { AREAS, describeAllowed, findRoomOfFile, PAGE_ROOMS } from './find-room.ts';
import type { ImportGraph } from './import-graph.ts';
import type { Import } from './read-imports.ts';
import { areaOf, type Room } from './room.ts';
import { isTest, isTestCode, isTestSupport } from './source-tree.ts';

export interface Breach {
  kind: 'up' | 'forbidden' | 'test' | 'circle' | 'unknown';
  message: string;
}

/** Other files are documents and settings of tools. */
const BELONGS_TO_A_ROOM = /\.(ts|tsx|mjs|js|css|html)$/;

export const findBreaches = (graph: ImportGraph, files: readonly string[]): Breach[] => [
  ...findUnknownFolders(files),
  ...graph.imports.flatMap((one) => judgeImport(one) ?? []),
  ...graph.roomCircles.map((circle) => describeCircle('rooms', circle)),
  ...graph.fileCircles.map((circle) => describeCircle('files', circle)),
];

function findUnknownFolders(files: readonly string[]): Breach[] {
  const homeless = files.filter(
    (file) =>
      BELONGS_TO_A_ROOM.test(file) &&
      (!file.includes('/') || AREAS.includes(areaOf(file))) &&
      !findRoomOfFile(file),
  );
  const folders = new Set(homeless.map((file) => file.slice(0, file.lastIndexOf('/') + 1) || file));
  return [...folders].map((folder) => ({
    kind: 'unknown',
    message: `${folder} belongs to no room: add it to tools/house/rooms.ts`,
  }));
}

function judgeImport(one: Import): Breach | undefined {
  const [from, to] = [findRoomOfFile(one.from), findRoomOfFile(one.to)];
  if (!from || !to) return undefined;
  const reason = findTestReason(one, from, to);
  if (reason) return { kind: 'test', message: describeImport(one, reason) };
  if (from === to || isTestCode(one.from)) return undefined;
  if (to.floor >= from.floor) return { kind: 'up', message: describeImport(one, nameFloors(from, to)) };
  const refused = findRefusal(one, from, to);
  return refused ? { kind: 'forbidden', message: describeImport(one, refused) } : undefined;
}

function findTestReason({ from, to }: Import, source: Room, target: Room): string | undefined {
  if (isTest(to)) return 'no file imports a test';
  const isEndToEnd = areaOf(source.name) === 'e2e';
  if (isTestSupport(to) && !isTestCode(from) && !isEndToEnd) return 'only tests import testing/';
  if (isTestCode(from) && PAGE_ROOMS.includes(target.name) && areaOf(source.name) !== 'extension')
    return 'only the extension imports what people see';
  return undefined;
}

function findRefusal({ isType }: Import, from: Room, to: Room): string | undefined {
  if (!from.mayImport.includes(to.name)) return describeAllowed(from);
  if (from.typesOnly && !isType) return `${from.name} may import types alone`;
  return undefined;
}

const nameFloors = (from: Room, to: Room): string =>
  `an arrow up, from ${from.name} (floor ${from.floor}) to ${to.name} (floor ${to.floor})`;

const describeImport = ({ from, to, isType }: Import, reason: string): string =>
  `${from} imports ${isType ? 'types of ' : ''}${to}: ${reason}`;

const describeCircle = (what: string, circle: readonly string[]): Breach => ({
  kind: 'circle',
  message: `circle of ${what}: ${circle.join(' → ')} → …`,
});

/** Of the table itself: arrows that do not lead down, or to rooms that are not in it. */
export const findFaultsOfTable = (rooms: readonly Room[]): string[] =>
  rooms.flatMap((room) =>
    room.mayImport.flatMap((name) => {
      const target = rooms.find((one) => one.name === name);
      if (!target) return [`${room.name} may import ${name}, which is no room`];
      return target.floor >= room.floor ? [nameFloors(room, target)] : [];
    }),
  );
