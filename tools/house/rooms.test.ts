import { describe, expect, test } from 'vitest';
import { findBreaches, findFaultsOfTable } from './find-breaches.ts';
import { findRoomOfFile } from './find-room.ts';
import { buildImportGraph } from './import-graph.ts';
import { readImports } from './read-imports.ts';
import { ROOMS } from './rooms.ts';
import { listFiles, PROJECT_ROOT, readCode, type SourceFile } from './source-tree.ts';

const FILES = listFiles(PROJECT_ROOT);
const IMPORTS = readCode(PROJECT_ROOT).flatMap(readImports);

/** Messages about the tree with some files more. */
function judgeWith(...planted: SourceFile[]): string[] {
  const imports = [...IMPORTS, ...planted.flatMap(readImports)];
  const graph = buildImportGraph(imports, (file) => findRoomOfFile(file)?.name);
  const files = [...FILES, ...planted.map(({ path }) => path)];
  return findBreaches(graph, files).map(({ message }) => message);
}

describe('the table of rooms', () => {
  test('its arrows lead down, to rooms that it has', () => {
    expect(findFaultsOfTable(ROOMS)).toEqual([]);
  });

  test('its names are unique', () => {
    expect(new Set(ROOMS.map(({ name }) => name)).size).toBe(ROOMS.length);
  });

  test('an arrow to the same floor and one to no room are faults', () => {
    const note = '';
    expect(
      findFaultsOfTable([
        { name: 'a', floor: 2, mayImport: ['b', 'c'], note },
        { name: 'b', floor: 2, mayImport: [], note },
      ]),
    ).toEqual(['an arrow up, from a (floor 2) to b (floor 2)', 'a may import c, which is no room']);
  });
});

describe('the tree', () => {
  test('is as the table says', () => {
    expect(judgeWith()).toEqual([]);
  });

  test.each<{ what: string; files: SourceFile[]; says: string }>([
    {
      what: 'an arrow up',
      files: [{ path: 'src/base/planted.ts', text: "import '../cases/case-manager.ts';" }],
      says: 'src/base/planted.ts imports src/cases/case-manager.ts: an arrow up, from src/base (floor 1) to src/cases (floor 6)',
    },
    {
      what: 'an arrow up of types alone',
      files: [{ path: 'src/model/planted.ts', text: "import type { A } from '../checks/check.ts';" }],
      says: 'src/model/planted.ts imports types of src/checks/check.ts: an arrow up, from src/model (floor 2) to src/checks (floor 4)',
    },
    {
      what: 'an arrow up by import(), in a type',
      files: [{ path: 'src/model/planted.ts', text: "export type A = import('../checks/check.ts').B;" }],
      says: 'src/model/planted.ts imports types of src/checks/check.ts: an arrow up, from src/model (floor 2) to src/checks (floor 4)',
    },
    {
      what: 'an arrow down that the table does not have',
      files: [{ path: 'src/diagnosis/planted.ts', text: "export * from '../config/settings.ts';" }],
      says: 'src/diagnosis/planted.ts imports src/config/settings.ts: src/diagnosis may import src/model, src/base',
    },
    {
      what: 'a value where only types may be imported',
      files: [{ path: 'extension/in-page/planted.ts', text: "await import('../../src/checks/in-page.ts');" }],
      says: 'extension/in-page/planted.ts imports src/checks/in-page.ts: extension/in-page may import types alone',
    },
    {
      what: 'product code that imports test support',
      files: [{ path: 'src/checks/planted.ts', text: "import './testing/run-check.ts';" }],
      says: 'src/checks/planted.ts imports src/checks/testing/run-check.ts: only tests import testing/',
    },
    {
      what: 'a test that is imported',
      files: [{ path: 'src/base/planted.test.ts', text: "import './other.test.ts';" }],
      says: 'src/base/planted.test.ts imports src/base/other.test.ts: no file imports a test',
    },
    {
      what: 'a test of src that imports a page',
      files: [{ path: 'src/base/planted.test.ts', text: "import '../../extension/popup/App.tsx';" }],
      says: 'src/base/planted.test.ts imports extension/popup/App.tsx: only the extension imports what people see',
    },
    {
      what: 'a circle of files through types',
      files: [
        { path: 'src/base/planted-a.ts', text: "import type { B } from './planted-b.ts';" },
        { path: 'src/base/planted-b.ts', text: "import type { A } from './planted-a.ts';" },
      ],
      says: 'circle of files: src/base/planted-a.ts → src/base/planted-b.ts → …',
    },
    {
      what: 'a circle of rooms',
      files: [{ path: 'src/diagnosis/planted.ts', text: "import '../investigation/plan.ts';" }],
      says: 'circle of rooms: src/diagnosis → src/investigation → …',
    },
    {
      what: 'a folder of its own',
      files: [{ path: 'src/planted/a.ts', text: '' }],
      says: 'src/planted/ belongs to no room: add it to tools/house/rooms.ts',
    },
  ])('reported: $what', ({ files, says }) => {
    expect(judgeWith(...files)).toContain(says);
  });
});
