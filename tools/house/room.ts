/** A row of the table of rooms (`rooms.ts`). */
export interface Room {
  /** As in messages and in `mayImport`. */
  name: string;
  /** `folder/` with all below it, `folder/*` for the files directly in it, or one file. The name's own folder if left out. */
  paths?: readonly string[];
  /** An import leads from a higher floor to a lower one. */
  floor: number;
  mayImport: readonly string[];
  /** Nothing of it may run in this room: only `import type`. */
  typesOnly?: true;
  /** What lies there, in one line. */
  note: string;
}

export const pathsOf = (room: Room): readonly string[] => room.paths ?? [`${room.name}/`];

export function holdsFile(room: Room, file: string): boolean {
  return pathsOf(room).some((pattern) => {
    if (pattern.endsWith('/')) return file.startsWith(pattern);
    if (pattern.endsWith('/*')) return file.slice(0, file.lastIndexOf('/') + 1) === pattern.slice(0, -1);
    return file === pattern;
  });
}

/** `src` of `src/base`; a file of the top level is its own area. */
export const areaOf = (name: string): string => name.split('/')[0] ?? name;

/** Part of what is shipped, as opposed to what builds and tests it. */
export const isShipped = (name: string): boolean => ['src', 'extension'].includes(areaOf(name));
