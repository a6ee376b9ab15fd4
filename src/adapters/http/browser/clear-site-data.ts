/** For answers that end a session: nothing that was read in it stays in the browser, its pages kept for the back button included. */
export const clearSiteData = { 'Clear-Site-Data': '"cache", "storage"' } as const
