import { z } from 'zod'
import type { PushSubscriptionId } from '../../../domain/ids.js'
import type { NotificationSettings } from '../../../domain/notifications/notification-settings.js'
import { idOf, listOf, time } from './common.js'

export const notificationSettings = z
  .strictObject({
    level: z.enum(['all', 'mentions', 'none']).describe('What is pushed. What is set up in a chat narrows it.'),
    showPreview: z.boolean().describe('Whether what is pushed has the words of the message in it.'),
  })
  .meta({ id: 'NotificationSettings' }) satisfies z.ZodType<NotificationSettings>

export const pushSubscription = z
  .strictObject({ id: idOf<PushSubscriptionId>(), endpoint: z.string(), createdAt: time })
  .meta({ id: 'PushSubscription', description: 'A browser that is told while its user is offline. It ends with the session that made it.' })

export const pushSubscriptions = z.strictObject({
  items: listOf(pushSubscription),
  vapidPublicKey: z.string().describe('The `applicationServerKey` to subscribe with: a point of P-256, in base64url.'),
})
