import { micromark } from 'micromark';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';
import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../model/diagnosis';
import { cartDiagnosis, healthyDiagnosis, hostileDiagnosis } from './fixtures/diagnoses';
import { toHtml } from './html';
import { toMarkdown } from './markdown';
import { toText } from './text';

const title = 'cart in shop: OOM-killed at limit';
const html = (diagnosis: Diagnosis) => toHtml(diagnosis, { title });
const formats: [string, (diagnosis: Diagnosis) => string][] = [
  ['Markdown', toMarkdown],
  ['text', toText],
  ['HTML', html],
];
/** The words of an HTML file, as a reader sees them. */
function words(file: string): string {
  return file
    .replace(/<style>[^]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

describe.each(formats)('a report as %s', (name, render) => {
  const report = render(cartDiagnosis());
  const read = name === 'HTML' ? words(report) : report;

  it('says the answer first, then why, what to do, the evidence, the rest', () => {
    const order = [
      'killed for passing its',
      'The last seven runs',
      'Go back to the limit that held',
      'ReplicaSet shop/cart-7d9c6b5f8, revision 7',
      'Killed by its liveness probe',
      'kernel log of the node',
    ].map((part) => read.lastIndexOf(part));
    expect(order).not.toContain(-1);
    // In HTML the evidence stands beside what to do, not after it.
    if (name !== 'HTML') expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('quotes verbatim and keeps commands whole', () => {
    for (const quoted of [
      'status.containerStatuses[0].lastState.terminated.reason',
      'OOMKilled',
      'INFO cart.cache connected to redis.shop:6379',
      'kubectl -n shop set resources deployment/cart -c app --limits=memory=512Mi',
      "kubectl -n shop set image deployment/cart 'app=registry.example.com/shop/cart:<tag>'",
      '+     memory: 512Mi',
      'kubectl -n shop rollout undo deployment/cart',
    ]) {
      expect(read).toContain(quoted);
    }
  });

  it('gives absolute times with their zone, says how sure it is and what a step does', () => {
    expect(read).toContain('03:09:22 UTC on 21 November 2026');
    expect(read).toContain('Broken for 42 min, since 02:31:12 UTC on 21 November 2026');
    expect(read).toContain('As of 03:13:12 UTC on 21 November 2026');
    expect(read).toContain('Proven');
    expect(read).toContain('changes the workload');
    expect(read).toContain('list, watch resourcequotas');
    expect(read).not.toMatch(/undefined|\[object|NaN|null/);
  });

  it('gives the steps in their order with their reasons, and what would disprove the cause', () => {
    const diagnosis = cartDiagnosis();
    diagnosis.remedies.reverse();
    if (diagnosis.primary) diagnosis.primary.wouldDisprove = 'A run that ended below its limit.';
    const file = render(diagnosis);
    const text = name === 'HTML' ? words(file) : file;
    const steps = [...diagnosis.remedies].sort((a, b) => a.order - b.order);
    const places = steps.map((step) => text.indexOf(step.title));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    for (const { why } of steps) expect(text).toContain(why.split(/[`*]/)[0]);
    expect(text).toContain('A run that ended below its limit.');
  });

  it('reports a healthy workload without empty sections', () => {
    const file = render(healthyDiagnosis());
    const healthy = name === 'HTML' ? words(file) : file;
    expect(healthy).toContain('Nothing is wrong with');
    expect(healthy).toMatch(/not checked/i);
    expect(healthy).not.toMatch(/what to do|\bwhy\b|evidence/i);
  });

  it('lets no control character or bidi mark out, and calls nobody', () => {
    const hostile = render(hostileDiagnosis());
    expect(hostile).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(hostile).not.toContain('<!channel>');
    expect(hostile).not.toContain('<@U123ABC>');
  });

  it('is the same for the same diagnosis', () => {
    expect(render(cartDiagnosis())).toBe(report);
  });
});

describe('Markdown', () => {
  const rendered = micromark(toMarkdown(hostileDiagnosis()), {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfmTable()],
    htmlExtensions: [gfmTableHtml()],
  });

  it('renders hostile text without an image, a link, a script or any element of its own', () => {
    const elements = new Set([...rendered.matchAll(/<\/?([a-z0-9]+)/gi)].map((found) => found[1]));
    expect([...elements].sort()).toEqual(
      ['br', 'code', 'h1', 'h2', 'h3', 'hr', 'li', 'ol', 'p', 'pre', 'strong', 'ul'].filter((name) =>
        elements.has(name),
      ),
    );
    expect(rendered).not.toMatch(/<(?:img|a|script)\b/i);
  });

  it('leaves no address or @ outside of code, where chats make links and mentions of them', () => {
    const prose = rendered.replace(/<(code|pre)\b[^]*?<\/\1>/g, '');
    expect(prose).not.toMatch(/:\/\/|@/);
  });

  it('fences what itself holds fences', () => {
    const diagnosis = cartDiagnosis();
    diagnosis.evidence = [{ kind: 'object', object: 'Pod a/b', at: null, text: 'one\n````\ntwo', marks: [] }];
    expect(toMarkdown(diagnosis)).toContain('`````\none\n````\ntwo\n`````');
    expect(micromark(toMarkdown(diagnosis))).toContain('<pre><code>one\n````\ntwo\n</code></pre>');
  });

  it('does not let a name become a heading, a list or emphasis', () => {
    const diagnosis = cartDiagnosis();
    if (diagnosis.primary) diagnosis.primary.headline = ['# *not* a _heading_ | 1. no list'];
    expect(micromark(toMarkdown(diagnosis))).toContain('<h1># *not* a _heading_ | 1. no list</h1>');
  });

  it('lets no words begin a list, and leaves an address and a number within a line alone', () => {
    const diagnosis = cartDiagnosis();
    const { primary } = diagnosis;
    if (!primary) throw new Error('the fixture has a cause');
    primary.headline = ['Container cannot reach ', { mark: '10.96.4.12:6379' }];
    primary.claims = ['10.96.4.12 refuses', '7. not a list', '- nor this', '=== nor a heading'].map((text) => ({
      text,
      evidence: [],
    }));
    primary.wouldDisprove = '10. in a line';
    const file = toMarkdown(diagnosis);
    expect(file).toContain('**10.96.4.12:6379**');
    expect(file).toContain('1. 10.96.4.12 refuses\n2. 7\\. not a list\n3. \\- nor this\n4. \\=== nor a heading');
    expect(file).toContain('Would disprove it: 10. in a line');
    const read = micromark(file);
    for (const { text } of primary.claims) expect(read).toContain(`<li>${text}</li>`);
  });
});

describe('text', () => {
  it('bars every line of a quotation, also an empty one, and none after its last', () => {
    const diagnosis = cartDiagnosis();
    const fields = ['cannot start\n\nno disk\n', '7\n'].map((value, index) => ({
      path: `a.b${index}`,
      value,
      decisive: true,
    }));
    diagnosis.evidence = [{ kind: 'field', object: 'Pod a/b', at: null, fields }];
    const lines = ['| a.b0: cannot start', '|', '| no disk', '|', '| a.b1: 7', ''];
    expect(toText(diagnosis)).toContain(
      `\n  [1] Pod a/b\n${lines.map((line) => line && `      ${line}`).join('\n')}\n`,
    );
  });
});

describe('HTML', () => {
  it('is one file that can neither run nor fetch anything', () => {
    const file = html(hostileDiagnosis());
    expect(file).toMatch(/^<!doctype html><html lang="en">/);
    expect(file).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
    expect(file).not.toMatch(/<(?:script|img|iframe|link|object|embed|form|base|svg)\b/i);
    expect(file).not.toMatch(/<[^>]+\s(?:on\w+|src|srcset|style)\s*=/i);
    expect(file).not.toMatch(/@import|url\(/i);
    for (const [, target = ''] of file.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#e\d+$/);
  });

  it('names itself, marks what is decisive and links each sentence to its quotation', () => {
    const file = html(cartDiagnosis());
    expect(file).toContain(`<title>${title}</title>`);
    expect(file).toContain('<mark>OOMKilled</mark>');
    expect(file).toContain('<mark>512Mi → 256Mi</mark>');
    for (const [, id = ''] of file.matchAll(/href="#(e\d+)"/g)) expect(file).toContain(`id="${id}"`);
    expect(file.match(/<h1/g)).toHaveLength(1);
  });

  it('says when it was frozen and of which cluster', () => {
    const file = toHtml(cartDiagnosis(), { title: '</title><b>x', frozenAt: '2026-11-21T04:00:00Z' });
    expect(file).toContain(
      'cluster prod-eu-1. Frozen by Unloop at <time datetime="2026-11-21T04:00:00Z">04:00:00 UTC on 21 November 2026',
    );
    expect(file).toContain('<title>&lt;/title&gt;&lt;b&gt;x</title>');
  });

  it('is dark where the reader is, and light on paper', () => {
    expect(html(cartDiagnosis())).toContain('@media screen and (prefers-color-scheme: dark)');
    expect(html(cartDiagnosis())).toContain('@media print');
  });
});

describe('marks', () => {
  it('cuts marks that overlap or reach past the end, and drops them where cleaning moved the text', () => {
    const diagnosis = cartDiagnosis();
    diagnosis.evidence = [
      {
        kind: 'object',
        object: 'a',
        at: null,
        text: 'abcdef',
        marks: [
          [4, 99],
          [0, 2],
          [1, 3],
        ],
      },
      { kind: 'object', object: 'b', at: null, text: 'x\u001b[0myz', marks: [[0, 1]] },
    ];
    const file = html(diagnosis);
    expect(file).toContain('<pre><mark>ab</mark><mark>c</mark>d<mark>ef</mark></pre>');
    expect(file).toContain('<pre>xyz</pre>');
  });
});

describe('what was ruled out', () => {
  it.each(formats)('is named in %s as its page is titled', (_name, write) => {
    const base = cartDiagnosis();
    const told = write({
      ...base,
      ruledOut: [{ cause: 'oom-killed-node', because: 'The node had room.', evidence: [0] }],
    });
    expect(told).toContain('OOM-killed, node out of memory');
  });
});

describe('what was not checked', () => {
  it.each(formats)('is named in %s where it is not much', (_name, write) => {
    const told = (others: string[]) =>
      write({
        ...cartDiagnosis(),
        notChecked: [{ what: 'events, nodes', others, why: 'not in this recording', permission: null }],
      });
    expect(told(['jobs', 'services'])).toContain('not in this recording. The same of jobs, services.');
    const many = Array.from({ length: 120 }, (_, index) => `pod-${index}`);
    expect(told(many)).toContain('The same of 120 more, which the JSON names.');
  });
});

describe('how long it lasts', () => {
  it.each(formats)('is told in %s in the words of the page', (_name, write) => {
    expect(write({ ...cartDiagnosis(), since: '2026-11-21T01:42:20Z', asOf: '2026-11-21T03:13:12Z' })).toContain(
      'for 90 min',
    );
  });

  it.each(formats)('is not told in %s where nothing is later than its beginning', (_name, write) => {
    const since = '2026-11-21T03:13:11.400Z';
    const told = write({ ...cartDiagnosis(), since, asOf: '2026-11-21T03:13:12Z' });
    expect(told).toContain('Broken, since 03:13:11 UTC on 21 November 2026');
    expect(write({ ...cartDiagnosis(), status: 'recovering', since, asOf: since })).toContain(
      'Recovering, first broken at 03:13:11 UTC',
    );
  });
});
