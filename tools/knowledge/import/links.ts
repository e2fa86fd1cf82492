import type { Source } from '../../../src/knowledge/incident.ts';
import { MAX_LINKS, type Standings } from './standings.ts';

/** Addresses in a cell, separated by white space or semicolons; only those that a record may contain. */
function extractLinks(cell: string): string[] {
  return [...new Set(cell.split(/[\s;]+/))].filter((text) => {
    if (!text.startsWith('https://') || !URL.canParse(text)) return false;
    const { username, password, port, pathname, search } = new URL(text);
    return !username && !password && !port && (pathname !== '/' || search !== '');
  });
}

/** The references of a tracker, as unread sources. */
export function toReferenceSources(cell: string, title: string, standings: Standings): Source[] {
  return extractLinks(cell)
    .slice(0, MAX_LINKS)
    .map((url) => {
      const publisher = new URL(url).hostname.replace(/^www\./, '');
      return { title, publisher, url, date: null, standing: standings(publisher), read: false };
    });
}
