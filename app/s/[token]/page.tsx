import type { Metadata } from 'next';
import { diagnosisTitle } from '@/components/diagnosis/diagnosis-title';
import { HeaderBar } from '@/components/shell/header-bar';
import { SharedPage } from '@/components/share/shared-page';
import { parseCurve } from '@/components/strip/curve-kinds';
import { parseWindow } from '@/components/strip/geometry';
import { reportPath } from '@/components/words/addresses';
import { Refusal } from '@/components/states/refusal';
import { plainHeadline } from '@/lib/model/diagnosis';
import { mayPreviewShares } from '@/lib/service/share-preview';
import { one, type Query } from '@/app/parameters';
import { readPreferences } from '@/app/preferences';
import { readLink } from './read';

interface PageProps {
  params: Promise<{ token: string }>;
  searchParams: Promise<Query>;
}

/** Workload and cause, for whoever sees the link in a chat: never the token, never a quotation. */
export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const [share, mayPreview] = await Promise.all([readLink((await params).token), mayPreviewShares()]);
  if (!share.ok || !mayPreview) return { title: 'Unloop' };
  const { diagnosis } = share.value;
  const title = diagnosisTitle(diagnosis);
  const description = diagnosis.primary ? plainHeadline(diagnosis.primary.headline) : 'Healthy.';
  return { title, description, openGraph: { title, description, type: 'article', siteName: 'Unloop' } };
}

/** No loading state: an ended link has to answer 404, which is over once a loading state was sent. */
export default async function SharePage({ params, searchParams }: PageProps) {
  const [{ token }, query, preferences] = await Promise.all([params, searchParams, readPreferences()]);
  const share = await readLink(token);
  const window = parseWindow(one(query, 'window'));
  const address = `/s/${encodeURIComponent(token)}`;
  return (
    <>
      <HeaderBar sources={[]} preferences={preferences} base="" filter={false} />
      <main id="main" className="page">
        {share.ok ? (
          <SharedPage
            share={share.value}
            html={reportPath(address, window)}
            json={`/api/v1/shares/${encodeURIComponent(token)}`}
            zone={preferences.zone}
            window={window}
            curve={parseCurve(one(query, 'curve'))}
          />
        ) : (
          <Refusal problem={share.problem} />
        )}
      </main>
    </>
  );
}
