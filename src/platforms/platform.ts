import * as v from 'valibot';

const hostSchema = v.pipe(
  v.string(),
  v.regex(/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a lower-case host name'),
);

/** One row of the catalogue. Hosts are suffixes: `x.com` stands for `x.com` and everything under it. */
export const PlatformSchema = v.strictObject({
  slug: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  name: v.pipe(v.string(), v.minLength(1)),
  category: v.string(),
  /** Names a person types; the first one stands for the platform. Empty: no website (an app, calls). */
  domains: v.array(hostSchema),
  /** Names its pages load from. */
  assets: v.array(hostSchema),
  /** Hosts that answer by themselves, asked when the failed one does not: another domain if there is one. */
  alternates: v.array(hostSchema),
});
export type Platform = v.InferOutput<typeof PlatformSchema>;
export const CatalogueSchema = v.array(PlatformSchema);
