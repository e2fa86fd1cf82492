import type { Case } from '../../src/model/case.ts';
import { toMessageKey } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';
import { AllChecks, LiveChecks } from '../ui/Checks.tsx';
import { EvidenceList } from '../ui/Evidence.tsx';

/** How much evidence is shown at first. A rule gives the strongest first, and more is no better reason. */
const VISIBLE_EVIDENCE = 4;

/** The second band: the checks while they run, then the evidence of the verdict. */
export function EvidenceSection({
  currentCase: { phase, mode, verdict, observations, platformName: platform, host },
}: {
  currentCase: Case;
}) {
  if (phase === 'checking')
    return (
      <section aria-labelledby="why" aria-live="polite">
        <h2 id="why">
          <Message id="checks_heading" />
        </h2>
        <LiveChecks observations={observations} />
      </section>
    );
  const { evidence, nextStep } = verdict;
  const rest = { observations, names: { platform, host } };
  return (
    <section aria-labelledby="why">
      <h2 id="why">
        <Message id={mode === 'quiet' ? 'reported_heading' : 'why_heading'} />
      </h2>
      <EvidenceList evidence={evidence.slice(0, VISIBLE_EVIDENCE)} {...rest} />
      {nextStep && (
        <p class="hint">
          <b>
            <Message id="next_step_heading" />
          </b>{' '}
          <Message id={`next_step_${toMessageKey(nextStep)}`} />
        </p>
      )}
      {observations.length > 0 && (
        <details class="disclosure">
          <summary>
            <Message id="checks_all" count={observations.length} />
          </summary>
          <EvidenceList evidence={evidence.slice(VISIBLE_EVIDENCE)} {...rest} />
          <AllChecks observations={observations} />
        </details>
      )}
    </section>
  );
}
