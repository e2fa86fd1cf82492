import * as v from 'valibot';
import { type Bundle, BundleVersionSchema } from '../knowledge/bundle.ts';

/** From one set to another. */
export const DeltaSchema = v.object({
  from: BundleVersionSchema,
  version: BundleVersionSchema,
  /** Ids of records that are gone. */
  remove: v.array(v.string()),
  /** Records that are new or say something else, whole. */
  put: v.array(v.looseObject({ id: v.string() })),
  forget: v.array(v.string()),
  entities: v.record(v.string(), v.object({ name: v.string() })),
});
export type Delta = v.InferOutput<typeof DeltaSchema>;

/** A set in which records need not have been parsed. */
export type RawBundle = Omit<Bundle, 'incidents'> & { incidents: { id: string }[] };

/** The one text of a set: records by id, names by slug. A manifest's digest is of this. */
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

/** The text of the set that a delta leads to; whether it is that, only its digest tells. */
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
