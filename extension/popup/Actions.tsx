import type { Case } from '../../src/cases/case.ts';
import { ENDPOINTS } from '../../src/endpoints.ts';
import { Say } from '../ui/Say.tsx';
import { checkAgain, panel, report } from './state.ts';

const REPORTABLE = ['blocked', 'throttled', 'cut-off', 'inconclusive'];
/** Plain http: whoever wants a log-in puts its page there. */
const [PORTAL] = ENDPOINTS.portals;

/** What one can do now; the first thing to do is the loud one. */
export function Actions({ item: { phase, mode, verdict } }: { item: Case }) {
  const first = primaryOf(verdict.kind, mode, phase);
  const again = () => void checkAgain();
  const reportable = phase === 'settled' && REPORTABLE.includes(verdict.kind);
  return (
    <footer class="actions">
      {first === 'login' && PORTAL && (
        <a class="go" href={PORTAL.url} target="_blank" rel="noreferrer">
          <Say k="act_login" />
        </a>
      )}
      {first === 'now' && (
        <button type="button" class="go" onClick={again}>
          <Say k="act_now" />
        </button>
      )}
      {first === 'again' && (
        <button type="button" class="go" onClick={again}>
          <Say k="act_again" />
        </button>
      )}
      {first === 'report' && <ReportButton loud />}
      <div class="rest">
        {first !== 'again' && first !== 'now' && phase === 'settled' && (
          <button type="button" onClick={again}>
            <Say k="act_again" />
          </button>
        )}
        {reportable && first !== 'report' && <ReportButton />}
        {phase === 'settled' && (
          <button
            type="button"
            onClick={() => {
              panel.value = 'help';
            }}
          >
            <Say k="act_help" />
          </button>
        )}
      </div>
    </footer>
  );
}

function ReportButton({ loud }: { loud?: boolean }) {
  const made = report.value !== null && report.value.state !== 'draft';
  return (
    <button
      type="button"
      class={loud ? 'go' : ''}
      onClick={() => {
        panel.value = 'report';
      }}
    >
      <Say k={made ? 'act_reported' : 'act_report'} />
    </button>
  );
}

function primaryOf(kind: Case['verdict']['kind'], mode: Case['mode'], phase: Case['phase']) {
  if (phase === 'checking') return '';
  if (kind === 'captive-portal') return 'login';
  if (kind === 'inconclusive' && mode === 'quiet') return 'now';
  return REPORTABLE.includes(kind) ? 'report' : 'again';
}
