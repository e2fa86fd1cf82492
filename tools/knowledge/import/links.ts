import type { Source } from '../../../src/knowledge/incident.ts';
import { MAX_LINKS, type Standings } from './standings.ts';

/** Addresses in a cell, apart by spaces, semicolons or line breaks; only such as can stand in a record. */
export function extractLinks(cell: string): string[] {
  return [...new Set(cell.split(/[\s;]+/))].filter((text) => {
    if (!text.startsWith('https://') || !URL.canParse(text)) return false;
    const { username, password, port, pathname, search } = new URL(text);
    return !username && !password && !port && (pathname !== '/' || search !== '');
  });
}

/** What a tracker refers to, as sources that nobody of this project has opened. */
export function toReferenceSources(cell: string, title: string, standings: Standings): Source[] {
  return extractLinks(cell)
    .slice(0, MAX_LINKS)
    .map((url) => {
      const publisher = new URL(url).hostname.replace(/^www\./, '');
      return { title, publisher, url, date: null, standing: standings(publisher), read: false };
    });
}
