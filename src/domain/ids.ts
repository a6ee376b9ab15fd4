declare const brand: unique symbol

type Id<Name extends string> = string & { readonly [brand]: Name }

export type UserId = Id<'UserId'>
export type SessionId = Id<'SessionId'>
export type ChatId = Id<'ChatId'>
export type MessageId = Id<'MessageId'>
export type AttachmentId = Id<'AttachmentId'>
/** Names bytes in a BlobStore: made by us, never by who sent them. */
export type BlobKey = Id<'BlobKey'>
export type ReportId = Id<'ReportId'>
export type PushSubscriptionId = Id<'PushSubscriptionId'>
/** Made by the sender of a message: names the attempt, so that a retry is recognised. */
export type ClientId = Id<'ClientId'>
