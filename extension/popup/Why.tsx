import type { Case } from '../../src/cases/case.ts';
import { snake } from '../../src/words/keys.ts';
import { AllChecks, LiveChecks } from '../ui/Checks.tsx';
import { EvidenceList } from '../ui/Evidence.tsx';
import { Say } from '../ui/Say.tsx';

/** The second band: the checks while they run, then the signs that the verdict stands on. */
export function Why({
  item: { phase, mode, verdict, observations, platformName: platform, host },
}: {
  item: Case;
}) {
  if (phase === 'checking')
    return (
      <section aria-labelledby="why" aria-live="polite">
        <h2 id="why">
          <Say k="checks_heading" />
        </h2>
        <LiveChecks observations={observations} />
      </section>
    );
  const { evidence, settle } = verdict;
  return (
    <section aria-labelledby="why">
      <h2 id="why">
        <Say k={mode === 'quiet' ? 'reported_heading' : 'why_heading'} />
      </h2>
      <EvidenceList evidence={evidence} observations={observations} names={{ platform, host }} />
      {settle && (
        <p class="hint">
          <b>
            <Say k="settle_heading" />
          </b>{' '}
          <Say k={`settle_${snake(settle)}`} />
        </p>
      )}
      {observations.length > 0 && <AllChecks observations={observations} />}
    </section>
  );
}
