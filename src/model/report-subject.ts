import type { Platform } from '../platforms/platform.ts';
import { publicHostOf } from '../platforms/public-host.ts';
import type { Case } from './case.ts';
import { didDomainFail } from './observation.ts';
import { affectedHost } from './verdict.ts';

/** Whom a report would name. */
export interface ReportSubject {
  /** What failed. */
  host: string;
  /** What a report names unless the person agrees to more: the domain, where `host` is somebody's page. */
  publicHost: string;
  /** The domain itself was not seen to fail, so a report that names it would be wrong. */
  needsExactName: boolean;
}

export function reportSubjectOf(
  { verdict, host: pageHost, observations }: Case,
  platformOf: (host: string) => Platform | undefined,
): ReportSubject {
  const host = affectedHost(verdict, pageHost);
  const publicHost = publicHostOf(host, platformOf(host));
  return {
    host,
    publicHost,
    needsExactName: host !== publicHost && !didDomainFail(observations, publicHost),
  };
}
