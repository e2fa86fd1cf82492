import * as v from 'valibot';

/** `2024`, `2024-02` or `2024-02-17`: as exact as the source is. */
const partialDate = v.pipe(
  v.string(),
  v.regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'a date: YYYY, YYYY-MM or YYYY-MM-DD'),
);
const slugSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by dashes'),
);

export const TRIGGERS = [
  'election',
  'protest',
  'conflict',
  'security',
  'exam',
  'religious',
  'law',
  'court-order',
  'coup',
  'dispute-with-platform',
  'other',
  'unknown',
] as const;
export const ACTORS = [
  'national-government',
  'interior-ministry',
  'ministry',
  'regulator',
  'court',
  'parliament',
  'military',
  'police',
  'regional-government',
  'local-government',
  'supranational',
  'provider',
  'platform',
  'non-state',
  'foreign-military',
  'unknown',
] as const;
export const STANDINGS = ['official', 'court', 'agency-press', 'measurement', 'tracker', 'other'] as const;

/**
 * What happened, one step of a story. Shown as `event_<what>` in _locales, filled with `by`, `to` and `because`.
 * Entities are slugs worded as `entity_<slug>` where a language has them, else by `name` of the entity table.
 */
export const EVENTS = [
  'restricted',
  'throttled',
  'shut-down',
  'silent',
  'denied',
  'admitted',
  'reason-given',
  'platform-blamed',
  'court-challenged',
  'court-ordered',
  'officials-still-use',
  'vpn-use',
  'extended',
  'partly-lifted',
  'lifted',
  'access-returned',
] as const;

export const SourceSchema = v.strictObject({
  title: v.pipe(v.string(), v.minLength(3), v.maxLength(200)),
  publisher: v.pipe(v.string(), v.minLength(2), v.maxLength(80)),
  url: v.pipe(v.string(), v.url(), v.regex(/^https:\/\//, 'an address that begins with https://')),
  date: v.nullable(partialDate),
  standing: v.picklist(STANDINGS),
  /** false: the tracker lists it, nobody of this project has opened it. */
  read: v.boolean(),
});
export type Source = v.InferOutput<typeof SourceSchema>;

export const IncidentEventSchema = v.strictObject({
  date: partialDate,
  what: v.picklist(EVENTS),
  by: v.optional(slugSchema),
  to: v.optional(slugSchema),
  /** `reason_<slug>` in _locales. */
  because: v.optional(slugSchema),
  /** Index into `sources`. */
  source: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type IncidentEvent = v.InferOutput<typeof IncidentEventSchema>;

export const DisputeSchema = v.strictObject({
  field: v.picklist(['start', 'end']),
  /** What the source says instead; null: that it goes on. */
  says: v.nullable(partialDate),
  /** Index into `sources`. */
  source: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Dispute = v.InferOutput<typeof DisputeSchema>;

/** A sourced fact in the project's own words and fields (design §7). */
export const IncidentSchema = v.strictObject({
  id: slugSchema,
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'ISO 3166-1 alpha-2')),
  /** Display names of areas; empty: nationwide, or the area is not recorded (`areaKnown`). */
  regions: v.array(v.pipe(v.string(), v.minLength(2), v.maxLength(60))),
  /** Where `regions` lie, by ISO 3166-2 (`IN-JK`), as far as they have a code: a person's own region is held against it. */
  subdivisions: v.exactOptional(
    v.pipe(
      v.array(v.pipe(v.string(), v.regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'an ISO 3166-2 code, such as IN-JK'))),
      v.minLength(1),
    ),
  ),
  areaKnown: v.boolean(),
  scope: v.picklist(['platform', 'network']),
  platforms: v.array(slugSchema),
  kind: v.picklist(['block', 'throttle', 'shutdown', 'app-removal']),
  start: partialDate,
  end: v.nullable(partialDate),
  status: v.picklist(['ongoing', 'ended', 'unclear']),
  trigger: v.picklist(TRIGGERS),
  orderedBy: v.nullable(v.strictObject({ actor: v.picklist(ACTORS), entity: v.optional(slugSchema) })),
  acknowledged: v.strictObject({
    /** `admitted`: the state said so; `not-admitted`: it denied it or stayed silent. */
    state: v.picklist(['admitted', 'not-admitted', 'not-recorded']),
    date: v.nullable(partialDate),
  }),
  /** The story, where it is known step by step; in order of date. */
  events: v.array(IncidentEventSchema),
  sources: v.pipe(v.array(SourceSchema), v.minLength(1, 'at least one source')),
  /** Where a source contradicts `start` or `end`: both are shown, neither is chosen in silence. */
  disputed: v.exactOptional(v.pipe(v.array(DisputeSchema), v.minLength(1))),
  /** The day on which somebody last held the record against its sources. */
  verified: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'a day: YYYY-MM-DD')),
});
export type Incident = v.InferOutput<typeof IncidentSchema>;

/** One file a country: `src/knowledge/data/PK.json`. `entities` names the offices and courts that its records mention. */
export const CountryFileSchema = v.strictObject({
  /** For editors: names what may stand where, and says what is wrong while one types. */
  $schema: v.exactOptional(v.literal('../incident.schema.json')),
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'ISO 3166-1 alpha-2')),
  entities: v.record(slugSchema, v.strictObject({ name: v.pipe(v.string(), v.minLength(2)) })),
  incidents: v.array(IncidentSchema),
});
export type CountryFile = v.InferOutput<typeof CountryFileSchema>;
