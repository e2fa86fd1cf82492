import type { ComponentChildren } from 'preact';
import { Message } from '../i18n/Message.tsx';

/** The head of a page: icon, name, and what the page adds. */
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
