import { describe, expect, it } from 'vitest';
import type { MetricId, SeriesView } from '../model/metrics';
import { cartDiagnosis } from './fixtures/diagnoses';
import { drawingsOf } from './curves';
import { toHtml } from './html';

const diagnosis = cartDiagnosis();
const container = diagnosis.primary?.container?.name ?? '';
const pod = diagnosis.runs[0]?.pod ?? '';
const end = Date.parse(diagnosis.asOf) / 1000;
const mi = 2 ** 20;

function curve(
  id: MetricId,
  value: (minute: number) => number | null,
  more: object = {},
): SeriesView['curves'][number] {
  const points = Array.from({ length: 61 }, (_, minute): [number, number | null] => [
    end - 3600 + minute * 60,
    value(minute),
  ]);
  const there = points.filter((point): point is [number, number] => point[1] !== null);
  return { id, pod, container, detail: null, unit: 'bytes', query: id, points: there, ...more };
}
const view = (...curves: SeriesView['curves']): SeriesView => ({
  asOf: diagnosis.asOf,
  window: '1h',
  from: new Date((end - 3600) * 1000).toISOString(),
  stepSeconds: 60,
  curves,
  missing: [{ what: 'probe history', why: 'Prometheus has no prober_probe_total.' }],
});
const memory = curve('memory-working-set', (minute) => (minute > 20 && minute < 30 ? null : (100 + minute) * mi));

describe('curves in the HTML file', () => {
  it('say their numbers in words', () => {
    const [drawing] = drawingsOf(
      view(
        memory,
        curve('memory-limit', () => 256 * mi),
      ),
      diagnosis,
    );
    expect(drawing?.words).toMatch(/^highest 160Mi at .*, last 160Mi; limit 256Mi$/);
    expect(drawing).toMatchObject({ name: 'Memory', container, pod });
  });

  it('leave a gap where nothing was scraped', () => {
    const runs: typeof diagnosis.runs = [];
    const own = (one: SeriesView) =>
      /class="own" d="([^"]*)"/.exec(drawingsOf(one, { ...diagnosis, runs })[0]?.svg ?? '')?.[1];
    expect(own(view(memory))?.match(/M/g)).toHaveLength(2);
    expect(own(view(curve('memory-working-set', () => mi)))?.match(/M/g)).toHaveLength(1);
  });

  it('draw the share below, others behind, and each kind that there is', () => {
    const cores = { unit: 'cores' };
    const drawings = drawingsOf(
      view(
        memory,
        curve('memory-working-set', () => 90 * mi, { pod: 'another' }),
        curve('cpu-usage', () => 0.2, cores),
        curve('cpu-throttled-share', () => 0.6, { unit: 'ratio' }),
      ),
      diagnosis,
    );
    expect(drawings.map(({ name }) => name)).toEqual(['Memory', 'CPU']);
    expect(drawings[0]?.svg).toContain('class="other"');
    expect(drawings[1]?.svg).toContain('class="share"');
    expect(drawings[1]?.words).toContain('up to 60 % throttled');
  });

  it('stand in the file without a script, an address or a word that could be code', () => {
    const hostile = curve('memory-working-set', () => mi, { pod: '<script>alert(1)</script>' });
    const file = toHtml(diagnosis, { title: 't', series: view(hostile) });
    expect(file).toContain('<h2 id="measured">Measured</h2>');
    expect(file).toContain('<svg viewBox="0 0 1000 100"');
    expect(file).not.toContain('<script');
    expect(file).not.toMatch(/(?:src|href)="(?!#)/);
    expect(file).toContain('Prometheus has no prober_probe_total.');
  });

  it('are no word where there is no Prometheus', () => {
    for (const series of [null, undefined]) {
      const file = toHtml(diagnosis, series === undefined ? { title: 't' } : { title: 't', series });
      expect(file).not.toContain('id="measured"');
    }
  });
});
