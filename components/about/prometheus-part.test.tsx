import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { noPrometheus, type PrometheusView } from '@/lib/model/views';
import { type LookedFor, PrometheusPart } from './prometheus-part';

const text = (prometheus: PrometheusView, lookedFor: LookedFor = 'in-services'): string =>
  renderToStaticMarkup(<PrometheusPart prometheus={prometheus} lookedFor={lookedFor} />).replace(/<[^>]+>/g, ' ');

describe('the part on Prometheus', () => {
  it('says how to name one where there is none', () => {
    expect(text(noPrometheus)).toContain('UNLOOP_PROMETHEUS_URL');
    expect(text(noPrometheus)).not.toContain('since the start');
  });
  it('claims nothing of Services that could not be read, and asks none of a recording', () => {
    expect(text(noPrometheus)).toContain('no Service in the cluster looks like one');
    expect(text(noPrometheus, 'in-namespaces')).toContain('in the namespaces that are read looks like one');
    expect(text(noPrometheus, 'unreadable')).toContain('could not be looked for');
    expect(text(noPrometheus, 'unreadable')).not.toContain('looks like one');
    expect(text(noPrometheus, 'recording')).toContain('A recording has no Prometheus to ask.');
    expect(text(noPrometheus, 'recording')).not.toContain('UNLOOP_PROMETHEUS_URL');
  });
  it('says how often samples come, which is not how often it scrapes: cAdvisor stamps its own', () => {
    const words = text({ ...noPrometheus, state: 'answers', scrapeSeconds: 14 });
    expect(words).toContain('every 14 seconds');
    expect(words).not.toMatch(/scrape/i);
  });
  it('says why it fails, and what cannot be known because of it', () => {
    const words = text({
      ...noPrometheus,
      state: 'fails',
      address: 'http://prometheus:9090',
      why: 'It did not answer in 5 s.',
      missing: [{ what: 'probe metrics', why: 'not scraped', unknowable: 'how slow probes are' }],
    });
    for (const part of ['Does not answer.', 'in 5 s', 'http://prometheus:9090', 'how slow probes are']) {
      expect(words).toContain(part);
    }
  });
});
