import type { ParleyClient } from '../../../sdk/client.js'

/** What reaches somebody, in all of their browsers. */
export const notificationSettings = (api: ParleyClient['api']) => ({
  queryKey: ['settings', 'notifications'],
  queryFn: () => api.notifications(),
})
