declare const brand: unique symbol

type Id<Name extends string> = string & { readonly [brand]: Name }

export type UserId = Id<'UserId'>
export type SessionId = Id<'SessionId'>
export type ChatId = Id<'ChatId'>
export type MessageId = Id<'MessageId'>
/** Made by the sender of a message: names the attempt, so that a retry is recognised. */
export type ClientId = Id<'ClientId'>
