import type { SessionId } from './ids.js'

/** One generation's key to a session. */
export interface RefreshToken {
  readonly sessionId: SessionId
  readonly generation: number
  /** 256 bits, base64url. */
  readonly secret: string
}

const format = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(0|[1-9]\d{0,8})\.([\w-]{43})$/

export const formatRefreshToken = (token: RefreshToken): string => `${token.sessionId}.${token.generation}.${token.secret}`

/** `null` for anything that was never a refresh token. */
export function parseRefreshToken(text: string): RefreshToken | null {
  const [, sessionId, generation, secret] = format.exec(text) ?? []
  if (sessionId === undefined || generation === undefined || secret === undefined) return null
  return { sessionId: sessionId as SessionId, generation: Number(generation), secret }
}
