import { expect, it } from 'vitest';
import { kindNames } from './kind-names';

it.each([
  ['endpointslices in shop', 'EndpointSlices in shop'],
  ['resourcequotas', 'ResourceQuotas'],
  ['limitranges in shop', 'LimitRanges in shop'],
  ['pods in shop', 'pods in shop'],
  ['the events of endpointslices', 'the events of endpointslices'],
])('%s is written %s', (text, words) => expect(kindNames(text)).toBe(words));
