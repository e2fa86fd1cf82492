import * as v from 'valibot';
import { type Bundle, BundleVersionSchema } from '../knowledge/bundle.ts';

/** The changes from one set to another. */
export const DeltaSchema = v.object({
  from: BundleVersionSchema,
  version: BundleVersionSchema,
  /** Ids of removed records. */
  remove: v.array(v.string()),
  /** New and changed records, complete. */
  put: v.array(v.looseObject({ id: v.string() })),
  /** Slugs of removed entities. */
  forget: v.array(v.string()),
  entities: v.record(v.string(), v.object({ name: v.string() })),
});
export type Delta = v.InferOutput<typeof DeltaSchema>;

/** A set whose records need not be parsed. */
export type RawBundle = Omit<Bundle, 'incidents'> & { incidents: { id: string }[] };

/** The canonical text of a set, with records sorted by id and names by slug. Manifests carry its digest. */
export function canonicalBundleText({ version, incidents, entities }: RawBundle): string {
  const sorted = Object.entries(entities).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({
    version,
    incidents: incidents.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    entities: Object.fromEntries(sorted),
  });
}

export function makeDelta(from: RawBundle, to: RawBundle): Delta {
  const before = new Map(from.incidents.map((incident) => [incident.id, JSON.stringify(incident)]));
  const after = new Set(to.incidents.map(({ id }) => id));
  return {
    from: from.version,
    version: to.version,
    remove: [...before.keys()].filter((id) => !after.has(id)),
    put: to.incidents.filter((incident) => before.get(incident.id) !== JSON.stringify(incident)),
    forget: Object.keys(from.entities).filter((slug) => !Object.hasOwn(to.entities, slug)),
    entities: Object.fromEntries(
      Object.entries(to.entities).filter(([slug, { name }]) => from.entities[slug]?.name !== name),
    ),
  };
}

/** The canonical text of the set after a delta. The caller must compare its digest with the manifest's. */
export function applyDelta(set: RawBundle, { version, remove, put, forget, entities }: Delta): string {
  const incidents = new Map(set.incidents.map((incident) => [incident.id, incident]));
  for (const id of remove) incidents.delete(id);
  for (const incident of put) incidents.set(incident.id, incident);
  const names = new Map(Object.entries({ ...set.entities, ...entities }));
  for (const slug of forget) names.delete(slug);
  return canonicalBundleText({
    version,
    incidents: [...incidents.values()],
    entities: Object.fromEntries(names),
  });
}
