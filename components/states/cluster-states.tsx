import type { ReactNode } from 'react';
import type { Freshness } from '@/lib/model/views';
import { formatSpan } from '@/lib/format/duration';
import { formatCount, plural } from '@/lib/format/count';
import { msBetween } from '@/lib/format/time';
import { isReadAnew, isUnusable } from '../shell/freshness-words';
import { NextTry } from '../diagnosis/countdown';
import { LiveRefresh } from '../live/live-refresh';
import { onServersClock, skewWords } from '../time/servers-clock';
import { clockNear } from '../time/zone';
import { Notice } from './notice';
import { PageState } from './page-state';
import { ClusterLink } from '../shell/cluster-link';

/** No complete picture yet: says what it waits for. */
export function ConnectingState({ freshness }: { freshness: Freshness }) {
  const { progress, source, why } = freshness;
  const { done, of } = progress?.judged ?? progress ?? { done: 0, of: 0 };
  return (
    <PageState title={`Reading ${source.name}.`}>
      <p role="status">
        {progress
          ? progress.judged
            ? `${progress.done === progress.of ? 'All' : `${progress.done} of`} ${plural(progress.of, 'kind')} of objects are there. ${formatCount(done)} of ${plural(of, 'workload is', 'workloads are')} judged; the board appears when all are.`
            : `${done} of ${plural(of, 'kind')} of objects listed. The board appears when all are there.`
          : source.kind === 'cluster'
            ? 'Asking the API server what it has. The board appears when all is listed.'
            : 'The board appears when its files are read.'}
      </p>
      {progress && (
        <progress className="h-1 w-full max-w-[400px] accent-ink" value={done} max={of}>
          {done} of {of}
        </progress>
      )}
      {why && <p>In trouble: {why}</p>}
      <p>
        <ClusterLink href="/about">See each kind</ClusterLink>
      </p>
      <LiveRefresh workload={null} status={null} />
    </PageState>
  );
}

/** Never had a picture. `children`: what that means for the page that was asked for. */
export function FailedState({
  freshness,
  zone,
  children,
}: {
  freshness: Freshness;
  zone: string;
  children?: ReactNode;
}) {
  if (freshness.source.kind !== 'cluster') return <UnopenedState freshness={freshness} />;
  return (
    <>
      <ReachNotice freshness={freshness} zone={zone} />
      <PageState title="No picture of the cluster yet.">
        {children}
        <p>
          Unloop looks at <b className="font-semibold text-ink">{freshness.source.name}</b> at{' '}
          <code>{freshness.source.location}</code>.{' '}
          {isUnusable(freshness)
            ? 'It reads the kubeconfig again every few seconds; this page changes by itself once it can be used.'
            : 'It goes on trying; this page changes by itself when it succeeds.'}
        </p>
        <p>
          Meanwhile: <ClusterLink href="/open">open a recording</ClusterLink> of the cluster, or look at{' '}
          <ClusterLink href="/about">the connection</ClusterLink>.
        </p>
        <LiveRefresh workload={null} status={null} />
      </PageState>
    </>
  );
}

/** A recording that could not be opened: nothing is tried again, and there is no cluster to speak of. */
function UnopenedState({ freshness: { source, why } }: { freshness: Freshness }) {
  return (
    <>
      <Notice tone="bad">
        <b className="font-semibold">The recording cannot be opened.</b> {why}
      </Notice>
      <PageState title="No recording is open.">
        <p>
          Unloop was started with <code>{source.location || source.name}</code>. Start it again with a file that can be
          read, or <ClusterLink href="/open">open a recording</ClusterLink> here.
        </p>
      </PageState>
    </>
  );
}

/** Was live, is not: the last picture stays below. */
export function StaleNotice({ freshness, zone }: { freshness: Freshness; zone: string }) {
  return (
    <>
      <ReachNotice freshness={freshness} zone={zone} />
      <LiveRefresh workload={null} status={null} />
    </>
  );
}

interface OldNamespaceProps {
  freshness: Freshness;
  namespace: string;
  heardAt: string;
  zone: string;
}

/** The cluster is heard, and the pods of this namespace are not any more. */
export function OldNamespace({ freshness, namespace, heardAt, zone }: OldNamespaceProps) {
  const now = onServersClock(new Date().toISOString(), freshness);
  return (
    <Notice tone="bad">
      <b className="font-semibold">The pods of {namespace} are not heard any more.</b> What is shown is as of{' '}
      {clockNear(heardAt, now, zone)}.{skewWords(freshness)} <ClusterLink href="/about">See why</ClusterLink>. Links
      that were shared still open.
      <LiveRefresh workload={null} status={null} />
    </Notice>
  );
}

/** Where to look: at the kubeconfig, at a server that is away, at a token, at the rights, at the load. */
function whatIsWrong(freshness: Freshness): string {
  const { failure, state } = freshness;
  if (isUnusable(freshness)) return 'The kubeconfig cannot be used.';
  if (state === 'failed') return 'The cluster cannot be read.';
  switch (failure?.status) {
    case 401:
      return 'The API server refuses the credentials.';
    case 403:
      return 'The API server refuses the account.';
    case 429:
      return 'The API server is overloaded.';
    case undefined:
      break;
    default:
      return 'The API server answers with an error.';
  }
  switch (failure?.code) {
    // Without a status: the plugin or the file that gives them failed, and nothing was asked.
    case 'denied':
      return 'There are no credentials for the API server.';
    case 'invalid':
      return 'What answers is not understood.';
    case 'failed':
      return 'The API server does not answer as it should.';
    default:
      return 'The API server is not heard.';
  }
}

function ReachNotice({ freshness, zone }: { freshness: Freshness; zone: string }) {
  const { why, since, attempts, nextAttemptAt } = freshness;
  // At this reading, by the clock that the other times are by: what is shown may be older.
  const now = onServersClock(new Date().toISOString(), freshness);
  if (isReadAnew(freshness)) return <ReadAnewNotice freshness={freshness} now={now} zone={zone} />;
  return (
    <Notice tone="bad">
      <b className="font-semibold">{whatIsWrong(freshness)}</b>{' '}
      {why && (isUnusable(freshness) ? why.replace(/\.$/, '') : <code>{why.replace(/\.$/, '')}</code>)}
      {why && '. '}
      {attempts > 0 && (
        <>
          {plural(attempts, 'attempt')}
          {since && ` in ${formatSpan(Math.max(1000, msBetween(since, now)))}`}
          {nextAttemptAt && (
            <>
              , <NextTry at={nextAttemptAt} now={now} />
            </>
          )}
          .{' '}
        </>
      )}
      {since && `Since ${clockNear(since, now, zone)}.${skewWords(freshness)} `}Links that were shared still open.
    </Notice>
  );
}

/** An outage is over: that the versions from before it are too old is the rule, and no trouble. */
function ReadAnewNotice({ freshness, now, zone }: { freshness: Freshness; now: string; zone: string }) {
  const { progress, showing } = freshness;
  return (
    <Notice tone="warning">
      <b className="font-semibold">The API server is heard again, and is being read anew.</b>{' '}
      {progress &&
        `${progress.done} of ${plural(progress.of, 'kind')} of objects ${progress.done === 1 ? 'is' : 'are'} there. `}
      Until all are, what is shown is as of {clockNear(showing, now, zone)}.{skewWords(freshness)}
    </Notice>
  );
}
