import { describe, expect, it } from 'vitest';
import { aDiagnosis } from '../service/testing';
import type { Look } from '../service/look-once';
import { aSummary } from '../runtime/testing';
import { exitStatus, print } from './print';

const unread = 'Deployment shop/d: judging it failed by a bug of Unloop, so nothing new is said of it';

/** A look at one workload, healthy unless a test says otherwise. */
function aLook(change: Partial<Look> = {}): Look {
  const byStatus = { broken: 0, degraded: 0, recovering: 0, healthy: 1 };
  const totals = { byStatus, byNamespace: [], byCause: [], causesOfBroken: 0, workloads: 1, namespaces: 1 };
  return { asOf: '2026-11-21T03:00:00Z', items: [], totals, namespaces: [], missing: [], blind: false, ...change };
}

describe('a look in which something could not be judged', () => {
  it('exits 2, and 1 where something is broken all the same', () => {
    expect(exitStatus(aLook())).toBe(0);
    expect(exitStatus(aLook({ missing: [unread], blind: true }))).toBe(2);
    const broken = aDiagnosis(aSummary('shop/Deployment/cart'));
    expect(exitStatus(aLook({ items: [{ ...broken, status: 'broken' }], missing: [unread], blind: true }))).toBe(1);
  });

  it.each([
    ['degraded', 1],
    ['recovering', 0],
  ] as const)('exits as the status asks: %s', (status, code) => {
    const item = { ...aDiagnosis(aSummary('shop/Deployment/cart')), status };
    expect(exitStatus(aLook({ items: [item] }))).toBe(code);
  });

  it('is never said to have nothing broken', () => {
    const blind = aLook({ missing: [unread], blind: true });
    expect(print(aLook(), 'text', false)).toMatch(/^Nothing is broken: 1 workload/);
    expect(print(blind, 'text', false)).toMatch(/^Whether something is broken cannot be told/);
  });

  it('carries what it lacks in JSON and Markdown', () => {
    const blind = aLook({ missing: [unread], blind: true });
    expect(JSON.parse(print(blind, 'json', false))).toMatchObject({ items: [], missing: [unread] });
    expect(print(blind, 'markdown', false)).toContain(`## Not read\n\n- ${unread}`);
    expect(print(aLook(), 'markdown', false)).not.toContain('Not read');
  });
});

it('names the namespace in which no workload was found, and how to look in all', () => {
  const totals = { ...aLook().totals, workloads: 0, namespaces: 0 };
  expect(print(aLook({ totals, namespaces: ['default'] }), 'text', false)).toMatch(
    /^No workload was found in default \(.*\)\. -A looks in all namespaces\.\n$/,
  );
  expect(print(aLook({ totals }), 'text', false)).toMatch(/^No workload was found \([^-]*-[^-]*-[^-]*\)\.\n$/);
});

describe('a look at several broken workloads', () => {
  const items = ['shop/Deployment/cart', 'pay/StatefulSet/db'].map((ref) => aDiagnosis(aSummary(ref)));
  it('begins with a line for each', () => {
    const { totals } = aLook();
    const byStatus = { ...totals.byStatus, broken: 2 };
    const [head = ''] = print(aLook({ items, totals: { ...totals, byStatus } }), 'text', false).split('─');
    expect(head).toMatch(/^2 broken, 1 healthy, as of 2026-11-21T03:00:00Z\n\n/);
    expect(head).toMatch(/^broken {2}shop\/Deployment\/cart {2}\S.*\(proven\)\nbroken {2}pay\/StatefulSet\/db {4}\S/m);
  });
  it('does not say the same twice of a single one', () => {
    expect(print(aLook({ items: items.slice(0, 1) }), 'text', false)).not.toContain('shop/Deployment/cart');
  });
});
