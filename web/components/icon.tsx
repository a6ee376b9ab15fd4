/** Drawn on a 20 × 20 grid with round strokes, in the colour of the text. */
const paths = {
  alert: 'M10 6.500v4.500M10 13.800v.01M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15z',
  back: 'M12.500 4.500 7 10l5.500 5.500',
  check: 'M4.500 10.500 8.500 14.500 15.500 6',
  chevronDown: 'M5 7.500 10 12.500 15 7.500',
  clock: 'M10 6v4.200l2.600 1.600M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15z',
  close: 'M5.500 5.500l9 9M14.500 5.500l-9 9',
  compose:
    'M11 4H5.500A1.500 1.500 0 0 0 4 5.500v9A1.500 1.500 0 0 0 5.500 16h9a1.500 1.500 0 0 0 1.500-1.500V9M8.500 11.500l.5-2.500 6-6 2 2-6 6z',
  exit: 'M8 4H5.500A1.500 1.500 0 0 0 4 5.500v9A1.500 1.500 0 0 0 5.500 16H8M8.500 10H16M13 7l3 3-3 3',
  eye: 'M2.500 10S5 5 10 5s7.500 5 7.500 5-2.500 5-7.500 5-7.500-5-7.500-5zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  globe:
    'M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM2.500 10h15M10 2.500c2.300 2 3.300 4.600 3.300 7.500S12.300 15.500 10 17.500C7.700 15.500 6.700 12.900 6.700 10S7.700 4.500 10 2.500z',
  mail: 'M3 5.500h14v9.500H3zM3 6l7 5.500L17 6',
  more: 'M10 4.500v.01M10 10v.01M10 15.500v.01',
  people:
    'M7.500 9.500a2.700 2.700 0 1 0 0-5.400 2.700 2.700 0 0 0 0 5.400zM2.500 16c0-2.600 2.200-4.200 5-4.200s5 1.600 5 4.200M13.200 9.400a2.400 2.400 0 1 0-.8-4.600M14.300 12c1.900.5 3.200 1.900 3.200 4',
  person: 'M10 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 16.500c0-2.800 2.600-4.500 6-4.500s6 1.700 6 4.500',
  search: 'M9 3.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM13 13l3.800 3.800',
  send: 'M4 10 3 3.500 17.500 10 3 16.500zM4 10h6',
} as const

export type IconName = keyof typeof paths

export function Icon({ name, className = 'size-5' }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
