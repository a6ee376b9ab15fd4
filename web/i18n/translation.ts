import type { moderation } from './en/moderation.js'
import type { en } from './en.js'

type Translation<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Translation<T[K]>
}

/** What every language has to say. A text left out, or one with other values, does not compile. */
export type Texts = Translation<typeof en>

/** What is said where something is reported, and to those who look at it. */
export type ModerationTexts = Translation<typeof moderation>
