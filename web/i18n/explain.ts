import { ApiProblem, Unreachable } from '../sdk/problem.js'
import { useTexts } from './language.js'
import type { Texts } from './texts.js'

/** What went wrong, in the reader's language; the server's own words where there are none for it. */
export function explain(texts: Texts, problem: unknown): string {
  if (problem instanceof Unreachable) return texts.errors.unreachable
  if (problem instanceof ApiProblem) return textOf(texts, problem.code) ?? problem.message
  return problem instanceof Error && problem.message !== '' ? problem.message : texts.errors.unknown
}

export function textOf({ errors }: Texts, code: string): string | null {
  const text: unknown = Object.hasOwn(errors, code) ? errors[code as keyof typeof errors] : null
  return typeof text === 'string' ? text : null
}

export const useExplain = () => {
  const texts = useTexts()
  return (problem: unknown): string => explain(texts, problem)
}

/** Keeps a name, of whatever direction, from disturbing the sentence around it. */
export const isolated = (name: string): string => `\u2068${name}\u2069`
