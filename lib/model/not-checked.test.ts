import { describe, expect, it } from 'vitest';
import { groupNotChecked } from './not-checked';

const log = (what: string, subject: string) => ({
  what: `${what} of ${subject}`,
  why: `The ${what.replace('logs', 'log')} of ${subject} is not in this recording.`,
  permission: null,
});

describe('what could not be checked', () => {
  it('tells once what is the same for many containers', () => {
    const groups = groupNotChecked([
      log('logs', 'app in cart-1'),
      log('previous logs', 'app in cart-1'),
      log('logs', 'proxy in cart-2'),
    ]);
    expect(groups).toEqual([
      { ...log('logs', 'app in cart-1'), others: ['previous logs of app in cart-1', 'logs of proxy in cart-2'] },
    ]);
  });
  it('takes along what one of them holds for already', () => {
    const row = { what: 'events, nodes, jobs', others: ['replicasets', 'services'], why: 'None.', permission: null };
    expect(groupNotChecked([row])).toEqual([row]);
    const app = log('logs', 'app in cart-1');
    const groups = groupNotChecked([app, { ...log('logs', 'app in cart-2'), others: ['a'] }]);
    expect(groups).toEqual([{ ...app, others: ['logs of app in cart-2', 'a'] }]);
  });
  it('keeps apart what has another reason, another permission, or is no log', () => {
    const permission = { verbs: ['get'], group: '', resource: 'pods/log', namespace: 'shop' };
    const groups = groupNotChecked([
      log('logs', 'app in cart-1'),
      { ...log('logs', 'app in cart-2'), why: 'It took too long.' },
      { ...log('logs', 'app in cart-3'), permission },
      { what: 'the metrics', why: 'None.', permission: null },
      { what: 'the nodes', why: 'None.', permission: null },
    ]);
    expect(groups.map(({ others }) => others)).toEqual([[], [], [], [], []]);
  });
});
