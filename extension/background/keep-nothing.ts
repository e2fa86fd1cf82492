import { onSettingsChanged, readSettings } from '../browser/settings.ts';
import { onTabClosed } from '../browser/tabs.ts';

export const mayKeepOnDisk = async (): Promise<boolean> => !(await readSettings()).keepNothing;

/**
 * Ends cases with their tabs for people who want nothing kept. For all others the background is not started when a tab
 * closes: their cases go with the next start.
 */
export function watchClosedTabs(deps: {
  tabClosed(tabId: number): void;
  /** The person has just chosen that nothing is kept. */
  onKeepNothing(): void;
  recordError(error: unknown): void;
}): void {
  const closedTabs = onTabClosed(deps.tabClosed);
  void readSettings()
    .then(({ keepNothing }) => closedTabs.listen(keepNothing))
    .catch(deps.recordError);
  onSettingsChanged(({ keepNothing }) => {
    closedTabs.listen(keepNothing);
    if (keepNothing) deps.onKeepNothing();
  });
}
