import { greatest, groupBy } from '../../base/order.ts'
import type { SourceLocation } from '../../base/source-file.ts'
import type { AdmittedPod, PodOutcome, TrailStep, Verdict } from '../../injection/admitted-pod.ts'
import type { ReportOptions } from '../report-options.ts'
import { showVerdict } from '../stylish/summary-text.ts'
import { codeFrame } from '../text/code-frame.ts'
import { placeOfResource, showPlace, showResource } from '../text/places.ts'
import { type Paint, type Style, styleOf } from '../text/style.ts'
import { count, displayWidth, oneLine, padColumns, wrap } from '../text/text.ts'

export type WhyOptions = Pick<ReportOptions, 'color' | 'width'>

/** How many pods are named one by one. */
const mostNames = 12

/** Why each workload's pods get a sidecar or not: the verdict, the line that settles it, every step, what is missing. */
export function whyText(pods: readonly AdmittedPod[], options: WhyOptions): string {
  const style = styleOf(options.color)
  return pods.map((pod) => `${workloadLines(pod, style, options.width).join('\n')}\n`).join('\n')
}

function workloadLines(pod: AdmittedPod, style: Style, width: number): string[] {
  const facts: [string, string[]][] = [['pods', wrap(podNames(pod), width - 12)]]
  for (const { name, verdict } of pod.exceptions) facts.push(['except', [`${name} → ${showVerdict(verdict)}`]])
  const reason = decisive(pod)
  if (pod.message !== undefined) facts.push(['answer', wrap(oneLine(pod.message), width - 12)])
  else if (pod.verdict !== 'unknown') facts.push(['because', wrap(inShort(pod), width - 12)])
  return [
    `${style.bold(showResource(pod.owner))}  →  ${verdictText(pod, style)}${style.dim(`  ${showPlace(placeOfResource(pod.owner))}`)}`,
    ...facts.flatMap(([label, lines]) => labelled(label, lines, style)),
    ...(reason?.at ? frame(reason.at, verdictPaint(pod.verdict, style), style, width) : []),
    ...trailLines(pod.trail, style, width),
    ...missingLines(pod, style, width),
  ]
}

function verdictPaint(verdict: Verdict, style: Style): Paint {
  return { injected: style.green, 'not-injected': style.yellow, rejected: style.red, unknown: style.yellow }[verdict]
}

function verdictText(pod: AdmittedPod, style: Style): string {
  const revision = pod.revision === undefined ? '' : ` by revision ${oneLine(pod.revision)}`
  return verdictPaint(pod.verdict, style)(style.bold(showVerdict(pod.verdict))) + revision
}

function labelled(label: string, lines: readonly string[], style: Style): string[] {
  return lines.map((line, index) => `  ${style.dim((index === 0 ? label : '').padEnd(8))}  ${line}`)
}

/** `redis-0, redis-1, redis-2`; the pattern and how many where names are not certain. */
function podNames({ pods }: AdmittedPod): string {
  const { names, pattern, replicas, pod } = pods
  if (!names) return `${pattern ?? pods.first.shownName}${replicas.known ? ` (${replicas.value})` : ''}`
  if (names.length === 0) return 'none: it asks for 0 replicas'
  const total = replicas.known ? replicas.value : names.length
  if (total <= mostNames) return names.join(', ')
  return `${names.slice(0, mostNames - 1).join(', ')}, … ${pod(total - 1).shownName} (${total})`
}

/**
 * The step that settles the verdict: what the injector refused or the API server rejected; for an injected pod what called
 * the injector, unless the injector itself points at a line. None where it takes all of the trail to tell.
 */
function decisive(pod: PodOutcome): TrailStep | undefined {
  const last = (outcome: TrailStep['outcome']) => pod.trail.findLast((step) => step.outcome === outcome)
  switch (pod.verdict) {
    case 'rejected':
      return last('rejected')
    case 'not-injected':
      return last('skipped')
    case 'unknown':
      return undefined
    case 'injected': {
      const injector = last('injected')
      return injector?.at ? injector : (calledBy(pod) ?? injector)
    }
  }
}

/** The step of the Istio webhook that is called; webhooks of others stand in the trail as well. */
function calledBy(pod: PodOutcome): TrailStep | undefined {
  const istio = new Set(pod.matches.filter(({ webhook }) => webhook.revision !== undefined).map((m) => m.webhook.name))
  return pod.trail.findLast((step) => step.outcome === 'called' && (istio.size === 0 || istio.has(step.name)))
}

function frame(at: SourceLocation, paint: Paint, style: Style, width: number): string[] {
  if (at.precision === 'file' || !at.file.text) return []
  const lines = codeFrame([{ at, message: showPlace(at), primary: true }], { style, paint, width, context: 1 })
  return ['', ...lines.map((line) => `     ${line}`)]
}

const marks = {
  called: '✔',
  injected: '✔',
  'not-matched': '·',
  skipped: '✖',
  rejected: '✖',
  unknown: '?',
} as const satisfies Record<TrailStep['outcome'], string>

function stepPaint(outcome: TrailStep['outcome'], style: Style): Paint {
  if (outcome === 'called' || outcome === 'injected') return style.green
  return outcome === 'not-matched' ? style.dim : outcome === 'rejected' ? style.red : style.yellow
}

/** Every step in order, webhooks below their configuration; what the injector decides stands below the webhook that calls it. */
function trailLines(trail: readonly TrailStep[], style: Style, width: number): string[] {
  const lines: string[] = []
  let heading: string | undefined
  for (const step of trail) {
    const next = headingOf(step) ?? heading
    if (next !== undefined && next !== heading) lines.push('', `  ${style.dim(next)}`)
    heading = next
    const paint = stepPaint(step.outcome, style)
    const indent = step.stage === 'injector' ? 6 : 4
    const head = `${paint(`${marks[step.outcome]} ${oneLine(step.name)}`)}  ${style.dim(step.outcome.replace('-', ' '))}`
    lines.push(' '.repeat(indent) + head, ...reasonLines(step, style, width - indent - 4, ' '.repeat(indent + 4)))
  }
  return lines
}

/** None for the injector: it belongs to the webhook above it. */
function headingOf({ stage, configuration }: TrailStep): string | undefined {
  if (stage === 'injector') return undefined
  return stage === 'apiserver' ? 'API server' : `webhooks of ${oneLine(configuration ?? '?')}`
}

/** Why a step ended as it did, and the line that says so, on the same line where there is room. */
function reasonLines(step: TrailStep, style: Style, width: number, indent: string): string[] {
  const lines = wrap(oneLine(step.because), width)
  const written = lines.map((line) => indent + line)
  if (!step.at) return written
  const place = showPlace(step.at)
  const last = lines.at(-1) ?? ''
  if (displayWidth(last) + 2 + displayWidth(place) > width) return [...written, indent + style.dim(place)]
  return [...written.slice(0, -1), `${indent}${last}  ${style.dim(place)}`]
}

function missingLines({ missing }: AdmittedPod, style: Style, width: number): string[] {
  if (missing.length === 0) return []
  const lines = ['', `  ${style.dim('missing')}`]
  for (const { what, hint, at } of missing) {
    const place = at ? style.dim(`  ${showPlace(at)}`) : ''
    lines.push(`    ${style.yellow('?')} ${oneLine(what)}${place}`)
    lines.push(...wrap(oneLine(hint), width - 8).map((line, index) => `      ${index === 0 ? '→' : ' '} ${line}`))
  }
  return lines
}

/** Every workload on one line, by verdict as the run counts them: for `why` without a name. */
export function whyOverview(pods: readonly AdmittedPod[], options: WhyOptions): string {
  const style = styleOf(options.color)
  const rows = pods.map((pod) => ({ pod, title: showResource(pod.owner), verdict: showVerdict(pod.verdict) }))
  const titles = greatest(rows.map(({ title }) => displayWidth(title)))
  const lines: string[] = []
  for (const [path, group] of groupBy(rows, ({ pod }) => pod.owner.file.path)) {
    lines.push(style.underline(oneLine(path)))
    for (const { pod, title, verdict } of group) {
      const painted = verdictPaint(pod.verdict, style)(verdict.padEnd('not injected'.length))
      lines.push(`  ${padColumns(title, titles)}  ${painted}  ${style.dim(inShort(pod))}`.trimEnd())
    }
  }
  return `${[...lines, '', `${count(pods.length, 'workload')}; meshlint why NAME shows the way to a verdict`].join('\n')}\n`
}

/** Why, in one line: what is missing, what was answered, or what settled it. */
export function inShort(pod: PodOutcome): string {
  if (pod.verdict === 'unknown') return `missing: ${pod.missing.map(({ what }) => oneLine(what)).join('; ')}`
  const reason = pod.message ?? decisive(pod)?.because
  return reason === undefined ? 'no webhook of Istio is called for its pods' : oneLine(reason)
}
