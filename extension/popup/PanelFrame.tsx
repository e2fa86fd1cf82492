import type { ComponentChildren } from 'preact';
import type { MessageKey } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';
import { translate } from '../i18n/messages.ts';
import { Icon } from '../ui/Icon.tsx';
import { ErrorMessage } from './ErrorMessage.tsx';
import { closePanel } from './panel-state.ts';

interface FrameProps {
  title: MessageKey;
  children: ComponentChildren;
  /** Buttons that stay visible while the panel scrolls. */
  foot?: ComponentChildren;
}

/** A panel over the case: a title with a button back, a middle that scrolls, and actions. */
export function PanelFrame({ title, children, foot }: FrameProps) {
  return (
    <>
      <header class="bar">
        <button
          type="button"
          class="header-button"
          aria-label={translate('act_back')}
          onClick={closePanel}
          ref={focusOnce}
        >
          <Icon shape="back" />
        </button>
        <h1>
          <Message id={title} />
        </h1>
      </header>
      <main class="panel">
        {children}
        <ErrorMessage />
      </main>
      {foot && <footer class="actions">{foot}</footer>}
    </>
  );
}

/** The element that had the focus is gone. The button back is the safest place for it. */
function focusOnce(button: HTMLButtonElement | null): void {
  if (button && document.activeElement === document.body) button.focus();
}
