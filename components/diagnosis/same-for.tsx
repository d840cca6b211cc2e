/** What else the sentence before holds for: folded where it is much. */
export function SameFor({ others }: { others: readonly string[] }) {
  if (others.length === 0) return null;
  if (others.length <= 3) return <p>The same of {others.join(', ')}.</p>;
  return (
    <details>
      <summary className="coarse:py-3">The same of {others.length} more</summary>
      <ul>
        {others.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
    </details>
  );
}
