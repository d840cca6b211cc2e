import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Diagnosis, Risk } from '@/lib/model/diagnosis';
import { cart, healthyApi, ledger } from '../fixtures/shop';
import { statusLine } from './answer';
import { splitAt } from './command-line';
import { diagnosisTitle } from './diagnosis-title';
import { DiagnosisView } from './diagnosis-view';
import { EvidenceQuote } from './evidence-quote';
import { lastHourWords } from './facts';

const place = { base: '', zone: 'UTC', window: null, pod: null, live: false, json: '/json' };
const markup = (diagnosis: Diagnosis): string =>
  renderToStaticMarkup(<DiagnosisView diagnosis={diagnosis} place={place} />);
const text = (html: string): string =>
  html
    .replace(/<[^>]+>/g, '')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');

describe('the page of a diagnosis', () => {
  const html = markup(cart);
  it('has one h1, the headline with its one mark', () => {
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toMatch(
      /<h1[^>]*>Container <code[^>]*>app<\/code> was killed for passing its <mark[^>]*>256Mi<\/mark>/,
    );
  });
  it('leads from every mark to a quotation that is there', () => {
    const targets = [...html.matchAll(/href="#(e\d+)"/g)].map(([, id = '']) => id);
    expect(targets.length).toBeGreaterThan(4);
    for (const id of targets) expect(html).toContain(`id="${id}"`);
  });
  it('marks the decisive part of a quotation and nothing else of it', () => {
    expect(html).toContain('limits.memory: <mark>512Mi → 256Mi</mark>');
  });
  it('shows a measured value before the query it came from, with its unit once', () => {
    const at = cart.asOf;
    const samples = [{ at, value: '255Mi', decisive: true }];
    const evidence = { kind: 'metric', object: 'Prometheus', at, query: 'max(a_b)', unit: 'bytes', samples } as const;
    const words = renderToStaticMarkup(
      <EvidenceQuote evidence={{ ...evidence, samples }} number={1} asOf={at} zone="UTC" />,
    );
    expect(words).toMatch(/<mark>255Mi<\/mark><\/pre>.*max\(a_b\)/);
  });
  it('counts what was looked at in words', () => {
    const [run] = cart.runs;
    if (!run) throw new Error('the fixture has a run');
    expect(text(markup({ ...healthyApi, runs: [run] }))).toContain('1 pod with 1 run,');
  });
  it('tells once what could not be checked for the same reason', () => {
    const logsOf = (count: number) =>
      Array.from({ length: count }, (_, index) => `cart-${index + 1}`).map((pod) => ({
        what: `logs of app in ${pod}`,
        why: `The log of app in ${pod} is not in this recording.`,
        permission: null,
      }));
    const words = text(markup({ ...cart, notChecked: logsOf(3) }));
    expect(words.match(/is not in this recording/g)).toHaveLength(1);
    expect(words).toContain('The same of logs of app in cart-2, logs of app in cart-3.');
    const many = text(markup({ ...cart, notChecked: logsOf(6) }));
    expect(many).toContain('The same of 5 more');
    expect(many).toContain('logs of app in cart-6');
  });
  it('shows placeholders as such and copies what is shown', () => {
    expect(html).toMatch(/--tail=<\/span><span[^>]*>&lt;lines&gt;<\/span>/);
  });
  it('sets text of the cluster as text', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const poisoned = markup({
      ...cart,
      evidence: [
        {
          kind: 'log',
          object: evil,
          at: null,
          container: 'app',
          instance: 'current',
          line: 1,
          text: evil,
          marks: [[0, 4]],
        },
      ],
      runs: cart.runs.map((run) => ({ ...run, lastLine: evil })),
    });
    expect(poisoned).not.toContain('<img');
    expect(text(poisoned)).toContain(evil);
  });
  it('takes marks that overlap or reach past the end', () => {
    const odd = markup({
      ...cart,
      evidence: [
        {
          kind: 'object',
          object: 'Pod',
          at: null,
          text: 'abcdef',
          marks: [
            [4, 99],
            [1, 5],
          ],
        },
      ],
    });
    expect(odd).toContain('a<mark>bcde</mark><mark>f</mark>');
  });
});

describe('a cause that cannot be named', () => {
  it('says what is known, what is missing, and what would tell most', () => {
    const words = text(markup(ledger));
    for (const word of ['Known', 'Missing', 'Would tell most', 'Show the rule to add']) expect(words).toContain(word);
    expect(words).not.toContain('Why we think so');
  });
  it('puts the command before what is missing, and folds what is more than one thing with one rule for all', () => {
    const html = markup(ledger);
    const notChecked = ['endpointslices', 'limitranges'].map((resource) => ({
      what: `${resource} in payments`,
      why: 'The account may not list them.',
      permission: { verbs: ['list'], group: '', resource, namespace: 'payments' },
    }));
    const folded = markup({ ...ledger, notChecked });
    for (const page of [html, folded]) expect(page.indexOf('Would tell most')).toBeLessThan(page.indexOf('Missing'));
    expect(text(folded)).toContain('2 things could not be read');
    expect(text(folded)).toContain('EndpointSlices in payments');
    expect(folded.match(/Show the rule to add/g)).toHaveLength(1);
  });
});

describe('a healthy workload', () => {
  it('says so, and what was looked at', () => {
    const words = text(markup(healthyApi));
    expect(words).toContain('Nothing is wrong with api');
    expect(words).toContain('Looked at: 2 pods');
    expect(words).toContain('and Service shop/api.');
    expect(words).not.toContain('Why we think so');
  });
});

describe('risks, numbers and alert rules', () => {
  const risk: Risk = {
    id: 'throttled',
    container: { name: 'app', type: 'container' },
    headline: ['Container ', { code: 'app' }, ' is throttled ', { mark: '62 %' }, ' of the time'],
    claims: [{ text: 'It asks for more than 250m in 40 of 60 minutes.', evidence: [0] }],
    remedyIds: [],
  };
  it('stand on the page of a healthy workload', () => {
    const words = text(markup({ ...healthyApi, risks: [risk] }));
    expect(words).toContain('Nothing is wrong with api');
    expect(words).toContain('Container app is throttled 62 % of the time');
    expect(words).toContain('more than 250m in 40 of 60 minutes');
  });
  it('show how a number came about', () => {
    const [first] = cart.remedies;
    if (!first) throw new Error('the fixture has a remedy');
    const arithmetic = 'peak 301Mi × 1.25 = 376Mi';
    expect(text(markup({ ...cart, remedies: [{ ...first, arithmetic }] }))).toContain(arithmetic);
  });
  it('offer the rule as it is, and say nothing where there is none', () => {
    const yaml = '- alert: CartKilledForMemory\n  expr: a < b';
    const words = text(
      markup({ ...cart, alerts: [{ title: 'Killed for memory', why: 'No stock rule fires.', yaml }] }),
    );
    expect(words).toContain(yaml);
    for (const heading of ['To be told next time', 'Risks']) expect(text(markup(cart))).not.toContain(heading);
  });
});

describe('words', () => {
  it('say how long, and that it was, on a shared page', () => {
    expect(statusLine(cart, { base: '' })).toBe('Broken for 42 min');
    expect(statusLine(cart, { base: null })).toBe('Was broken for 42 min');
    expect(statusLine({ ...cart, status: 'recovering' }, { base: '' })).toBe('Recovering, first broken 42 min ago');
    expect(statusLine(healthyApi, { base: '' })).toBe('Healthy');
    expect(statusLine({ ...cart, since: cart.asOf }, { base: '' })).toBe('Broken');
  });
  it('of a workload that is gone say that it was, and promise no next attempt', () => {
    const page = (gone: boolean): string =>
      text(renderToStaticMarkup(<DiagnosisView diagnosis={cart} place={{ ...place, gone }} />));
    expect(page(false)).toContain('next attempt in');
    expect(page(true)).toContain('Was broken for 42 min');
    expect(page(true)).not.toContain('next attempt in');
    expect(page(true)).toContain('Its pods are gone');
    expect(page(false)).not.toContain('Its pods are gone');
  });
  it('say on paper since when, beside how long', () => {
    expect(markup(cart)).toMatch(/print-only">, since (?:<!-- -->)?02:30:21 UTC on 21 November 2026</);
  });
  it('put workload and cause into the title', () => {
    expect(diagnosisTitle(cart)).toBe('cart in shop: OOM-killed at limit');
    expect(diagnosisTitle(healthyApi)).toBe('api in shop: healthy');
  });
  it.each([
    [{ total: 7, lastHour: 7 }, ', all in the last hour'],
    [{ total: 1, lastHour: 1 }, ', in the last hour'],
    [{ total: 61, lastHour: 12 }, ', at least 12 in the last hour'],
    [{ total: 3, lastHour: 0 }, ', none known in the last hour'],
  ])('count restarts: %j', (restarts, words) => expect(lastHourWords(restarts)).toBe(words));
  it('split a command at its placeholders, and lose nothing of it', () => {
    const command = 'kubectl -n <namespace> logs <pod> -c <pod>';
    const pieces = splitAt(command, ['<pod>', '<namespace>', '']);
    expect(pieces.map(({ text }) => text).join('')).toBe(command);
    expect(pieces.filter(({ isPlaceholder }) => isPlaceholder).map(({ text }) => text)).toEqual([
      '<namespace>',
      '<pod>',
      '<pod>',
    ]);
  });
});
