/** What a chat that unfurls a shared link is told. */
import 'server-only';

import { getRuntime } from '../runtime/runtime';
import { authorise } from './authorise';

/** Whether the title and the preview tags of a link may tell its workload and cause (UNLOOP_SHARE_PREVIEWS). */
export async function mayPreviewShares(): Promise<boolean> {
  await authorise();
  return (await getRuntime()).config.sharePreviews;
}
