import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { noPrometheus, type PrometheusView } from '@/lib/model/views';
import { PrometheusPart } from './prometheus-part';

const text = (prometheus: PrometheusView): string =>
  renderToStaticMarkup(<PrometheusPart prometheus={prometheus} />).replace(/<[^>]+>/g, ' ');

describe('the part on Prometheus', () => {
  it('says how to name one where there is none', () => {
    expect(text(noPrometheus)).toContain('UNLOOP_PROMETHEUS_URL');
    expect(text(noPrometheus)).not.toContain('since the start');
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
