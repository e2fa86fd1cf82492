import { version } from '../../package.json';

/** Name of this extension for OONI (`software_name`, data format df-000). */
export const SOFTWARE_NAME = 'is-it-blocked';
/** `software_version` for OONI, from package.json. */
export const SOFTWARE_VERSION: string = version;
