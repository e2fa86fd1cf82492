import type { UpdateState } from '../../../src/updates/update-state.ts';
import { formatDate, formatDateTime } from '../../i18n/dates.ts';
import { toMessageKey } from '../../i18n/keys.ts';
import { Say } from '../../i18n/Message.tsx';
import { language } from '../../i18n/messages.ts';
import { updateNow, updates } from './state.ts';

/** How old the records are, how they are kept up to date, and why the last attempt changed nothing. */
export function Updates() {
  const state = updates.value;
  if (!state) return null;
  const { activeBundle: inUse, mode, running, expires } = state;
  return (
    <section id="updates">
      <h2>
        <Say k="options_facts" />
      </h2>
      {inUse ? (
        <p>
          <Say k="known_as_of" date={formatDate(inUse.asOf, language())} /> ·{' '}
          <Say k="options_version" version={inUse.version} /> · <Say k={`options_from_${inUse.from}`} />
        </p>
      ) : (
        <p>
          <Say k="known_no_data" />
        </p>
      )}
      {expires !== null && expires < Date.now() && (
        <p class="trouble">
          <Say k="options_expired" date={formatDateTime(expires, language())} />
        </p>
      )}
      <p class="aside">
        <Say k={`options_updates_${mode}`} />
      </p>
      <LastAttempt of={state} />
      {mode === 'on' && (
        <button
          type="button"
          class="second"
          data-act="look"
          disabled={running}
          onClick={() => void updateNow()}
        >
          <Say k={running ? 'options_looking' : 'options_look'} />
        </button>
      )}
    </section>
  );
}

function LastAttempt({ of: { last } }: { of: UpdateState }) {
  if (!last) return null;
  return (
    <>
      <p>
        <Say k="options_attempt" date={formatDateTime(last.at, language())} />{' '}
        <Say k={`options_attempt_${last.outcome}`} />
      </p>
      <ul class="points">
        {last.failures.map(({ mirror, problem, detail }) => (
          <li key={mirror + problem}>
            <bdi class="code">{mirror}</bdi>: <Say k={`problem_${toMessageKey(problem)}`} />{' '}
            <small lang="en" dir="ltr">
              {detail}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}
