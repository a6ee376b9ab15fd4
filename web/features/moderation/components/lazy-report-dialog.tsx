import { dialogOnDemand } from '../../../components/on-demand.js'

/** Fetched when somebody has something to report. */
export const ReportDialog = dialogOnDemand(async () => (await import('./report-dialog.js')).ReportDialog)
