import { describe, expect, it } from 'vitest';
import { killKind } from './kill';

describe('killKind', () => {
  it.each([
    ['Stopping container app', 'stop'],
    ['Container app failed liveness probe, will be restarted', 'liveness'],
    ['Container app failed liveness probe', 'liveness'],
    ['Init container mesh failed liveness probe', 'liveness'],
    ['Container app failed startup probe, will be restarted', 'startup'],
    ['Init container mesh failed startup probe', 'startup'],
    ['FailedPostStartHook', 'post-start'],
    ['Container app definition changed, will be restarted', 'definition'],
    ['Container app resize requires restart', 'definition'],
    ['Container is in "unknown" state, try killing it before restart', 'other'],
  ])('%s is %s', (message, kind) => {
    expect(killKind(message)).toBe(kind);
  });
});
