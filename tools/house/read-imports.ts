/** What a file imports, by Rolldown's parser: TypeScript 7 has no API for programs. */
import { posix } from 'node:path';
import { parseSync, Visitor } from 'vite';
import type { SourceFile } from './source-tree.ts';

export interface Import {
  from: string;
  /** A file of the tree. */
  to: string;
  /** Gone when compiled. */
  isType: boolean;
}

interface Reference {
  specifier: string;
  isType: boolean;
}

type Parsed = ReturnType<typeof parseSync>;

/** Imports of other files: static, dynamic, re-exported, and types by `import('…')`. Packages are left out. */
export function readImports({ path, text }: SourceFile): Import[] {
  const parsed = parseSync(path, text);
  const broken = parsed.errors[0];
  if (broken) throw new Error(`${path}: ${broken.message}`);
  return [
    ...readStaticImports(parsed),
    ...readReExports(parsed),
    ...readDynamicImports(parsed, text),
    ...readTypeImports(parsed),
  ]
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier, isType }) => ({ from: path, to: resolveSpecifier(path, specifier), isType }));
}

const readStaticImports = ({ module }: Parsed): Reference[] =>
  module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    isType: entries.length > 0 && entries.every(({ isType }) => isType),
  }));

const readReExports = ({ module }: Parsed): Reference[] =>
  module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, isType }] : [],
    ),
  );

/** An `import()` whose address is made while the program runs cannot be followed. */
const readDynamicImports = ({ module }: Parsed, text: string): Reference[] =>
  module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const source = text.slice(start, end);
    return source.startsWith("'") || source.startsWith('"')
      ? [{ specifier: source.slice(1, -1), isType: false }]
      : [];
  });

function readTypeImports({ program }: Parsed): Reference[] {
  const found: Reference[] = [];
  const visitor = new Visitor({
    TSImportType({ source }) {
      found.push({ specifier: source.value, isType: true });
    },
  });
  visitor.visit(program);
  return found;
}

/** A Vite query (`?raw`) is no part of a file's name. */
const resolveSpecifier = (path: string, specifier: string): string =>
  posix.join(posix.dirname(path), specifier.split('?')[0] ?? specifier);
