import type { ComponentChildren } from 'preact';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import type { Case } from '../../src/model/case.ts';
import { Message } from '../i18n/Message.tsx';
import { translate } from '../i18n/messages.ts';
import { ADVICE_BY_VERDICT } from '../ui/advice.ts';
import { Icon } from '../ui/Icon.tsx';
import { openPanel } from './panels.ts';
import { checkAgain, openReport, report } from './state.ts';

const REPORTABLE = ['blocked', 'throttled', 'cut-off', 'inconclusive'];
/** Plain http: whoever wants a log-in puts its page there. */
const [PORTAL] = ENDPOINTS.portals;

/** What one can do now; the first thing to do is the loud one. Nothing while the checks run: they end by themselves. */
export function Actions({ currentCase: { phase, mode, verdict } }: { currentCase: Case }) {
  if (phase === 'checking') return null;
  const first = firstOf(verdict.kind, mode);
  const again = () => void checkAgain();
  return (
    <footer class="actions">
      {first === 'login' && PORTAL && (
        <a class="go" href={PORTAL.url} target="_blank" rel="noreferrer">
          <Message id="act_login" />
        </a>
      )}
      {first === 'now' && (
        <Button loud press={again}>
          <Message id="act_now" />
        </Button>
      )}
      {first === 'again' && (
        <Button loud press={again}>
          <Message id="act_again" />
        </Button>
      )}
      {REPORTABLE.includes(verdict.kind) && (
        <Button
          loud={first === 'report'}
          press={() => {
            void openPanel('report');
            void openReport();
          }}
        >
          <Message
            id={report.value === null || report.value.state === 'draft' ? 'act_report' : 'act_reported'}
          />
        </Button>
      )}
      {ADVICE_BY_VERDICT[verdict.kind].length > 0 && (
        <Button press={() => void openPanel('help')}>
          <Message id="act_help" />
        </Button>
      )}
      {first !== 'again' && first !== 'now' && (
        <button
          type="button"
          class="again"
          aria-label={translate('act_again')}
          title={translate('act_again')}
          onClick={again}
        >
          <Icon shape="again" />
        </button>
      )}
    </footer>
  );
}

function Button(props: { loud?: boolean; press(): void; children: ComponentChildren }) {
  return (
    <button type="button" class={props.loud ? 'go' : ''} onClick={props.press}>
      {props.children}
    </button>
  );
}

function firstOf(kind: Case['verdict']['kind'], mode: Case['mode']): 'login' | 'now' | 'report' | 'again' {
  if (kind === 'captive-portal') return 'login';
  if (kind === 'inconclusive' && mode === 'quiet') return 'now';
  return REPORTABLE.includes(kind) ? 'report' : 'again';
}
