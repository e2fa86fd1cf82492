import * as v from 'valibot';

const hostSchema = v.pipe(
  v.string(),
  v.regex(/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a lower-case host name'),
);

/** One row of the catalogue. Hosts are suffixes: `x.com` covers `x.com` and all its subdomains. */
const PlatformSchema = v.strictObject({
  slug: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  name: v.pipe(v.string(), v.minLength(1)),
  category: v.string(),
  /** Hosts that a person opens; the first one represents the platform. Empty: no website (an app, calls). */
  domains: v.array(hostSchema),
  /** Hosts from which its pages load their parts. */
  assets: v.array(hostSchema),
  /** Other hosts with a page of their own, to check when one failed: on another domain if there is one. */
  alternates: v.array(hostSchema),
});
export type Platform = v.InferOutput<typeof PlatformSchema>;
export const CatalogueSchema = v.array(PlatformSchema);
