import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Freshness, Totals } from '@/lib/model/views';
import { PageFoot } from '../shell/page-foot';
import { FailedState } from '../states/cluster-states';
import { summaries } from '../fixtures/board';
import { boardRow, type BoardRow } from './board-row';
import { BoardHead, missingWords } from './board-head';
import { boardTitle } from './board-title';
import { Namespaces } from './namespaces';
import { RowLine } from './row-line';

const totals = (count: number): Totals => ({
  byStatus: { broken: count, degraded: 0, recovering: 0, healthy: 0 },
  byNamespace: Array.from({ length: count }, (_, index) => ({ namespace: `ns-${index}`, count: 1 })),
  byCause: [],
  causesOfBroken: 1,
  workloads: count,
  namespaces: count,
});
const namespaces = (count: number, namespace?: string): string =>
  renderToStaticMarkup(<Namespaces totals={totals(count)} filters={{ namespace }} live={false} base="" />);
const recording: Freshness = {
  state: 'failed',
  showing: '2026-11-21T03:13:12Z',
  since: '2026-11-21T03:12:34Z',
  heardAt: null,
  why: 'There is no file /nope.tar.gz.',
  attempts: 1,
  nextAttemptAt: null,
  source: { kind: 'recording', name: 'nope.tar.gz', location: '/nope.tar.gz', recordedAt: null },
  missing: [],
  progress: null,
};

describe('the namespaces of a board', () => {
  it('are all links while only one would not fit', () => {
    expect(namespaces(13).match(/<a /g)).toHaveLength(13);
    expect(namespaces(13)).not.toContain('more');
  });
  it('are links behind the fold too, open where one of them is chosen', () => {
    expect(namespaces(15)).toContain('<details><summary>and 3 more');
    expect(namespaces(15).match(/<a /g)).toHaveLength(15);
    expect(namespaces(15, 'ns-14')).toContain('<details open');
  });
});

describe('rows of namespaces that are not watched any more', () => {
  it('stand as of when they were last heard; the others go on', () => {
    const rows = summaries.map(boardRow);
    const [one] = rows;
    const other = rows.find(({ namespace, since }) => since !== null && namespace !== one?.namespace);
    if (!one?.since || !other?.since) throw new Error('the fixture has no rows of two namespaces');
    const at = (iso: string, minutes: number) => new Date(Date.parse(iso) + minutes * 60_000).toISOString();
    const line = (row: BoardRow) => {
      const times = { now: at(row.since ?? '', 90), old: { [one.namespace]: at(row.since ?? '', 5) } };
      return renderToStaticMarkup(<RowLine row={row} base="" {...times} zone="UTC" index={2} leaving={false} />);
    };
    expect(line(one)).toContain(`as of ${at(one.since, 5).slice(11, 19)}`);
    const dayLater = { now: at(one.since, 1445), old: { [one.namespace]: at(one.since, 5) } };
    const older = renderToStaticMarkup(
      <RowLine row={one} base="" {...dayLater} zone="UTC" index={2} leaving={false} />,
    );
    expect(older).toMatch(/as of \d+ \w+, \d\d:\d\d:\d\d/);
    expect(line(one)).toContain('>5 min<');
    expect(line(other)).not.toContain('as of');
    expect(line(other)).toContain('>90 min<');
  });
});

describe('a picture that is old', () => {
  const source = { kind: 'cluster', name: 'prod-eu-1', location: 'https://10.0.0.1', recordedAt: null } as const;
  const stale: Freshness = { ...recording, source, state: 'stale' };
  const head = (count: number, readAt: string): string =>
    renderToStaticMarkup(
      <BoardHead totals={totals(count)} freshness={stale} rows={[]} live base="" zone="UTC" readAt={readAt} />,
    );
  it('carries its day where that is not today', () => {
    expect(head(2, '2026-11-21T03:14:00Z')).toContain(', as of 03:13:12.');
    expect(head(2, '2026-11-22T11:14:00Z')).toContain(', as of 21 Nov, 03:13:12.');
    expect(head(0, '2026-11-22T11:14:00Z')).toContain(', as of 21 Nov, 03:13:12.');
  });
});

describe('what is missing', () => {
  it('is named without its reasons, and the rest counted', () => {
    const why = 'The account may not list it.';
    const kinds = ['Event', 'Node', 'Event in shop', 'Job', 'Job'].map((kind) => `${kind}: ${why}`);
    expect(missingWords(kinds)).toBe('Event, Node, Event in shop and 1 more');
  });
});

describe('a board without broken workloads', () => {
  const head = (missing: string[]): string =>
    renderToStaticMarkup(
      <BoardHead
        totals={totals(0)}
        freshness={{ ...recording, state: 'frozen', why: null, missing }}
        rows={[]}
        live={false}
        base=""
        zone="UTC"
        readAt={recording.showing}
      />,
    );
  it('says that nothing is broken only where the pods were read', () => {
    expect(head(['Event: not in this recording'])).toContain('Nothing is broken.');
    for (const missing of ['Pod: not in this recording', 'Pod in shop: The account may not list pods.'])
      expect(head([missing])).toContain('Whether something is broken cannot be told.');
    const live = { ...recording, state: 'live' } as const;
    expect(boardTitle(totals(0), live)).toBe('Nothing broken in nope.tar.gz');
    expect(boardTitle(totals(0), { ...live, missing: ['Pod in shop: x'] })).toBe('Not all of nope.tar.gz is read');
  });
});

describe('a recording that cannot be opened', () => {
  const words = renderToStaticMarkup(<FailedState freshness={recording} zone="UTC" />);
  it('is told without a cluster and without attempts', () => {
    expect(words).toContain('The recording cannot be opened.');
    expect(words).toContain('/nope.tar.gz');
    expect(words).not.toMatch(/cluster|attempt|goes on/);
    expect(boardTitle(totals(0), recording)).toBe('Cannot open nope.tar.gz');
  });
  it('is told from a cluster that does not answer, and that from one that refuses the account', () => {
    const source = { kind: 'cluster', name: 'prod-eu-1', location: 'https://10.0.0.1', recordedAt: null } as const;
    const away = { ...recording, source };
    expect(boardTitle(totals(0), away)).toBe('Cannot reach prod-eu-1');
    expect(boardTitle(totals(0), { ...away, attempts: 0 })).toBe('May not read prod-eu-1');
  });
});

describe('the foot of a board', () => {
  it('leads to the other pages', () => {
    const foot = renderToStaticMarkup(<PageFoot />);
    for (const href of ['/about', '/causes', '/open']) expect(foot).toContain(`href="${href}"`);
  });
});
