import { z } from 'zod'
import type { SubscribeToPushes } from '../../../application/notifications/subscribe-to-pushes.js'
import type { Clock } from '../../../application/ports/clock.js'
import type { NotificationPreferences } from '../../../application/ports/notification-preferences.js'
import type { PushSubscriptions } from '../../../application/ports/push-subscriptions.js'
import { NotFound } from '../../../domain/errors.js'
import type { NotificationSettings } from '../../../domain/notifications/notification-settings.js'
import { maxEndpointLength, type PushSubscription } from '../../../domain/notifications/push-subscription.js'
import { notificationSettings, pushSubscription, pushSubscriptions } from '../resources/notifications.js'
import { type Route, route } from '../route.js'
import { pushSubscriptionId, storable } from '../schemas.js'

export interface NotificationUseCases {
  readonly preferences: NotificationPreferences
  readonly subscriptions: Pick<PushSubscriptions, 'list' | 'remove'>
  readonly subscribeToPushes: SubscribeToPushes
  readonly clock: Clock
  readonly vapidPublicKey: string
}

const endpoint = storable(maxEndpointLength).meta({ format: 'uri' })
const key = storable(200)
/** The last moment that a `Date` can be. */
const lastMoment = 8_640_000_000_000_000

/** As a browser's `PushSubscription.toJSON()` has it. */
const subscribed = z.strictObject({
  endpoint,
  expirationTime: z.number().min(0).max(lastMoment).nullable().optional().describe('Milliseconds since 1970.'),
  keys: z.strictObject({ p256dh: key, auth: key }).describe('In base64url.'),
})

const changes = z
  .strictObject({ level: z.enum(['all', 'mentions', 'none']).optional(), showPreview: z.boolean().optional() })
  .transform((given) => given as Partial<NotificationSettings>)

const bodyOf = ({ id, endpoint, createdAt }: PushSubscription) => ({ id, endpoint, createdAt })

export const notificationRoutes = (core: NotificationUseCases): readonly Route[] => [
  route({
    method: 'get',
    path: '/v1/me/notifications',
    summary: 'What is pushed to the caller while they are offline.',
    access: 'bearer',
    responses: { 200: notificationSettings },
    handle: async ({ principal }) => ({ status: 200, body: await core.preferences.find(principal.userId) }),
  }),
  route({
    method: 'patch',
    path: '/v1/me/notifications',
    summary: 'Changes what is pushed to the caller while they are offline. Answers all of it.',
    access: 'bearer',
    limits: ['change', 'changeAccount'],
    body: changes,
    responses: { 200: notificationSettings },
    handle: async ({ principal, body }) => ({ status: 200, body: await core.preferences.change(principal.userId, body) }),
  }),
  route({
    method: 'get',
    path: '/v1/push-subscriptions',
    summary: "The caller's browsers that are told while they are offline, and the key to subscribe another one with.",
    access: 'bearer',
    responses: { 200: pushSubscriptions },
    handle: async ({ principal }) => {
      const items = await core.subscriptions.list(principal.userId, core.clock.now())
      return { status: 200, body: { items: items.map(bodyOf), vapidPublicKey: core.vapidPublicKey } }
    },
  }),
  route({
    method: 'post',
    path: '/v1/push-subscriptions',
    summary: 'Has a browser told (Web Push) while the caller is offline, until this session ends. An endpoint that is known is taken over.',
    access: 'bearer',
    limits: ['subscribe', 'subscribeAccount'],
    body: subscribed,
    responses: { 200: pushSubscription, 201: pushSubscription },
    handle: async ({ principal: { userId, sessionId }, body: { expirationTime = null, ...receiver } }) => {
      const expiresAt = expirationTime === null ? null : new Date(expirationTime)
      const { subscription, isNew } = await core.subscribeToPushes.execute({ userId, sessionId, receiver, expiresAt })
      return { status: isNew ? 201 : 200, body: bodyOf(subscription) }
    },
  }),
  route({
    method: 'delete',
    path: '/v1/push-subscriptions',
    summary: "Takes back one of the caller's subscriptions, by its endpoint. Harmless where there is none.",
    access: 'bearer',
    limits: ['change', 'changeAccount'],
    body: z.strictObject({ endpoint }),
    responses: { 204: null },
    handle: async ({ principal, body }) => {
      await core.subscriptions.remove(principal.userId, body)
      return { status: 204 }
    },
  }),
  route({
    method: 'delete',
    path: '/v1/push-subscriptions/:subscriptionId',
    summary: "Takes back one of the caller's subscriptions.",
    access: 'bearer',
    limits: ['change', 'changeAccount'],
    params: z.object({ subscriptionId: pushSubscriptionId }),
    responses: { 204: null },
    handle: async ({ principal, params }) => {
      if (!(await core.subscriptions.remove(principal.userId, { id: params.subscriptionId }))) throw new NotFound('subscription')
      return { status: 204 }
    },
  }),
]
