import { Message } from '../../i18n/Message.tsx';
import { networkPath } from '../../ui/network-path.ts';
import { NetworkPath } from '../../ui/Path.tsx';

const [EXAMPLE_PLATFORM, EXAMPLE_HOST] = ['Example', 'example.com'];

/** A small picture of the popup, as it looks for a block. */
export function PopupExample() {
  return (
    <figure class="example tone-blocked">
      <figcaption>
        <Message id="welcome_example" />
      </figcaption>
      <p class="example-verdict">
        <Message id="verdict_blocked" platform={EXAMPLE_PLATFORM} />
      </p>
      <p>
        <Message id="mechanism_tls_reset" host={EXAMPLE_HOST} />
      </p>
      <NetworkPath
        steps={networkPath({ kind: 'blocked', mechanism: 'tls-reset' })}
        platform={EXAMPLE_PLATFORM}
        country={null}
      />
    </figure>
  );
}
