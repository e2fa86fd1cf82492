import type { UpdateState } from '../../../src/updates/update-state.ts';
import { formatDate, formatDateTime } from '../../i18n/dates.ts';
import { toMessageKey } from '../../i18n/keys.ts';
import { Message } from '../../i18n/Message.tsx';
import { currentLanguage } from '../../i18n/messages.ts';
import { updateNow, updates } from './state.ts';

/** How old the records are, how they are updated, and why the last attempt changed nothing. */
export function UpdatesSection() {
  const state = updates.value;
  if (!state) return null;
  const { activeBundle, mode, running, expires } = state;
  return (
    <section id="updates">
      <h2>
        <Message id="options_records" />
      </h2>
      {activeBundle ? (
        <p>
          <Message id="records_as_of" date={formatDate(activeBundle.asOf, currentLanguage())} /> ·{' '}
          <Message id="options_version" version={activeBundle.version} /> ·{' '}
          <Message id={`options_from_${activeBundle.from}`} />
        </p>
      ) : (
        <p>
          <Message id="records_not_loaded" />
        </p>
      )}
      {expires !== null && expires < Date.now() && (
        <p class="error-message">
          <Message id="options_expired" date={formatDateTime(expires, currentLanguage())} />
        </p>
      )}
      <p class="aside">
        <Message id={`options_updates_${mode}`} />
      </p>
      <LastAttempt of={state} />
      {mode === 'on' && (
        <button
          type="button"
          class="secondary"
          data-act="look"
          disabled={running}
          onClick={() => void updateNow()}
        >
          <Message id={running ? 'options_checking' : 'options_check_now'} />
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
        <Message id="options_attempt" date={formatDateTime(last.at, currentLanguage())} />{' '}
        <Message id={`options_attempt_${last.outcome}`} />
      </p>
      <ul class="points">
        {last.failures.map(({ mirror, problem, detail }) => (
          <li key={mirror + problem}>
            <bdi class="code">{mirror}</bdi>: <Message id={`problem_${toMessageKey(problem)}`} />{' '}
            <small lang="en" dir="ltr">
              {detail}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}
