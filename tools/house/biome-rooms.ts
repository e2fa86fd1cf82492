/** Biome's import rules, one override a room, made from the table of rooms. */
import type { Override } from './biome-override.ts';
import { AREAS, describeAllowed, isWholeArea, PAGE_ROOMS } from './find-room.ts';
import { RESERVED_PACKAGES } from './reserved-packages.ts';
import { areaOf, isShipped, pathsOf, type Room } from './room.ts';
import { ROOMS } from './rooms.ts';

/** A group of gitignore patterns that an import must not match. */
interface Denial {
  group: string[];
  message: string;
}

const TEST_FILES = '**/*.{test,spec}.{ts,tsx}';
const TESTING = '**/testing/**';

export const makeImportOverrides = (): Override[] => [
  ...ROOMS.flatMap((room) => makeRoomOverrides(room)),
  ...makeTestOverrides(),
];

/** One for each folder or file of the room: what its imports look like depends on where it lies. */
const makeRoomOverrides = (room: Room): Override[] =>
  pathsOf(room)
    .filter((path) => holdsCode(path))
    .map((path) => ({
      includes: [includeOf(path), `!${TEST_FILES}`, `!${TESTING}`],
      linter: { rules: { ...denyImports(listDenials(room, path)), ...(isShipped(room.name) && SHIPPED) } },
    }));

/** What is shipped contains no package that only tools and tests declare. */
const SHIPPED = {
  correctness: {
    noUndeclaredDependencies: { level: 'error', options: { devDependencies: false } },
  },
};

const holdsCode = (path: string): boolean => !/\.json$|\.d\.ts$|_locales/.test(path);

const includeOf = (path: string): string => (path.endsWith('/') ? `${path}**` : path);

function listDenials(room: Room, path: string): Denial[] {
  const isEndToEnd = areaOf(room.name) === 'e2e';
  return [
    { group: listForeignRooms(room, path), message: `${describeAllowed(room)}: see ARCHITECTURE.md, Rooms` },
    isEndToEnd
      ? { group: [TEST_FILES], message: 'no file imports a test' }
      : { group: [TESTING, TEST_FILES], message: 'only tests import testing/ or a test' },
    ...(isShipped(room.name) ? listReservedPackages(room) : []),
  ];
}

const listReservedPackages = (room: Room): Denial[] =>
  RESERVED_PACKAGES.filter(({ rooms }) => !rooms.includes(room.name)).map(({ patterns, why }) => ({
    group: [...patterns],
    message: why,
  }));

/** Patterns of all rooms that the room may not import, as its files spell them. */
function listForeignRooms(room: Room, path: string): string[] {
  const denied = ROOMS.filter((other) => other !== room && !room.mayImport.includes(other.name));
  return AREAS.flatMap((area) => {
    const rooms = denied.filter(({ name }) => areaOf(name) === area);
    if (rooms.length === 0) return [];
    const isWhole = isWholeArea(
      area,
      rooms.map(({ name }) => name),
    );
    if (isWhole) return [...new Set(rooms.flatMap(pathsOf).map((one) => `**/${topOf(one)}`))];
    const inside = rooms.flatMap(pathsOf).map((one) => one.slice(area.length + 1));
    return joinPatterns(inside).flatMap((pattern) =>
      area === areaOf(room.name)
        ? [`${neighbourPrefix(path)}${pattern}`, `**/${area}/${pattern}`]
        : [`**/${area}/${pattern}`],
    );
  });
}

/** Folders of a room's own area are beside it: `../checks/…`, from deeper `../../checks/…`. */
const neighbourPrefix = (path: string): string => (path.endsWith('/') ? '**/../' : './');

const topOf = (path: string): string => (path.includes('/') ? `${areaOf(path)}/**` : path);

/** `{a,b}/**` for folders, `{c.ts,d.ts}` for files; files directly in an area are its tests, which have their own rule. */
function joinPatterns(paths: readonly string[]): string[] {
  const folders = paths.filter((path) => path.endsWith('/')).map((path) => path.slice(0, -1));
  const files = paths.filter((path) => !path.endsWith('/') && !path.endsWith('*'));
  return [
    ...(folders.length > 0 ? [`${joinNames(folders)}/**`] : []),
    ...(files.length > 0 ? [joinNames(files)] : []),
  ];
}

const joinNames = (names: readonly string[]): string =>
  names.length === 1 ? `${names[0]}` : `{${names.join(',')}}`;

/** Tests may import all but other tests and, outside the extension, what people see. */
function makeTestOverrides(): Override[] {
  const includes = [TEST_FILES, `${TESTING}/*.{ts,tsx}`];
  const noTest: Denial = { group: [TEST_FILES], message: 'no file imports a test' };
  const noPages: Denial = {
    group: PAGE_ROOMS.map((name) => `**/${name}/**`),
    message: 'only the extension imports what people see',
  };
  return [
    { includes, linter: { rules: denyImports([noTest]) } },
    { includes: [...includes, '!extension/**'], linter: { rules: denyImports([noTest, noPages]) } },
  ];
}

const denyImports = (denials: readonly Denial[]): object => ({
  style: {
    noRestrictedImports: {
      level: 'error',
      options: { patterns: denials.filter(({ group }) => group.length > 0) },
    },
  },
});
