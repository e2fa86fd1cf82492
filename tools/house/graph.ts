/**
 * `npm run rooms [-- --root FOLDER]` prints the rooms by floor and which imports which, and ends with 1 where the code is not
 * as the table says. A checkout from before the table has no floors: there each folder is a room.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeFolders, describeRooms } from './describe-graph.ts';
import { findBreaches } from './find-breaches.ts';
import { findRoomOfFile } from './find-room.ts';
import { buildImportGraph } from './import-graph.ts';
import { readImports } from './read-imports.ts';
import { listFiles, PROJECT_ROOT, readCode } from './source-tree.ts';

const { root } = parseArgs({ options: { root: { type: 'string', default: PROJECT_ROOT } } }).values;
const imports = readCode(root).flatMap(readImports);

if (existsSync(join(root, 'tools/house/rooms.ts'))) {
  const graph = buildImportGraph(imports, (file) => findRoomOfFile(file)?.name);
  const breaches = findBreaches(graph, listFiles(root));
  console.log(describeRooms(graph, breaches));
  process.exitCode = breaches.length > 0 ? 1 : 0;
} else {
  console.log(describeFolders(buildImportGraph(imports, nameFolder)));
}

/** `src/checks` of `src/checks/tools/x.ts`; a file of the top level is no room. */
function nameFolder(file: string): string | undefined {
  const folders = file.split('/').slice(0, -1);
  return folders.length > 0 ? folders.slice(0, 2).join('/') : undefined;
}
