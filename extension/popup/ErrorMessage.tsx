import { Message } from '../i18n/Message.tsx';
import { errorMessage } from './state.ts';

/** What went wrong and nobody else would say. */
export function ErrorMessage() {
  return (
    <div role="status">
      {errorMessage.value && (
        <p class="trouble">
          <Message id="trouble" problem={errorMessage.value} />
        </p>
      )}
    </div>
  );
}
