import { type WhyResult, why } from '../engine/why.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import { whyOverview, whyText } from '../report/why/why.ts'
import { resolvePath } from '../sources/paths.ts'
import { type Context, reportOptions, tellAsides, tellFailures } from './context.ts'
import { findWorkloads, looksLikePath, noSuchWorkload, readWorkloadName, type WorkloadName } from './find-workloads.ts'
import { chosenFormats } from './formats.ts'
import { nothingRead } from './nothing-read.ts'
import { given, type Misuse } from './parse-arguments.ts'
import { requestOf } from './request-of.ts'
import { findPods, podsText, wantedPod } from './why-pod.ts'
import { withInterpreter } from './with-interpreter.ts'
import { writeTargets } from './write-targets.ts'

interface Answer {
  readonly result: WhyResult
  readonly pods: readonly AdmittedPod[]
  readonly name?: WorkloadName
  /** What to say when no workload has the name. */
  readonly none?: string
}

/** `meshlint why`: tells the way to each verdict; the verdicts do not change the exit code. */
export async function whyCommand(context: Context): Promise<number | Misuse> {
  const { invocation } = context
  const targets = chosenFormats(invocation)
  if ('misuse' in targets) return targets
  const answer = await answerOf(context)
  if ('misuse' in answer) return answer
  const { result, pods, name, none } = answer
  tellAsides(context, result)
  if (none !== undefined) {
    tellFailures(context, [...result.failures, { stage: 'usage', message: none }])
    return 2
  }
  const isEmpty = pods.length + result.failures.length === 0 && !given(invocation, 'allow-empty')
  const empty = isEmpty ? [nothingRead({ paths: invocation.words }, result.skipped.length, 'workloads')] : []
  const found = given(invocation, 'pod') ? findPods(pods, wantedPod(invocation)) : undefined
  const unwritten = await writeTargets(context, targets, async (format, to) => {
    if (format === 'json') return (await import('../report/why/why-json.ts')).whyJson(pods, wantedPod(invocation))
    if (pods.length === 0) return ''
    if (found) return found.pods.length === 0 ? '' : podsText(context, found)
    return name ? whyText(pods, reportOptions(context, to)) : whyOverview(pods, reportOptions(context, to))
  })
  tellAsides(context, { notices: found?.notices ?? [], skipped: [] })
  const failures = [...result.failures, ...empty, ...(found?.failures ?? []), ...unwritten]
  tellFailures(context, failures)
  return failures.length > 0 ? 2 : 0
}

/** Decides whether the first word is a name or a path, which may take the workloads to know. */
async function answerOf(context: Context): Promise<Answer | Misuse> {
  const { invocation, host } = context
  const [word, ...rest] = invocation.words
  if (word === undefined || looksLikePath(word)) return readAll(context, invocation.words)
  const all = await readAll(context, rest)
  if ('misuse' in all) return all
  const name = readWorkloadName(word, all.result.pods)
  const pods = name ? findWorkloads(name, all.result.pods) : []
  if (name && pods.length > 0) return { result: all.result, pods, name }
  if (host.type(resolvePath(host.cwd, word)) !== undefined) return readAll(context, invocation.words)
  if (!name) return { misuse: `A workload is named [KIND/][NAMESPACE/]NAME, not "${word}".` }
  return { result: all.result, pods, name, none: noSuchWorkload(word, name, all.result.pods) }
}

async function readAll(context: Context, paths: readonly string[]): Promise<Answer | Misuse> {
  const request = await requestOf(context, paths)
  if ('misuse' in request) return request
  const result = await withInterpreter((interpreter) => why({ ...request, interpreter }, context.host))
  return { result, pods: result.pods }
}
