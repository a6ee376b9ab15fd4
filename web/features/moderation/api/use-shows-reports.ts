import { useSyncExternalStore } from 'react'
import { preferences } from '../../../lib/preferences.js'

/**
 * Whether the way to the reports is shown. No call tells whether somebody is an admin, and each call that they are refused is an entry in the
 * audit log: who has been let in before, in this browser, is shown the way.
 */
export const useShowsReports = (): boolean => useSyncExternalStore(preferences.subscribe, () => preferences.get().reports)
