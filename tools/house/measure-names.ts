/** Figures about names and comments. Pure: files in, figures out. */
import { type NamesOfFile, readNames } from './read-names.ts';
import { isTestCode, type SourceFile } from './source-tree.ts';

export interface AreaFigures {
  area: string;
  /** Of code that is neither a test nor test support. */
  functions: number;
  oneWord: number;
  letters: number;
  /** Of all code: comment lines with an indefinite person as their actor. */
  vagueComments: number;
}

/** A top-level name that several files define. */
export interface SharedName {
  name: string;
  files: string[];
}

const VAGUE_ACTOR = /\b(whoever|somebody|nobody|anybody|by whom)\b/i;

export function measureAreas(files: readonly SourceFile[]): AreaFigures[] {
  const all = files.map(readNames);
  const areas = [...new Set(files.map(({ path }) => areaOfFile(path)))];
  return areas.map((area) =>
    measureArea(
      area,
      all.filter(({ path }) => areaOfFile(path) === area),
    ),
  );
}

function measureArea(area: string, files: readonly NamesOfFile[]): AreaFigures {
  const names = files.filter(({ path }) => !isTestCode(path)).flatMap(({ functions }) => functions);
  return {
    area,
    functions: names.length,
    oneWord: names.filter(isOneWord).length,
    letters: names.reduce((sum, name) => sum + name.length, 0),
    vagueComments: files.flatMap(({ commentLines }) => commentLines).filter((line) => VAGUE_ACTOR.test(line))
      .length,
  };
}

export function findSharedNames(files: readonly SourceFile[]): SharedName[] {
  const found = new Map<string, string[]>();
  for (const { path, topLevel } of files.filter(({ path }) => !isTestCode(path)).map(readNames))
    for (const name of new Set(topLevel)) found.set(name, [...(found.get(name) ?? []), path]);
  return [...found]
    .map(([name, paths]) => ({ name, files: paths }))
    .filter((one) => one.files.length > 1)
    .sort((a, b) => b.files.length - a.files.length || a.name.localeCompare(b.name));
}

/** Words begin at capitals: `factsOf` has two, `facts` and `IP` one. */
export const isOneWord = (name: string): boolean => splitWords(name).length === 1;

const splitWords = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[ _$]+/)
    .filter((word) => word !== '');

const areaOfFile = (path: string): string =>
  path.includes('/') ? (path.split('/')[0] ?? path) : '(top level)';
