/** Arrows between rooms, and circles of rooms and of files. Pure: imports in, findings out. */
import { findCircles } from './find-circles.ts';
import type { Import } from './read-imports.ts';
import { isTestCode } from './source-tree.ts';

/** All imports of one room by another, of product code alone. */
export interface Arrow {
  from: string;
  to: string;
  values: number;
  types: number;
}

export interface ImportGraph {
  /** Of all files, tests included. */
  imports: readonly Import[];
  arrows: readonly Arrow[];
  roomCircles: readonly string[][];
  fileCircles: readonly string[][];
  /** Pairs of rooms that import each other. */
  bothWays: readonly (readonly [string, string])[];
}

/** `nameRoom` gives undefined for files that belong to no room: they are in no arrow. */
export function buildImportGraph(
  imports: readonly Import[],
  nameRoom: (file: string) => string | undefined,
): ImportGraph {
  const arrows = collectArrows(imports, nameRoom);
  return {
    imports,
    arrows,
    roomCircles: findCircles(collectEdges(arrows)),
    fileCircles: findCircles(collectEdges(imports)),
    bothWays: findBothWays(arrows),
  };
}

function collectArrows(imports: readonly Import[], nameRoom: (file: string) => string | undefined): Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const { from, to, isType } of imports.filter(({ from }) => !isTestCode(from))) {
    const [source, target] = [nameRoom(from), nameRoom(to)];
    if (source === undefined || target === undefined || source === target) continue;
    const arrow = arrows.get(`${source} ${target}`) ?? { from: source, to: target, values: 0, types: 0 };
    arrow[isType ? 'types' : 'values'] += 1;
    arrows.set(`${source} ${target}`, arrow);
  }
  return [...arrows.values()].sort((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
}

function collectEdges(pairs: readonly { from: string; to: string }[]): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const { from, to } of pairs) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  return edges;
}

const findBothWays = (arrows: readonly Arrow[]): [string, string][] =>
  arrows
    .filter(({ from, to }) => from < to && arrows.some((back) => back.from === to && back.to === from))
    .map(({ from, to }) => [from, to]);
