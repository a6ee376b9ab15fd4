import type { AttachmentId, SessionId, UserId } from '../../domain/ids.js'

/** For whom a link is, as part of which session, and to what. */
export interface FileLinkClaims {
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly attachmentId: AttachmentId
}

/** Secrets for addresses that a browser fetches by itself, and so without a header. They are no access tokens, and access tokens are none of them. */
export interface FileLinks {
  /** [FL1] A link for these alone, fit for a query; [FL2] it lives for ten minutes, until `expiresAt`. */
  issue(claims: FileLinkClaims): { readonly link: string; readonly expiresAt: Date }
  /** What a link given out by `issue` says. Throws TokenExpired once it has expired, [FL3] Unauthenticated for anything else. No network, no store. */
  verify(link: string): FileLinkClaims & { readonly expiresAt: Date }
}
