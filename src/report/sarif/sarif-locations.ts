import type { CodeFlow, Location, PhysicalLocation, ThreadFlowLocation } from 'sarif'
import type { SourceLocation } from '../../base/source-file.ts'
import { resourceName } from '../../engine/problem-of.ts'
import type { AdmittedPod, TrailStep } from '../../injection/admitted-pod.ts'
import type { Problem } from '../../rule/problem.ts'
import { showVerdict } from '../stylish/summary-text.ts'
import { placeOfResource, showResource } from '../text/places.ts'
import { pathUri } from './git-path.ts'

/** All four numbers of the region: GitHub asks for each of them. The end column is exclusive. */
export function physicalLocation({ file, span }: SourceLocation, fromGitRoot: string): PhysicalLocation {
  const start = file.position(span.start)
  const end = file.position(span.end)
  return {
    artifactLocation: { uri: pathUri(file.path, fromGitRoot) },
    region: {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
    },
  }
}

/** Where a problem is: one place, and the object it is of. */
export function problemLocation({ at, resource }: Problem, fromGitRoot: string): Location {
  const location: Location = { physicalLocation: physicalLocation(at, fromGitRoot) }
  if (!resource || resource.name === null) return location
  const { kind, namespace, name } = resource
  const fullyQualifiedName = [kind, ...(namespace ? [namespace] : []), name].join('/')
  return { ...location, logicalLocations: [{ name, fullyQualifiedName, kind: 'resource' }] }
}

/** The trail of a problem as a way to walk: webhook by webhook, the injector, and last the pod. */
export function codeFlow(problem: Problem, workloads: readonly AdmittedPod[], fromGitRoot: string): CodeFlow[] {
  if (problem.trail.length === 0) return []
  const pod = podOf(problem, workloads)
  const end = pod ? placeOfResource(pod.owner) : problem.at
  const steps = problem.trail.map((step) => stepLocation(step, end, fromGitRoot))
  steps.push({
    physicalLocation: physicalLocation(end, fromGitRoot),
    message: { text: pod ? `${showResource(pod.owner)}: ${showVerdict(pod.verdict)}` : 'the pod' },
  })
  const last = steps.length - 1
  const locations = steps.map(
    (location, index): ThreadFlowLocation => ({
      location,
      executionOrder: index + 1,
      importance: index === last || decides(problem.trail[index]) ? 'essential' : 'important',
    }),
  )
  return [{ threadFlows: [{ locations }] }]
}

function decides(step: TrailStep | undefined): boolean {
  return step !== undefined && step.outcome !== 'not-matched'
}

/**
 * One step. A webhook of the embedded defaults is written nowhere: what it looked at is the pod, so the step stands there,
 * since GitHub takes no location without a file; its logical location still names the webhook.
 */
function stepLocation(step: TrailStep, pod: SourceLocation, fromGitRoot: string): Location {
  const name = step.configuration ? `${step.configuration}/${step.name}` : step.name
  return {
    physicalLocation: physicalLocation(step.at ?? pod, fromGitRoot),
    logicalLocations: [{ name: step.name, fullyQualifiedName: name, kind: step.stage }],
    message: { text: `${step.name} ${step.outcome.replace('-', ' ')}: ${step.because}` },
  }
}

/** The pod that a problem's trail is of: the very one, else the workload of that name. */
function podOf({ trail, resource, at }: Problem, workloads: readonly AdmittedPod[]): AdmittedPod | undefined {
  const same = workloads.find((pod) => pod.trail === trail || pod.exceptions.some((one) => one.trail === trail))
  if (same || !resource) return same
  const named = workloads.filter(({ owner }) => {
    const name = resourceName(owner)
    return name.kind === resource.kind && name.name === resource.name && name.namespace === resource.namespace
  })
  return named.find(({ owner }) => owner.file.path === at.file.path) ?? named[0]
}
