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
import { OldPart } from './old-part';
import { RowLine } from './row-line';

const totals = (count: number): Totals => ({
  byStatus: { broken: count, degraded: 0, recovering: 0, healthy: 0 },
  byNamespace: Array.from({ length: count }, (_, index) => ({ namespace: `ns-${index}`, count: 1 })),
  byCause: [],
  causesOfBroken: 1,
  workloads: count,
  namespaces: count,
});
const namespaces = (count: number, namespace?: string, old?: Freshness['old']): string =>
  renderToStaticMarkup(<Namespaces totals={totals(count)} filters={{ namespace }} old={old} live={false} base="" />);
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
  it('say what they count: also what is not broken', () => {
    expect(namespaces(3)).toContain('All namespaces, 3 not healthy · <a ');
    expect(namespaces(3, 'ns-1')).toContain('All namespaces</a>, 3 not healthy · <a ');
    expect(namespaces(15)).toContain(', 15 not healthy');
  });
  it('are links behind the fold too, open where one of them is chosen', () => {
    expect(namespaces(15)).toContain('<details><summary>and 3 more');
    expect(namespaces(15).match(/<a /g)).toHaveLength(15);
    expect(namespaces(15, 'ns-14')).toContain('<details open');
  });
});

describe('a board of which a part is not heard any more (F23)', () => {
  const source = { kind: 'cluster', name: 'prod-eu-1', location: 'https://10.0.0.1', recordedAt: null } as const;
  const part = (old: Record<string, string>, heardIn: string[]): Freshness => {
    return { ...recording, source, state: 'live', why: null, since: null, old, heardIn };
  };
  const lost = '2026-11-21T02:49:12Z';
  const rows = (count: number, old: Record<string, string>, heardIn: string[]): string =>
    renderToStaticMarkup(
      <OldPart totals={totals(count)} freshness={part(old, heardIn)} live={false} zone="UTC" />,
    ).replace(/<[^>]*>/g, '');
  it('says how much is old, of when, and what is still read', () => {
    const old = { 'ns-0': lost, 'ns-2': lost, 'ns-9': lost };
    expect(rows(3, old, ['ns-1'])).toBe('2 of 3 rows are as of 02:49:12: pods are read in ns-1 only. See why');
    const later = { ...old, 'ns-9': '2026-11-21T02:51:00Z' };
    expect(rows(3, later, [])).toContain('as of 02:49:12 to 02:51:00: ns-0, ns-2 and ns-9 are not heard any more.');
    expect(rows(0, { pay: lost }, []), 'healthy ones only').toContain(
      '1 namespace is as of 02:49:12: pay is not heard',
    );
  });
  it('says it in the sentence and at the names of the namespaces', () => {
    const freshness = part({ 'ns-0': lost }, ['ns-1']);
    const head = renderToStaticMarkup(
      <BoardHead {...{ freshness, rows: [], live: false, base: '', zone: 'UTC' }} totals={totals(2)} readAt={lost} />,
    );
    expect(head).toContain('2 broken</span>, in part as of 02:49:12.');
    expect(namespaces(2, undefined, { 'ns-0': lost })).toMatch(/ns-0 1<\/a> \(old\) · <a[^>]*>ns-1 1<\/a>(?! \(old)/);
    expect(namespaces(2)).not.toContain('old');
  });
  it('mutes the mark of an old row, and cuts its time last', () => {
    const [row] = summaries.map(boardRow);
    if (!row) throw new Error('the fixture has no rows');
    const line = (old: Record<string, string>): string =>
      renderToStaticMarkup(
        <RowLine {...{ row, old, base: '', now: recording.showing, zone: 'UTC', index: 2, leaving: false }} />,
      );
    const old = line({ [row.namespace]: lost });
    expect(old).toContain('grayscale-75');
    expect(old).toMatch(/<span class="shrink-0 [^>]*> · as of 02:49:12</);
    expect(line({ other: lost })).not.toMatch(/grayscale-75|as of/);
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
  it('says so first in the title of its tab', () => {
    expect(boardTitle(totals(3), stale)).toBe('Old: 3 broken in prod-eu-1');
    expect(boardTitle(totals(3), { ...stale, state: 'live' })).toBe('3 broken in prod-eu-1');
    expect(boardTitle(totals(0), { ...stale, missing: ['Pod: refused.'] })).toBe('Old: Not all of prod-eu-1 is read');
  });
  it('reads nothing at this moment', () => {
    const [row] = summaries.map(boardRow);
    if (!row) throw new Error('the fixture has no rows');
    const line = (waits: boolean): string =>
      renderToStaticMarkup(
        <RowLine
          {...{ row: { ...row, pending: true }, old: {}, waits, base: '', zone: 'UTC', index: 2, leaving: false }}
          now={recording.showing}
        />,
      );
    expect(line(true)).toContain(' · not read yet<');
    expect(line(false)).toContain(' · still reading<');
  });
  it('carries its day where that is not today', () => {
    expect(head(2, '2026-11-21T03:14:00Z')).toContain(', as of 03:13:12.');
    expect(head(2, '2026-11-22T11:14:00Z')).toContain(', as of 21 Nov, 03:13:12.');
    expect(head(0, '2026-11-22T11:14:00Z')).toContain(', as of 21 Nov, 03:13:12.');
  });
});

describe('what was not looked at before an outage', () => {
  const missing = ['Pod: refused.', 'Node: The account may not list nodes.', 'Event: refused.'];
  const head = (state: Freshness['state'], lacking: string[]): string =>
    renderToStaticMarkup(
      <BoardHead
        {...{ totals: totals(2), freshness: { ...recording, state, missing, lacking }, rows: [], live: false }}
        {...{ base: '', zone: 'UTC', readAt: recording.showing }}
      />,
    );
  it.each(['stale', 'failed'] as const)('stays named, without what the outage took (%s)', (state) => {
    expect(head(state, missing.slice(1, 2))).toContain('Not looked at: Node. <');
    expect(head(state, [])).not.toContain('Not looked at');
  });
});

describe('what is missing', () => {
  it('is named without its reasons, and the rest counted', () => {
    const why = 'The account may not list it.';
    const words = (...kinds: string[]) => missingWords(kinds.map((kind) => `${kind}: ${why}`));
    expect(words('Event', 'Node', 'Event in shop', 'Job', 'Job')).toBe('Event, Node, Event in shop, Job');
    expect(words('Event', 'Node', 'Event in shop', 'Job', 'Pod')).toBe('Event, Node, Event in shop and 2 more');
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
    for (const missing of [
      'Pod: not in this recording',
      'Pod in shop: The account may not list pods.',
      'namespace media: The account may not list pods.',
    ])
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
    expect(boardTitle(totals(0), { ...away, failure: { code: 'not-configured' } })).toBe('Cannot open prod-eu-1');
  });
});

describe('the foot of a board', () => {
  it('leads to the other pages', () => {
    const foot = renderToStaticMarkup(<PageFoot />);
    for (const href of ['/about', '/causes', '/open']) expect(foot).toContain(`href="${href}"`);
  });
});
