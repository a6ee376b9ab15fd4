const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' })
const shortDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const numericDate = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: '2-digit', year: '2-digit' })
const longDate = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })
const longDateWithYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)

/** Calendar days from then to now, where the reader is. */
const daysAgo = (date: Date, now: Date): number => {
  const midnight = (day: Date) => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate())
  return Math.round((midnight(now) - midnight(date)) / 86_400_000)
}

export const clockTime = (at: string): string => time.format(new Date(at))

export const fullTime = (at: string): string => full.format(new Date(at))

/** As short as it can be and still be clear, for a list. */
export function listTime(at: string, now = new Date()): string {
  const date = new Date(at)
  const days = daysAgo(date, now)
  if (days <= 0) return time.format(date)
  if (days < 7) return weekday.format(date)
  return date.getFullYear() === now.getFullYear() ? shortDate.format(date) : numericDate.format(date)
}

/** The name of a day, for the line between two days. */
export function dayName(at: string, now = new Date()): string {
  const date = new Date(at)
  const days = daysAgo(date, now)
  if (days === 0 || days === 1) return capitalised(relative.format(-days, 'day'))
  return date.getFullYear() === now.getFullYear() ? longDate.format(date) : longDateWithYear.format(date)
}

export const isSameDay = (one: string, other: string): boolean => new Date(one).toDateString() === new Date(other).toDateString()
