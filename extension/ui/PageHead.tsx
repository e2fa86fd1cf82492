import type { ComponentChildren } from 'preact';
import { Message } from '../i18n/Message.tsx';

/** Whose page it is, and what else there is at its top. */
export function PageHead({ children }: { children: ComponentChildren }) {
  return (
    <header>
      <p class="brand">
        <img src={new URL('../../icons/icon.svg', import.meta.url).href} alt="" width="28" height="28" />
        <Message id="app_name" />
      </p>
      {children}
    </header>
  );
}
