/** Opens an uploaded recording in the browser's way: kept in memory under a random id (design §7). */
import 'server-only';

import { getRuntime, type Upload } from '../runtime/runtime';
import { authorise } from './authorise';

/** Throws `Problem` with the file named for a recording that cannot be read, `too-many-requests` while another one is. */
export async function openUpload(upload: Upload): Promise<{ id: string }> {
  await authorise();
  return { id: await (await getRuntime()).open(upload) };
}
