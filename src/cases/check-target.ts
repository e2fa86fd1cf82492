import { definedOnly } from '../base/defined-only.ts';
import type { CheckContext } from '../checks/check.ts';
import { sampleUrlOf } from '../investigation/pace-questions.ts';
import type { CheckTarget } from '../investigation/plan-row.ts';
import type { Case } from '../model/case.ts';
import type { Platform } from '../platforms/platform.ts';
import { publicHostOf } from '../platforms/public-host.ts';

/** What the checks of a case are about. */
export function checkTarget(
  { host, country, platform: slug, tabIds: [tabId] }: Case,
  { context, platformOf }: { context: CheckContext; platformOf(host: string): Platform | undefined },
): CheckTarget {
  const platform = platformOf(host);
  return {
    host,
    publicHost: publicHostOf(host, platform),
    country,
    ...definedOnly({ tabId }),
    canResolveNames: context.resolveName !== undefined,
    canProbePage: context.probeInPage !== undefined,
    // Only Firefox lets an extension look names up, and by that it is known here.
    repeatsResets: context.resolveName !== undefined,
    media: (platform?.media ?? []).filter((other) => other !== host),
    alternates: (platform?.alternates ?? []).filter((other) => other !== host),
    sampleUrl: sampleUrlOf(host, platform),
    isSamePlatform: (other) => platformOf(other)?.slug === slug,
  };
}
