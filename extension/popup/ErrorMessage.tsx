import { Message } from '../i18n/Message.tsx';
import { client } from './state.ts';

/** The place for an error that no other part of the popup shows. */
export function ErrorMessage() {
  const problem = client.errorMessage.value;
  return (
    <div role="status">
      {problem !== null && (
        <p class="error-message">
          <Message id="error_message" problem={problem} />
        </p>
      )}
    </div>
  );
}
