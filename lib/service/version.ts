/** The version of the product, from its package. */
import 'server-only';

import manifest from '../../package.json';

export const productVersion: string = manifest.version;
