/** Line icons drawn for this product on a 24 x 24 field, one path each; they take the colour of the text beside them. */

const PATHS = {
  today: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8.500 15l2.500 2.500 4.500-5',
  bottle: 'M10 3h4M10.500 3v5L8 11.500V19a2 2 0 0 0 2 2h4a2 2 0 0 0 2-2v-7.500L13.500 8V3M8 14.500h8',
  grid: 'M4 5h16v14H4zM4 10h16M4 14.500h16M9.500 5v14M15 5v14',
  run: 'M5 4v16h15M8 16l3-7 3 4 2-6 3 9',
  review: 'M5 4h10l4 4v12H5zM15 4v4h4M8.500 14l2.500 2.500 4.500-5',
  map: 'M9 5 4 7v13l5-2 6 2 5-2V5l-5 2-6-2zM9 5v13M15 7v13',
  trend: 'M4 4v16h16M7 15l4-4 3 2 5-6M19 7h-4M19 7v4',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8 14h2M14 14h2M8 17h2',
  chain:
    'M10 14a4 4 0 0 0 6 .4l2.600-2.600a4 4 0 0 0-5.700-5.700L11.500 7.500M14 10a4 4 0 0 0-6-.4l-2.600 2.600a4 4 0 0 0 5.700 5.700l1.400-1.400',
  settings: 'M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1M13 5v4h4V5zM7 10v4h4v-4zM15 15v4h4v-4z',
  search: 'M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500 21 21',
  language: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c0-4.500 3.500-7 8-7s8 2.500 8 7',
  menu: 'M4 7h16M4 12h16M4 17h16',
  more: 'M5 11v2h2v-2zM11 11v2h2v-2zM17 11v2h2v-2z',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  down: 'M5 9l7 7 7-7',
  up: 'M5 15l7-7 7 7',
  collapse: 'M4 5h16v14H4zM9 5v14M16 9l-3 3 3 3',
  expand: 'M4 5h16v14H4zM9 5v14M13 9l3 3-3 3',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  cross: 'M6 6l12 12M18 6 6 18',
  warn: 'M12 4 2.500 20h19zM12 10v5M12 17.500v.5',
  error: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 15.500v.5',
  info: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v6M12 7.500v.5',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  plus: 'M12 5v14M5 12h14',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8v8M11 8v8M14 8v8M16.500 8v8',
  truck: 'M3 6h11v10H3zM14 10h4l3 3v3h-7zM7 16a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM17 16a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  inbox: 'M4 13 6.500 5h11L20 13v6H4zM4 13h4.500l1.500 2.500h4l1.500-2.500H20',
  reject: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM5.800 5.800l12.400 12.400',
  thermometer: 'M10 14V5a2 2 0 0 1 4 0v9a4 4 0 1 1-4 0zM12 9v7',
  pin: 'M12 21c-4-5-6.500-8.300-6.500-11.500a6.500 6.500 0 0 1 13 0C18.500 12.700 16 16 12 21zM12 7.500a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  download: 'M12 4v11M7.500 11l4.500 4.500 4.500-4.500M4 20h16',
  upload: 'M12 16V5M7.500 9 12 4.500 16.500 9M4 20h16',
  print: 'M7 9V4h10v5M4 9h16v8h-3M7 17H4V9M7 14h10v6H7z',
  eye: 'M2.500 12C5 7.500 8.300 5.500 12 5.500s7 2 9.500 6.500c-2.500 4.500-5.800 6.500-9.500 6.500S5 16.500 2.500 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  undo: 'M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3',
  redo: 'M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3',
  flag: 'M6 21V4h12l-2.500 4 2.500 4H6',
  filter: 'M4 5h16l-6 8v6l-4-2v-4z',
  clock: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3.500 2',
  refresh: 'M20 12a8 8 0 1 1-2.500-5.800M20 3v4.500h-4.500',
  keyboard: 'M3 6h18v12H3zM7 10h.5M11 10h.5M15 10h.5M18 10h.5M8 14h8',
  users:
    'M9 5a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM2.500 20c0-3.800 2.900-6 6.500-6s6.500 2.200 6.500 6M15.500 5.500a3 3 0 0 1 0 6M17.500 14.500c2.500.700 4 2.700 4 5.500',
  flask: 'M9.500 3h5M10.500 3v6L5 19a1.500 1.500 0 0 0 1.300 2h11.400A1.500 1.500 0 0 0 19 19L13.500 9V3M8 15h8',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative beside a word; give `label` where it stands alone. */
export function Icon({ name, size = 18, label }: { name: IconName; size?: number; label?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
