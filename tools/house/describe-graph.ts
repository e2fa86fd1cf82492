/** What `npm run rooms` prints. */
import type { Breach } from './find-breaches.ts';
import type { Arrow, ImportGraph } from './import-graph.ts';
import { areaOf, type Room } from './room.ts';
import { ROOMS } from './rooms.ts';

export const describeRooms = (graph: ImportGraph, breaches: readonly Breach[]): string =>
  [
    ...listFloors(graph),
    '',
    ...breaches.map(({ message }) => `✗ ${message}`),
    summarize(graph, breaches),
  ].join('\n');

/** A checkout that the table does not know. */
export const describeFolders = (graph: ImportGraph): string =>
  [
    ...listRoomNames(graph).map((name) => describeRoom(name, graph)),
    '',
    ...graph.bothWays.map(([a, b]) => `⇄ ${a} and ${b} import each other`),
    ...graph.roomCircles.map((circle) => `○ circle of ${circle.length} folders: ${circle.join(', ')}`),
    ...graph.fileCircles.map((circle) => `○ circle of ${circle.length} files: ${circle.join(', ')}`),
    [
      `${listRoomNames(graph).length} folders`,
      countArrows(graph.arrows),
      `${graph.bothWays.length} pairs that import each other`,
      `${graph.roomCircles.length} circles of folders`,
      `${graph.fileCircles.length} circles of files`,
    ].join(', '),
    ...countByArea(graph),
  ].join('\n');

function listFloors(graph: ImportGraph): string[] {
  const floors = [...new Set(ROOMS.map(({ floor }) => floor))].sort((a, b) => b - a);
  return floors.flatMap((floor) => {
    const rooms = ROOMS.filter((room: Room) => room.floor === floor);
    return [`floor ${floor}`, ...rooms.map(({ name }) => `  ${describeRoom(name, graph)}`)];
  });
}

/** Counts are of imports; `t` marks those of types alone. */
function describeRoom(name: string, { arrows }: ImportGraph): string {
  const targets = arrows.filter(({ from }) => from === name);
  if (targets.length === 0) return name;
  return `${name.padEnd(22)} → ${targets.map(describeTarget).join(', ')}`;
}

const describeTarget = ({ to, values, types }: Arrow): string =>
  `${to} ${[values > 0 ? `${values}` : '', types > 0 ? `${types}t` : ''].filter(Boolean).join('+')}`;

const summarize = (
  { arrows, roomCircles, fileCircles }: ImportGraph,
  breaches: readonly Breach[],
): string => {
  const count = (kind: Breach['kind']): number => breaches.filter((one) => one.kind === kind).length;
  return [
    `${ROOMS.length} rooms`,
    countArrows(arrows),
    `${count('up')} up`,
    `${count('forbidden')} forbidden`,
    `${roomCircles.length + fileCircles.length} circles`,
    `${count('test')} imports of tests`,
    `${count('unknown')} unknown folders`,
  ].join(', ');
};

const countArrows = (arrows: readonly Arrow[]): string =>
  `${arrows.length} arrows (${arrows.filter(({ values }) => values === 0).length} of types alone)`;

const listRoomNames = ({ arrows }: ImportGraph): string[] =>
  [...new Set(arrows.flatMap(({ from, to }) => [from, to]))].sort();

function countByArea(graph: ImportGraph): string[] {
  const areas = [...new Set(listRoomNames(graph).map(areaOf))];
  const within = (area: string, ...names: string[]): boolean => names.every((name) => areaOf(name) === area);
  return areas.map((area) => {
    const rooms = listRoomNames(graph).filter((name) => within(area, name));
    const arrows = graph.arrows.filter(({ from, to }) => within(area, from, to));
    const pairs = graph.bothWays.filter((pair) => within(area, ...pair));
    return `  within ${area}: ${rooms.length} folders, ${arrows.length} arrows, ${pairs.length} pairs that import each other`;
  });
}
