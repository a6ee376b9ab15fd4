/** Two speech bubbles, one answering the other, and the name. */
export const Wordmark = ({ small = false }: { small?: boolean }) => (
  <span className="inline-flex items-center gap-2.5">
    <svg viewBox="0 0 32 32" className={small ? 'size-7' : 'size-9'} aria-hidden="true">
      <rect width="32" height="32" rx="9" className="fill-accent" />
      <path
        d="M7.5 9.500h10a3.500 3.500 0 0 1 3.500 3.500v1.500a3.500 3.500 0 0 1-3.500 3.500h-4.600l-4.400 3.200V18h-1z"
        className="fill-on-accent"
      />
      <path
        d="M23 13.500h1.500v6a3.500 3.500 0 0 1-3.500 3.500v2.700L16.600 23h-3.100v-1.800"
        className="stroke-on-accent/60"
        fill="none"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
    <span className={small ? 'font-semibold text-lg tracking-tight' : 'font-semibold text-xl tracking-tight'}>Parley</span>
  </span>
)
