import { Message } from '../../i18n/Message.tsx';
import { networkPath } from '../../ui/network-path.ts';
import { NetworkPath } from '../../ui/Path.tsx';

const [PLATFORM, HOST] = ['Example', 'example.com'];

/** The popup in small, as somebody will meet it. */
export function Example() {
  return (
    <figure class="example tone-blocked">
      <figcaption>
        <Message id="welcome_example" />
      </figcaption>
      <p class="claim">
        <Message id="verdict_blocked" platform={PLATFORM} />
      </p>
      <p>
        <Message id="mechanism_tls_reset" host={HOST} />
      </p>
      <NetworkPath
        steps={networkPath({ kind: 'blocked', mechanism: 'tls-reset' }, false)}
        platform={PLATFORM}
        country=""
      />
    </figure>
  );
}
