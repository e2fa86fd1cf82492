/** What is on record, from the database. It is loaded late, and the database's code with it: the first paint needs neither. */
import {
  entityName,
  type IncidentQuery,
  type KnownIncidents,
  lookUpIncidents,
} from '../../src/knowledge/lookup.ts';
import { openStore } from '../storage/open-database.ts';

const getDatabase = openStore();

/** Incidents, and the names of the offices and courts in them, by slug. */
export async function lookUpHistory(
  question: IncidentQuery,
): Promise<{ incidents: KnownIncidents; names: Map<string, string> }> {
  const db = await getDatabase();
  const incidents = await lookUpIncidents(db, question);
  const { current, elsewhere, past, network } = incidents;
  const slugs = new Set(
    [...current, ...elsewhere, ...past, ...network].flatMap(({ orderedBy, events }) => [
      ...(orderedBy?.entity ? [orderedBy.entity] : []),
      ...events.flatMap(({ by, to }) => [by, to]).filter((one) => one !== undefined),
    ]),
  );
  const names = await Promise.all(
    [...slugs].map(
      async (slug) => [slug, (await entityName(db, slug)) ?? slug.replaceAll('-', ' ')] as const,
    ),
  );
  return { incidents, names: new Map(names) };
}
