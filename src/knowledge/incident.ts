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
 * Kinds of events. Pages show an event as the message `event_<what>` with `by`, `to` and `because`. Entities are slugs: pages
 * show the message `entity_<slug>` if the language has it, otherwise the `name` in the entity table.
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

const SourceSchema = v.strictObject({
  title: v.pipe(v.string(), v.minLength(3), v.maxLength(200)),
  publisher: v.pipe(v.string(), v.minLength(2), v.maxLength(80)),
  url: v.pipe(v.string(), v.url(), v.regex(/^https:\/\//, 'an address that begins with https://')),
  date: v.nullable(partialDate),
  standing: v.picklist(STANDINGS),
  /** Whether a person of this project has read it; false: only a tracker lists it. */
  read: v.boolean(),
});
export type Source = v.InferOutput<typeof SourceSchema>;

const IncidentEventSchema = v.strictObject({
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

const DisputeSchema = v.strictObject({
  field: v.picklist(['start', 'end']),
  /** The date in the source; null: the source says that the incident is ongoing. */
  says: v.nullable(partialDate),
  /** Index into `sources`. */
  source: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Dispute = v.InferOutput<typeof DisputeSchema>;

/** One incident, in fields only: no text is copied from a source. */
export const IncidentSchema = v.strictObject({
  id: slugSchema,
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'ISO 3166-1 alpha-2')),
  /** Display names of areas; empty: nationwide, or, without `areaKnown`, an unknown area. */
  regions: v.array(v.pipe(v.string(), v.minLength(2), v.maxLength(60))),
  /** ISO 3166-2 codes of `regions` that have one (`IN-JK`), to compare with the person's region. */
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
  /** The known steps of the incident, in order of date. */
  events: v.array(IncidentEventSchema),
  sources: v.pipe(v.array(SourceSchema), v.minLength(1, 'at least one source')),
  /** Sources that contradict `start` or `end`. Pages show both dates. */
  disputed: v.exactOptional(v.pipe(v.array(DisputeSchema), v.minLength(1))),
  /** The day on which a person last compared the record with its sources. */
  verified: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'a day: YYYY-MM-DD')),
});
export type Incident = v.InferOutput<typeof IncidentSchema>;

/** The file of one country: `src/knowledge/data/PK.json`. `entities` names the offices and courts in its records. */
export const CountryFileSchema = v.strictObject({
  /** For editors, which complete and check fields by it. */
  $schema: v.exactOptional(v.literal('../incident.schema.json')),
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'ISO 3166-1 alpha-2')),
  entities: v.record(slugSchema, v.strictObject({ name: v.pipe(v.string(), v.minLength(2)) })),
  incidents: v.array(IncidentSchema),
});
export type CountryFile = v.InferOutput<typeof CountryFileSchema>;
