import type { ComponentChildren } from 'preact';
import { ENDPOINTS, endpointsOf } from '../../src/config/endpoints.ts';
import type { Case } from '../../src/model/case.ts';
import { mayBeBlock } from '../../src/model/verdict.ts';
import { Message } from '../i18n/Message.tsx';
import { translate } from '../i18n/messages.ts';
import { adviceFor } from '../ui/advice.ts';
import { Icon } from '../ui/Icon.tsx';
import { openPanel } from './panels.ts';
import { checkAgain, currentReport, showReport } from './state.ts';

/** A page over plain http, which a captive portal replaces by its log-in: the one that this browser asks by itself. */
const [LOGIN_PORTAL] = endpointsOf(__TARGET__, ENDPOINTS).portals;

/** What a person can do now, the most useful as the primary button. Nothing while the checks run: they end by themselves. */
export function Actions({
  currentCase: { phase, mode, verdict, private: isPrivate },
}: {
  currentCase: Case;
}) {
  if (phase === 'checking') return null;
  const first = primaryAction(verdict, mode);
  const onRecheck = () => void checkAgain();
  return (
    <footer class="actions">
      {isPrivate && __TARGET__ === 'firefox' && (
        <p class="aside">
          <Message id="private_traces" />
        </p>
      )}
      {first === 'login' && LOGIN_PORTAL && (
        <a class="primary" href={LOGIN_PORTAL.url} target="_blank" rel="noreferrer">
          <Message id="act_login" />
        </a>
      )}
      {first === 'now' && (
        <ActionButton isPrimary onPress={onRecheck}>
          <Message id="act_check_now" />
        </ActionButton>
      )}
      {first === 'again' && (
        <ActionButton isPrimary onPress={onRecheck}>
          <Message id="act_recheck" />
        </ActionButton>
      )}
      {mayBeBlock(verdict) && (
        <ActionButton
          isPrimary={first === 'report'}
          onPress={() => {
            void openPanel('report');
            void showReport();
          }}
        >
          <Message
            id={
              currentReport.value === null || currentReport.value.state === 'draft'
                ? 'act_report'
                : 'act_reported'
            }
          />
        </ActionButton>
      )}
      {adviceFor(verdict).length > 0 && !verdict.rule.startsWith('requested') && (
        <ActionButton onPress={() => void openPanel('help')}>
          <Message id="act_help" />
        </ActionButton>
      )}
      {first !== 'again' && first !== 'now' && (
        <button
          type="button"
          class="recheck"
          aria-label={translate('act_recheck')}
          title={translate('act_recheck')}
          onClick={onRecheck}
        >
          <Icon shape="again" />
        </button>
      )}
    </footer>
  );
}

function ActionButton(props: { isPrimary?: boolean; onPress(): void; children: ComponentChildren }) {
  return (
    <button type="button" class={props.isPrimary ? 'primary' : ''} onClick={props.onPress}>
      {props.children}
    </button>
  );
}

function primaryAction(
  { kind, confidence }: Case['verdict'],
  mode: Case['mode'],
): 'login' | 'now' | 'report' | 'again' {
  if (kind === 'captive-portal') return 'login';
  if (kind === 'inconclusive' && mode === 'quiet') return 'now';
  // Another network tells more than a report of what may be a filter of the person's own.
  return kind !== 'local-block' && mayBeBlock({ kind, confidence }) ? 'report' : 'again';
}
