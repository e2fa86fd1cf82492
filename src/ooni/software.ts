import { version } from '../../package.json';

/** How this extension names itself to OONI (`software_name`, data format df-000). */
export const SOFTWARE_NAME = 'is-it-blocked';
/** `software_version`: package.json is the one place that has it. */
export const SOFTWARE_VERSION: string = version;
