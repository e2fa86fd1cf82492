/** Paths of this repository that documents name in backticks, and which of them do not exist. */

/** The folders in which a name with a slash means a file of ours. */
const PATH = /^(src|extension|e2e|tools|docs|icons|\.github|\.ci)\/[\w./-]+$/;
/** `src/knowledge/data/CC.json`: a word in capitals stands for a name to be filled in. */
const PLACEHOLDER = /(^|[/.])(CC|CODE|NAME|GROUP|SLUG|NNNN)\b/;

export interface MissingPath {
  line: number;
  path: string;
}

/** `files`: every file of the repository, from its root. A folder exists if some file lies in it. */
export function findMissingPaths(markdown: string, files: readonly string[]): MissingPath[] {
  const exists = (path: string): boolean =>
    files.includes(path) || files.some((file) => file.startsWith(`${path}/`));
  return markdown.split('\n').flatMap((text, i) =>
    [...text.matchAll(/`([^`]+)`/g)]
      .map(([, code = '']) => code.replace(/\/$/, ''))
      .filter((code) => PATH.test(code) && !PLACEHOLDER.test(code) && !exists(code))
      .map((path) => ({ line: i + 1, path })),
  );
}

/** Targets of links to files, from the document's own folder; addresses and headings are left out. */
export const linkedFiles = (markdown: string): string[] =>
  [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
