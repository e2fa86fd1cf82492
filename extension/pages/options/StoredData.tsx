import { formatDateTime } from '../../i18n/dates.ts';
import { Message } from '../../i18n/Message.tsx';
import { currentLanguage } from '../../i18n/messages.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import {
  deleteEverything,
  deletionStep,
  queuedReports,
  recentErrors,
  settings,
  updateSettings,
  withdrawReport,
} from './state.ts';

/** What is stored about the person on this device, and the button that deletes it. */
export function StoredData() {
  return (
    <section>
      <h2>
        <Message id="options_stored_data" />
      </h2>
      {queuedReports.value.length > 0 && (
        <>
          <h3>
            <Message id="options_queued_reports" count={queuedReports.value.length} />
          </h3>
          <ul class="rows">
            {queuedReports.value.map(({ id, state, createdAt, problem, measurement }) => (
              <li key={id}>
                <div>
                  <bdi class="code">{new URL(measurement.input).hostname}</bdi>{' '}
                  <small>{formatDateTime(createdAt, currentLanguage())}</small>
                  {problem && (
                    <p class="aside">
                      <Message id="report_problem" problem={problem} />
                    </p>
                  )}
                </div>
                {state === 'queued' && (
                  <button type="button" class="secondary" onClick={() => void withdrawReport(id)}>
                    <Message id="report_withdraw" />
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {recentErrors.value.length > 0 && (
        <>
          <h3>
            <Message id="options_recent_errors" />
          </h3>
          <ul class="points" lang="en" dir="ltr">
            {recentErrors.value.map((error) => (
              <li key={error}>{error}</li>
            ))}
          </ul>
        </>
      )}
      <Checkbox
        label="settings_keep_nothing"
        name="keep-nothing"
        isChecked={settings.value.keepNothing}
        onChange={(keepNothing) => void updateSettings({ keepNothing })}
      />
      <p class="aside">
        <Message id="settings_keep_nothing_line" />
      </p>
      <p>
        <Message id="options_delete_note" />
      </p>
      <DeleteData />
    </section>
  );
}

function DeleteData() {
  const setDeletionStep = (to: 'asked' | null) => () => {
    deletionStep.value = to;
  };
  return (
    <div class="buttons" aria-live="polite">
      {deletionStep.value === 'asked' ? (
        <>
          <button type="button" class="danger" data-forget="now" onClick={() => void deleteEverything()}>
            <Message id="options_delete_now" />
          </button>
          <button type="button" class="secondary" onClick={setDeletionStep(null)}>
            <Message id="options_delete_cancel" />
          </button>
        </>
      ) : (
        <button type="button" class="secondary" data-forget="ask" onClick={setDeletionStep('asked')}>
          <Message id="options_delete" />
        </button>
      )}
      {deletionStep.value === 'done' && (
        <p>
          <Message id="options_deleted" />
        </p>
      )}
    </div>
  );
}
