import { fileURLToPath } from 'node:url';

/** The part of the bundler's module graph that this file uses. */
interface ModuleGraph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

const entryId = (path: string): string => fileURLToPath(new URL(`../../extension/${path}`, import.meta.url));

/** All modules that a script loads before it runs. */
function loadedWith(entry: string, graph: ModuleGraph): Set<string> {
  const ids = new Set([entryId(entry)]);
  for (const id of ids) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) ids.add(imported);
  return ids;
}

/**
 * Names the chunk of a module that the popup loads at once: `core` if the background loads it too, `shell` if it is the
 * popup's own, `draw` if other pages share it. Without this the bundler makes a dozen small chunks, which compress worse,
 * and the popup may have 25 KB. A module that the popup does not load at once gets no name, whatever room it lies in.
 */
export function createChunkNamer(): (id: string, graph: ModuleGraph) => string | null {
  let sets: Record<'popup' | 'background', Set<string>> | undefined;
  return (id, graph) => {
    sets ??= {
      popup: loadedWith('popup/main.tsx', graph),
      background: loadedWith('background.ts', graph),
    };
    if (!sets.popup.has(id)) return null;
    if (sets.background.has(id)) return 'core';
    return id.includes('/extension/popup/') ? 'shell' : 'draw';
  };
}
