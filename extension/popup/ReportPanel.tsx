import type { Report } from '../../src/model/report.ts';
import { formatPreview } from '../../src/reports/format-preview.ts';
import { toMessageKey } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';
import { translate } from '../i18n/messages.ts';
import { Mark, type MarkTone } from '../ui/Icon.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { askConsentToSend, client, currentReport, reportSubject, showReport } from './state.ts';

const TONE_BY_STATE: Record<Exclude<Report['state'], 'draft'>, MarkTone> = {
  queued: 'wait',
  sending: 'wait',
  sent: 'fine',
  'not-accepted': 'open',
};

/** Shows exactly what would be sent, and to whom. Nothing is sent before the button is pressed. */
export function ReportPanel() {
  const made = currentReport.value;
  return (
    <PanelFrame title="report_title" foot={made && <ReportButtons of={made} />}>
      <div aria-live="polite">{made ? <ReportStatus of={made} /> : <ReportPending />}</div>
      <NameQuestion />
      {made && (
        <>
          {made.state === 'draft' && (
            <>
              <p>
                <Message id="report_recipient" />
              </p>
              <p>
                <Message id="report_excludes" />
              </p>
            </>
          )}
          <h2 id="exact">
            <Message id="report_exact" />
          </h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
          <section class="exact" aria-labelledby="exact" tabIndex={0}>
            <pre dir="ltr">{formatPreview(made.measurement)}</pre>
          </section>
        </>
      )}
    </PanelFrame>
  );
}

/** Somebody's page is named only in a report for which the person agreed to it. */
function NameQuestion() {
  const subject = reportSubject.value;
  const made = currentReport.value;
  if (!subject || subject.host === subject.publicHost) return null;
  if (made && (made.state !== 'draft' || new URL(made.measurement.input).hostname === subject.host))
    return null;
  const { host, publicHost: domain, needsExactName } = subject;
  return (
    <>
      <p>
        <Message
          id={needsExactName ? 'report_name_needed' : 'report_name_left_out'}
          host={host}
          domain={domain}
        />
      </p>
      <button type="button" data-name="exact" onClick={() => void showReport({ isNameAgreed: true })}>
        <Message id="report_name_agree" host={host} />
      </button>
    </>
  );
}

function ReportPending() {
  if (reportSubject.value?.needsExactName) return null;
  return client.errorMessage.value === null ? (
    <p>
      <Message id="report_preparing" />
    </p>
  ) : null;
}

function ReportStatus({ of: { state, problem, measurementUid, measurement } }: { of: Report }) {
  if (state === 'draft')
    return (
      <>
        <p class="hint">
          <Message id="report_consent" />
        </p>
        {measurement.probe_asn === 'AS0' && (
          <p class="hint">
            <Message id="report_network_unknown" />
          </p>
        )}
      </>
    );
  return (
    <div class="outcome">
      <Mark tone={TONE_BY_STATE[state]} />
      <div>
        <p>
          <b>
            <Message id={`report_${toMessageKey(state)}`} />
          </b>
        </p>
        {problem && state !== 'sent' && (
          <p class="aside">
            <Message id="report_problem" problem={problem} />
          </p>
        )}
        {measurementUid && (
          <p>
            <a
              href={`https://explorer.ooni.org/m/${encodeURIComponent(measurementUid)}`}
              target="_blank"
              rel="noreferrer"
            >
              <Message id="report_link" />
            </a>
          </p>
        )}
      </div>
    </div>
  );
}

function ReportButtons({ of: made }: { of: Report }) {
  const { id: reportId, state, measurement } = made;
  return (
    <>
      {state === 'draft' && (
        <button
          type="button"
          class="primary"
          onClick={async () => {
            if (!(await askConsentToSend())) return;
            currentReport.value =
              (await client.request('sendReport', { reportId, shown: formatPreview(measurement) })) ?? made;
          }}
        >
          <Message id="report_send" />
        </button>
      )}
      {state === 'queued' && (
        <button
          type="button"
          onClick={async () => {
            const left = await client.request('withdrawReport', { reportId });
            if (left !== undefined) currentReport.value = left;
          }}
        >
          <Message id="report_withdraw" />
        </button>
      )}
      <button type="button" onClick={() => saveReport(made)}>
        <Message id="report_save" />
      </button>
    </>
  );
}

function saveReport(made: Report): void {
  const url = URL.createObjectURL(new Blob([formatPreview(made.measurement)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${translate('app_name')
    .replaceAll(/\P{L}+/gu, '-')
    .replaceAll(/^-|-$/g, '')}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
