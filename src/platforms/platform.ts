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
  /**
   * Those of `domains` whose subdomains name a person or a group: a blog, a shop, a workspace. Recipients and reports get the
   * domain in the place of such a host.
   */
  personalDomains: v.optional(v.array(hostSchema)),
  /** Other hosts with a page of their own, to check when one failed: on another domain if there is one. */
  alternates: v.array(hostSchema),
  /** Hosts from which its video, pictures, voice, files or sockets come. Each answers on https by itself. */
  media: v.optional(v.array(hostSchema)),
  /**
   * A public file of 128 KB or more that has kept its address for years, with no login and no tracking: long enough to
   * tell a slow or frozen connection from a healthy one.
   */
  largeFile: v.optional(v.pipe(v.string(), v.url(), v.startsWith('https://'))),
});
export type Platform = v.InferOutput<typeof PlatformSchema>;
export const CatalogueSchema = v.array(PlatformSchema);
