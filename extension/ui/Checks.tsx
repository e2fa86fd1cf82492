import { groupIntoMap } from '../../src/base/group-by.ts';
import type { Observation, Outcome } from '../../src/model/observation.ts';
import { formatDuration } from '../i18n/dates.ts';
import { toMessageKey } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage, translate } from '../i18n/messages.ts';
import { Mark, type MarkTone } from './Icon.tsx';

/** The checks while they run: a row for each check, a mark for each answer. */
export function LiveChecks({ observations }: { observations: Observation[] }) {
  const groups = [...groupIntoMap(observations, ({ check }) => check)];
  return (
    <ul class="evidence-list">
      {groups.map(([check, done]) => (
        <li key={check}>
          <p>
            <Message id={`check_${toMessageKey(check)}`} />
          </p>
          <CheckMarks done={done} />
          <small>{formatDuration(Math.max(...done.map(({ ms }) => ms)), currentLanguage())}</small>
        </li>
      ))}
      <li class="pending">
        <p>
          <Message id="checks_pending" />
        </p>
        <Mark tone="wait" />
      </li>
    </ul>
  );
}

function CheckMarks({ done }: { done: Observation[] }) {
  return (
    <span class="marks">
      {done.map((observation) => {
        const tone = checkTone(observation);
        return <Mark key={observation.key} tone={tone} label={translate(`mark_${tone}`)} />;
      })}
    </span>
  );
}

/** Every single request: what it asked, which host, the outcome and the duration. */
export function AllChecks({ observations }: { observations: Observation[] }) {
  return (
    <ul class="checks">
      {observations.map((observation) => {
        const tone = checkTone(observation);
        return (
          <li key={observation.key}>
            <Mark tone={tone} label={translate(`mark_${tone}`)} />
            <div>
              <p>
                <Message id={`check_${toMessageKey(observation.check)}`} />
              </p>
              <small>
                <bdi class="code">{observation.host}</bdi> · <CheckOutcomeText of={observation} />
              </small>
            </div>
            <small>{formatDuration(observation.ms, currentLanguage())}</small>
          </li>
        );
      })}
    </ul>
  );
}

function CheckOutcomeText({ of: { outcome } }: { of: Observation }) {
  switch (outcome.kind) {
    case 'answered':
      if (outcome.matchesExpected === false) return <Message id="result_unexpected" />;
      return outcome.status === undefined || outcome.status < 400 ? (
        <Message id="result_answered" />
      ) : (
        <Message id="result_status" status={String(outcome.status)} />
      );
    case 'failed':
      return <Message id={`failure_${toMessageKey(outcome.failure)}`} />;
    case 'timeout':
      return <Message id="result_timeout" />;
    case 'resolved':
      return outcome.addresses.length > 0 ? (
        <Message id="result_resolved" count={outcome.addresses.length} />
      ) : (
        <Message id="result_rcode" rcode={outcome.rcode} />
      );
    case 'test-helper':
      return <Message id={outcome.works ? 'result_works' : 'result_fails'} />;
    case 'vantage-points':
      return (
        <Message id="result_vantage_points" works={reachableCount(outcome)} count={outcome.results.length} />
      );
    case 'aggregated':
      return <Message id="result_aggregated" away={outcome.anomalous} tests={outcome.tests} />;
    default:
      return <Message id="result_void" />;
  }
}

function checkTone({ outcome }: Observation): Exclude<MarkTone, 'wait'> {
  switch (outcome.kind) {
    case 'answered':
      return outcome.matchesExpected === false || outcome.blockPage !== undefined ? 'bad' : 'fine';
    case 'resolved':
      return outcome.addresses.length > 0 ? 'fine' : 'bad';
    case 'failed':
    case 'timeout':
      return 'bad';
    case 'test-helper':
      return outcome.works ? 'fine' : 'bad';
    case 'vantage-points':
      return reachableCount(outcome) > 0 ? 'fine' : 'bad';
    default:
      return 'open';
  }
}

const reachableCount = ({ results }: Extract<Outcome, { kind: 'vantage-points' }>): number =>
  results.filter(({ works }) => works).length;
