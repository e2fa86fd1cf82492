/**
 * `npm run names [-- --root FOLDER]` prints how functions are named in each area, which top-level names several files
 * define, and how many comment lines have an indefinite person as their actor.
 */
import { parseArgs } from 'node:util';
import { type AreaFigures, findSharedNames, measureAreas, type SharedName } from './measure-names.ts';
import { PROJECT_ROOT, readCode } from './source-tree.ts';

const { root } = parseArgs({ options: { root: { type: 'string', default: PROJECT_ROOT } } }).values;

const files = readCode(root);
const areas = measureAreas(files);
console.log('area          functions  one word  letters  vague comment lines');
for (const area of [...areas, sumUp(areas)]) console.log(describeArea(area));
console.log(describeShared(findSharedNames(files)));

function describeArea({ area, functions, oneWord, letters, vagueComments }: AreaFigures): string {
  const share = functions > 0 ? `${Math.round((100 * oneWord) / functions)} %` : '–';
  const average = functions > 0 ? (letters / functions).toFixed(1) : '–';
  return [
    area.padEnd(14),
    String(functions).padStart(8),
    share.padStart(10),
    average.padStart(9),
    String(vagueComments).padStart(21),
  ].join('');
}

function sumUp(areas: readonly AreaFigures[]): AreaFigures {
  const sum = (key: 'functions' | 'oneWord' | 'letters' | 'vagueComments'): number =>
    areas.reduce((total, area) => total + area[key], 0);
  return {
    area: 'all',
    functions: sum('functions'),
    oneWord: sum('oneWord'),
    letters: sum('letters'),
    vagueComments: sum('vagueComments'),
  };
}

function describeShared(shared: readonly SharedName[]): string {
  const list = shared.map(({ name, files }) => `${name} ${files.length}`).join(', ');
  return `\n${shared.length} top-level names are defined in more than one file (tests left out):\n${list}`;
}
