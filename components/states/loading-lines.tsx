/** The height of what comes, and what it waits for. No movement. */
export function LoadingLines({ waitsFor, rows }: { waitsFor: string; rows: number }) {
  return (
    <div aria-busy="true">
      <p role="status" className="mt-7 mb-1 text-lead text-ink-2">
        {waitsFor}
      </p>
      <div aria-hidden="true" className="mt-[70px] border-t border-line">
        {Array.from({ length: rows }, (_, index) => (
          <div key={index} className="h-8 border-b border-line coarse:h-11" />
        ))}
      </div>
    </div>
  );
}
