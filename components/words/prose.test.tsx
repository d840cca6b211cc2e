import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { causeIds } from '@/lib/model/causes';
import { causeWords } from '@/lib/model/cause-words';
import { Prose } from './prose';

it.each([
  ['ended with `OOMKilled`, code 137', 'ended with <code>OOMKilled</code>, code 137'],
  ['`a` and `b`', '<code>a</code> and <code>b</code>'],
  ['one ` alone', 'one ` alone'],
  ['<b>', '&lt;b&gt;'],
])('%s', (text, html) => expect(renderToStaticMarkup(<Prose text={text} />)).toBe(html));

it('has few words for every cause', () => {
  for (const id of causeIds) expect(causeWords[id].length, id).toBeLessThanOrEqual(40);
});
