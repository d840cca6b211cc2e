import { expect, it } from 'vitest';
import { fieldLines } from './field-lines';

const field = (path: string, value: string) => ({ path, value, decisive: false });

it('writes a shared path once', () => {
  const lastState = 'status.containerStatuses[0].lastState.terminated';
  const { prefix, lines } = fieldLines([
    field(`${lastState}.reason`, 'OOMKilled'),
    field(`${lastState}.exitCode`, '137'),
  ]);
  expect(prefix).toBe(lastState);
  expect(lines.map(({ name, value }) => `${name}: ${value}`)).toEqual(['reason: OOMKilled', 'exitCode: 137']);
});

it('never cuts inside a name', () => {
  const { prefix, lines } = fieldLines([field('spec.replicas', '3'), field('spec.replicasWanted', '4')]);
  expect(prefix).toBe('spec');
  expect(lines.map(({ name }) => name)).toEqual(['replicas', 'replicasWanted']);
});

it('leaves a single field and fields that share nothing as they are', () => {
  expect(fieldLines([field('spec.replicas', '3')])).toEqual({
    prefix: '',
    lines: [{ name: 'spec.replicas', value: '3', decisive: false }],
  });
  expect(fieldLines([field('a', '1'), field('b', '2')]).prefix).toBe('');
});

it('has no line of no field', () => {
  expect(fieldLines([])).toEqual({ prefix: '', lines: [] });
});
