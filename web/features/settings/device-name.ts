const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** What a person would call the device that a browser describes; the description itself where it is of no known kind. */
export function deviceName(description: string | null): string | null {
  if (description === null || description === '') return null
  const [browser, system] = [browsers, systems].map((kinds) => kinds.find(([pattern]) => pattern.test(description))?.[1])
  return [browser, system].filter(Boolean).join(', ') || description
}
