import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { partOfRecording } from '@/lib/model/source';
import { LeftOut } from './left-out';

const lack = (what: string, why: string) => ({ what, why, unknowable: '', permissions: [] });

describe('what was left out of a recording', () => {
  it('is said in its own words, without what nobody recorded', () => {
    const missing = [
      lack('Node', 'Not in the recording.'),
      lack(partOfRecording, '2 links in the archive not followed.'),
    ];
    const words = renderToStaticMarkup(<LeftOut missing={missing} />);
    expect(words).toContain('2 links in the archive not followed.');
    expect(words).not.toContain('Not in the recording.');
  });

  it('takes no room where there is nothing', () => {
    expect(renderToStaticMarkup(<LeftOut missing={[]} />)).toBe('');
  });
});
