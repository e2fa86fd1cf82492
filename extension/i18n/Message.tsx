import type { MessageParams } from './format.ts';
import type { MessageKey } from './keys.ts';
import { messageParts } from './messages.ts';

/** A sentence in the language of the page. Names are isolated from its direction, its emphasised part is marked. */
export function Message({ id: k, ...params }: { id: MessageKey } & MessageParams) {
  return (
    <>
      {messageParts(k, params as MessageParams).map(({ text, strong, isolate }) => {
        const inner = isolate ? <bdi>{text}</bdi> : text;
        return strong ? <em>{inner}</em> : inner;
      })}
    </>
  );
}
