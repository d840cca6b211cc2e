import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import type { ShareView } from '@/lib/model/views';
import { readShare } from '@/lib/service/read-share';
import { ask } from '@/app/refusals';

/** A chat that unfurls a link fetches the page too; that is nobody's look at it. */
const unfurler =
  /bot\b|slack|discord|whatsapp|telegram|facebookexternalhit|preview|unfurl|embed|skype|mattermost|crawler|spider/i;

/** Once a request. Unknown, expired and revoked are the same page. */
export const readLink = cache(async (token: string) => {
  const agent = (await headers()).get('user-agent') ?? '';
  return ask(async (): Promise<ShareView> => {
    const share = await readShare(token, { seen: !unfurler.test(agent) });
    return share ?? notFound();
  });
});
