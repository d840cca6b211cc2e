/** A loop with a way out. */
export function Logo() {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
    >
      <path d="M3 9a6 6 0 1 1 6 6" />
      <path d="M9 15h7" />
    </svg>
  );
}
