/** Waits until the condition answers something other than `undefined`, `null` or `false`, looking again every few milliseconds. */
export async function until<Value>(
  what: string,
  condition: () => Value | Promise<Value>,
  limitMs = 15_000,
): Promise<NonNullable<Exclude<Value, false>>> {
  const end = performance.now() + limitMs
  for (;;) {
    const value = await condition()
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<Exclude<Value, false>>
    if (performance.now() > end) throw new Error(`waited ${limitMs} ms in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
