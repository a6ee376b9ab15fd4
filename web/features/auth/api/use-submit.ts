import { type FormEvent, useState } from 'react'
import { flushSync } from 'react-dom'
import { ApiProblem } from '../../../sdk/problem.js'

export interface Submission {
  readonly busy: boolean
  /** What went wrong with the whole; what is wrong with a field is in `errors`. */
  readonly problem: ApiProblem | Error | null
  /** By the path of the field. */
  readonly errors: Readonly<Record<string, string | undefined>>
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void
}

const toField: Readonly<Record<string, string>> = { handle_taken: 'handle' }

/** Sends a form's values, and brings the server's problems to the fields they are about; the first of them gets the focus. */
export function useSubmit(fields: readonly string[], send: (values: Readonly<Record<string, string>>) => Promise<void>): Submission {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Error | null>(null)
  const errors = errorsOf(problem, fields)
  const submit = async (form: HTMLFormElement) => {
    setBusy(true)
    setProblem(null)
    try {
      await send(valuesOf(form))
    } catch (error) {
      // At once: a focus that moves a frame later takes away what is typed meanwhile.
      flushSync(() => setProblem(error instanceof Error ? error : new Error(String(error))))
      const wrong = Object.keys(errorsOf(error, fields))
      form.querySelector<HTMLElement>(wrong.map((name) => `[name="${name}"]`).join(',') || '[role=alert]')?.focus()
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    problem: Object.keys(errors).length === 0 ? problem : null,
    errors,
    onSubmit: (event) => {
      event.preventDefault()
      if (!busy) void submit(event.currentTarget)
    },
  }
}

function valuesOf(form: HTMLFormElement): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') values[name] = value
  return values
}

function errorsOf(problem: unknown, fields: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {}
  if (!(problem instanceof ApiProblem)) return errors
  for (const { path, message } of problem.errors) if (fields.includes(path)) errors[path] ??= sentence(message)
  const field = toField[problem.code]
  if (field !== undefined && fields.includes(field)) errors[field] ??= problem.message
  return errors
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
