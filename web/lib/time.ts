/** The ways in which times are told, in one language. */
export interface TimeFormats {
  clock(at: string): string
  full(at: string): string
  date(at: string): string
  /** As short as it can be and still be clear, for a list. */
  inList(at: string, now?: Date): string
  /** The name of a day, for the line between two days. */
  day(at: string, now?: Date): string
  /** How long ago, in the largest unit that fits. */
  ago(at: string, now?: Date): string
}

export const timeFormats = (locale: string): TimeFormats => {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
  const clock = format({ hour: 'numeric', minute: '2-digit' })
  const weekday = format({ weekday: 'short' })
  const shortDate = format({ day: 'numeric', month: 'short' })
  const numericDate = format({ day: '2-digit', month: '2-digit', year: '2-digit' })
  const longDate = format({ weekday: 'long', day: 'numeric', month: 'long' })
  const longDateWithYear = format({ day: 'numeric', month: 'long', year: 'numeric' })
  const full = format({ dateStyle: 'full', timeStyle: 'short' })
  const date = format({ dateStyle: 'medium' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)

  return {
    clock: (at) => clock.format(new Date(at)),
    full: (at) => full.format(new Date(at)),
    date: (at) => date.format(new Date(at)),
    inList: (at, now = new Date()) => {
      const then = new Date(at)
      const days = daysAgo(then, now)
      if (days <= 0) return clock.format(then)
      if (days < 7) return weekday.format(then)
      return then.getFullYear() === now.getFullYear() ? shortDate.format(then) : numericDate.format(then)
    },
    day: (at, now = new Date()) => {
      const then = new Date(at)
      const days = daysAgo(then, now)
      if (days === 0 || days === 1) return capitalised(relative.format(-days, 'day'))
      return then.getFullYear() === now.getFullYear() ? longDate.format(then) : longDateWithYear.format(then)
    },
    ago: (at, now = new Date()) => {
      const seconds = Math.max(0, (now.getTime() - Date.parse(at)) / 1_000)
      if (seconds < 60) return relative.format(0, 'minute')
      if (seconds < 3_600) return relative.format(-Math.floor(seconds / 60), 'minute')
      if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3_600), 'hour')
      return relative.format(-Math.floor(seconds / 86_400), 'day')
    },
  }
}

/** Calendar days from then to now, where the reader is. */
const daysAgo = (date: Date, now: Date): number => {
  const midnight = (day: Date) => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate())
  return Math.round((midnight(now) - midnight(date)) / 86_400_000)
}

export const isSameDay = (one: string, other: string): boolean => new Date(one).toDateString() === new Date(other).toDateString()
