import type { Node } from '../../base/tree.ts'
import * as baseline from './baseline-checks.ts'
import { type PolicyPod, policyPod, type SecurityViolation } from './policy-pod.ts'
import * as restricted from './restricted-checks.ts'

type Level = 'baseline' | 'restricted'

interface Check {
  readonly check: (pod: PolicyPod) => SecurityViolation | undefined
  /** The first minor version of Kubernetes that has it. */
  readonly since: number
  /** From which version on another check of level `restricted` does its work there. */
  readonly replacedSince?: number
}

/** The checks of level `baseline` in the order of their ids (policy/registry.go). */
const baselineChecks: readonly Check[] = [
  { check: baseline.appArmorProfile, since: 0 },
  { check: baseline.capabilities, since: 0, replacedSince: 22 },
  { check: baseline.hostNamespaces, since: 0 },
  { check: baseline.hostPathVolumes, since: 0, replacedSince: 0 },
  { check: baseline.hostPorts, since: 0 },
  { check: baseline.hostProbes, since: 34 },
  { check: baseline.privileged, since: 0 },
  { check: baseline.procMount, since: 0, replacedSince: 35 },
  { check: baseline.seLinuxOptions, since: 0 },
  { check: baseline.seccompProfile, since: 19, replacedSince: 19 },
  { check: baseline.sysctls, since: 0 },
  { check: baseline.windowsHostProcess, since: 0 },
]

/** What level `restricted` has beyond that. */
const restrictedChecks: readonly Check[] = [
  { check: restricted.allowPrivilegeEscalation, since: 8 },
  { check: restricted.capabilities, since: 22 },
  { check: baseline.procMountAlways, since: 35 },
  { check: restricted.restrictedVolumes, since: 0 },
  { check: restricted.runAsNonRoot, since: 0 },
  { check: restricted.runAsUser, since: 23 },
  { check: restricted.seccompProfileSet, since: 19 },
]

/** The version whose checks `latest` means. */
const latest = 35

/**
 * The checks of a level that a pod fails: k8s.io/pod-security-admission v0.35.4, policy/check_*.go. Only what is
 * certain. `version` is what the Namespace says: `latest`, `v1.24`.
 */
export function securityViolations(pod: Node, level: Level, version: string): readonly SecurityViolation[] {
  const minor = Math.min(latest, Number(/^v1\.(\d+)$/.exec(version)?.[1] ?? latest))
  const read = policyPod(pod, minor)
  if (!read) return []
  const isRestricted = level === 'restricted'
  const checks = [
    ...baselineChecks.filter(
      ({ replacedSince }) => !(isRestricted && replacedSince !== undefined && minor >= replacedSince),
    ),
    ...(isRestricted ? restrictedChecks : []),
  ]
  return checks.flatMap(({ check, since }) => (minor >= since ? (check(read) ?? []) : []))
}
