import { writeSync } from 'node:fs'
import { relative } from 'node:path'
import { DefaultReporter, SummaryReporter } from '@jest/reporters'

const failedOf = (result) => result.numFailingTests + (result.testExecError ? 1 : 0)
const skippedOf = (result) => result.numPendingTests + result.numTodoTests
const counts = (passed, failed, skipped) => `${passed} passed, ${failed} failed, ${skipped} skipped`

/** Jest's own reporter, with the counts of each file as it finishes, what could not be run, and the counts alone on the last line. */
export default class CountsReporter extends DefaultReporter {
  constructor(globalConfig) {
    super(globalConfig)
    this.summary = new SummaryReporter(globalConfig)
  }

  onRunStart(results, options) {
    super.onRunStart(results, options)
    this.summary.onRunStart(results, options)
  }

  printTestFileHeader(testPath, config, result) {
    super.printTestFileHeader(testPath, config, result)
    this.log(`     ${relative(config.rootDir, testPath)}: ${counts(result.numPassingTests, failedOf(result), skippedOf(result))}`)
  }

  onRunComplete(contexts, results) {
    super.onRunComplete(contexts, results)
    this.summary.onRunComplete(contexts, results)
    const notRun = results.testResults
      .flatMap((suite) => suite.testResults)
      .filter((test) => test.status === 'pending' && test.title.includes('not run: '))
    if (notRun.length > 0) this.log(`\nNOT RUN, because something is missing:\n${notRun.map((test) => `  ${test.fullName}`).join('\n')}`)
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    const line = counts(results.numPassedTests, failed, results.numPendingTests + results.numTodoTests)
    writeSync(1, `\n${line}\n`)
  }
}
