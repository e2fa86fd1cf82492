/** Names that a file gives, and its comments, by Rolldown's parser. */
import { parseSync, Visitor } from 'vite';
import type { SourceFile } from './source-tree.ts';

export interface NamesOfFile {
  path: string;
  /** Functions, methods, accessors, and functions bound to a constant or a field. */
  functions: string[];
  /** What the file defines at its top level, types included. */
  topLevel: string[];
  /** All comments, line by line. */
  commentLines: string[];
}

type Parsed = ReturnType<typeof parseSync>;
type Statement = Parsed['program']['body'][number];

export function readNames({ path, text }: SourceFile): NamesOfFile {
  const { program, comments } = parseSync(path, text);
  return {
    path,
    functions: readFunctionNames(program),
    topLevel: program.body.flatMap(namesOfStatement),
    commentLines: comments.flatMap(({ value }) => value.split('\n')),
  };
}

function readFunctionNames(program: Parsed['program']): string[] {
  const names: string[] = [];
  const addKey = ({ key, value }: { key: Node; value: Node | null }): void => {
    if (isFunction(value)) names.push(...nameOf(key));
  };
  const visitor = new Visitor({
    FunctionDeclaration: ({ id }) => void names.push(...nameOf(id)),
    MethodDefinition: (method) => {
      if (method.kind !== 'constructor') addKey(method);
    },
    PropertyDefinition: addKey,
    VariableDeclarator: ({ id, init }) => addKey({ key: id, value: init }),
  });
  visitor.visit(program);
  return names;
}

/** Of a node of the syntax tree no more is known here. */
interface Node {
  type: string;
  name?: unknown;
}

const isFunction = (node: Node | null): boolean =>
  node !== null && ['ArrowFunctionExpression', 'FunctionExpression'].includes(node.type);

/** None for a pattern, or for a name that is calculated. */
const nameOf = (node: Node | null): string[] => (typeof node?.name === 'string' ? [node.name] : []);

function namesOfStatement(statement: Statement): string[] {
  if (statement.type === 'ExportNamedDeclaration') {
    return statement.declaration ? namesOfStatement(statement.declaration) : [];
  }
  if (statement.type === 'VariableDeclaration') return statement.declarations.flatMap(({ id }) => nameOf(id));
  return 'id' in statement ? nameOf(statement.id as Node | null) : [];
}
