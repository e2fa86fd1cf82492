/** How long clicks and keys count as meant for the page beneath, ms. */
const UNINTENDED_MS = 500;

/**
 * Drops clicks, also those that a key makes, for a moment: a popup that opens by itself may come under a finger that was
 * on its way to the page.
 * @param now a clock that runs in ms
 */
export function ignoreEarlyClicks(target: EventTarget, now: () => number): void {
  const openedAt = now();
  const listener = (event: Event): void => {
    if (now() - openedAt < UNINTENDED_MS) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else target.removeEventListener('click', listener, true);
  };
  target.addEventListener('click', listener, true);
}
