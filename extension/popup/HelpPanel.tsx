import type { Case } from '../../src/model/case.ts';
import { Message } from '../i18n/Message.tsx';
import { adviceFor } from '../ui/advice.ts';
import { PanelFrame } from './PanelFrame.tsx';

/** Advice that fits the verdict. It recommends no product. */
export function HelpPanel({ currentCase: { verdict, platformName: platform, host } }: { currentCase: Case }) {
  const works = verdict.evidence.find(({ key }) => key === 'alternate-ok')?.params.host;
  return (
    <PanelFrame title="act_help">
      <ul class="advice">
        {adviceFor(verdict)
          .filter((key) => key !== 'help_alternate' || works !== undefined)
          .map((key) => (
            <li key={key}>
              <Message id={key} platform={platform} host={host} />
              {key === 'help_alternate' && (
                <>
                  {' '}
                  <a href={`https://${works}/`} target="_blank" rel="noreferrer">
                    <bdi>{works}</bdi>
                  </a>
                </>
              )}
            </li>
          ))}
      </ul>
    </PanelFrame>
  );
}
