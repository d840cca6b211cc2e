import { partOfRecording, type Capabilities } from '@/lib/model/source';

/** What was in a recording and could not be read, said where its board is. */
export function LeftOut({ missing }: { missing: Capabilities['missing'] }) {
  const notes = missing.filter(({ what }) => what === partOfRecording);
  if (notes.length === 0) return null;
  return (
    <>
      {notes.map(({ why }) => (
        <span key={why} className="block text-ink-2">
          {why}
        </span>
      ))}
    </>
  );
}
