import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SourceFile } from '../base/source-file.ts'
import { type Node, textAt } from '../base/tree.ts'
import { kindNameOf, kinds } from '../istio/known-kinds.ts'
import { createResource, type Resource } from '../kube/resource.ts'
import { isWorkload } from '../kube/workload.ts'
import { readText } from '../yaml/read-text.ts'
import { jsonLines } from './lines.ts'
import { sharedFolder } from './shared.ts'
import { treeOf } from './tree-of.ts'

/** A call of a webhook as the API server's audit log had it. */
export interface RecordedCall {
  readonly configuration: string
  readonly webhook: string
  readonly mutated: boolean
  readonly round?: 1
  readonly failedOpen?: true
}

export interface RecordedPod {
  readonly name: string
  readonly verdict: 'injected' | 'not-injected' | 'rejected'
  readonly webhooks: readonly RecordedCall[]
  readonly message?: string
  /** The pod as stored; of the copied cases only its labels. */
  readonly pod?: {
    readonly metadata: {
      readonly name?: string
      readonly generateName?: string
      readonly labels?: Readonly<Record<string, string>>
    }
    readonly spec?: object
  }
}

interface PlainObject {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
}

/** A case of `oracle/cluster`: its README tells the format. */
export interface ClusterCase {
  readonly id: string
  readonly level: 1 | 2 | 3
  readonly installation: string
  readonly focus: string
  /** The Namespace first, the workload last. */
  readonly objects: readonly PlainObject[]
  readonly expect: {
    readonly workload: { readonly kind: string; readonly namespace: string; readonly name: string }
    readonly workloadRejected?: string
    readonly objectsRejected?: readonly { readonly kind: string; readonly name: string; readonly message: string }[]
    readonly pods: readonly RecordedPod[]
  }
}

/** One recording: a version's installations, by name, and its cases. */
export interface Recording {
  readonly name: string
  /** `1.31`. */
  readonly istioVersion: string
  readonly installations: ReadonlyMap<string, readonly Resource[]>
  readonly cases: readonly ClusterCase[]
}

const copies = fileURLToPath(new URL('../../test-fixtures/oracle/cluster', import.meta.url))

/** The copied cases, whose installations are reduced to what decides injection. */
export function copiedRecording(): Recording {
  const written: Record<string, readonly unknown[]> = JSON.parse(readFileSync(`${copies}/installations.json`, 'utf8'))
  const installations = Object.entries(written).map(([name, objects]) => {
    return [name, objects.map((object) => resourceOf(treeOf(object, `${name}.json`)))] as const
  })
  return {
    name: 'copied',
    istioVersion: '1.30',
    installations: new Map(installations),
    cases: jsonLines(`${copies}/cases.ndjson`),
  }
}

let shared: readonly Recording[] | undefined

/** All recordings beside this repository, read once; none where they are not there. */
export function sharedRecordings(): readonly Recording[] {
  shared ??= readRecordings()
  return shared
}

function readRecordings(): readonly Recording[] {
  const folder = sharedFolder('oracle/cluster')
  if (!folder) return []
  const names = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/cases.ndjson`))
  return names.map((name) => {
    let installations: Recording['installations'] | undefined
    return {
      name,
      istioVersion: name.replace('istio-', ''),
      get installations() {
        installations ??= installationsIn(`${folder}/${name}/installations`)
        return installations
      },
      cases: jsonLines<ClusterCase>(`${folder}/${name}/cases.ndjson`),
    }
  })
}

function installationsIn(folder: string): ReadonlyMap<string, readonly Resource[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return new Map(
    files.map((name) => {
      const { documents } = readText(new SourceFile(name, readFileSync(`${folder}/${name}`, 'utf8')))
      return [name.slice(0, -'.yaml'.length), documents.flatMap(({ root }) => (root ? [resourceOf(root)] : []))]
    }),
  )
}

/** A complete stored pod with the case that it is of. */
export interface StoredCase {
  readonly recorded: ClusterCase
  /** The objects of the case's installation; of a copied one those that decide injection. */
  installation(): readonly Resource[]
  readonly name: string
  readonly verdict: RecordedPod['verdict']
  readonly pod: object
  /** Whose webhooks changed it. */
  readonly changed: 'by nobody' | 'by Istio' | 'by others'
}

/** Every stored pod that is recorded completely: the copied ones, and all where the recordings are there. */
export function storedCases(): readonly StoredCase[] {
  const copied = { ...copiedRecording(), cases: jsonLines<ClusterCase>(`${copies}/pods.ndjson`) }
  const whole = { ...copied, installations: withInjectors(copied) }
  return [whole, ...sharedRecordings()].flatMap((recording) =>
    recording.cases.flatMap((recorded) => storedOf(recorded, recording)),
  )
}

/** The installations of the copied cases by the ids of these, with all that the injector is set to where it acted. */
function withInjectors({ cases, installations }: Recording): ReadonlyMap<string, readonly Resource[]> {
  const written: Readonly<Record<string, readonly unknown[]>> = JSON.parse(
    readFileSync(`${copies}/injectors.json`, 'utf8'),
  )
  return new Map(
    cases.map(({ id, installation }) => {
      const objects = installations.get(installation) ?? []
      const injector = written[`${id.startsWith('q') ? 'istio-1.31' : 'istio-1.30'} ${installation}`]
      if (!injector) return [id, objects]
      const rest = objects.filter(({ kind }) => kind !== 'ConfigMap')
      return [id, [...rest, ...injector.map((object) => resourceOf(treeOf(object, 'injector.json')))]]
    }),
  )
}

function storedOf(recorded: ClusterCase, recording: Recording): readonly StoredCase[] {
  return recorded.expect.pods.flatMap(({ name, verdict, webhooks, pod }): readonly StoredCase[] => {
    if (!pod?.spec) return []
    const mutated = webhooks.filter((call) => call.mutated)
    const isOthers = mutated.some(({ webhook }) => !webhook.endsWith('.sidecar-injector.istio.io'))
    const changed = isOthers ? 'by others' : mutated.length > 0 ? 'by Istio' : 'by nobody'
    const installation = () =>
      recording.installations.get(recorded.id) ?? recording.installations.get(recorded.installation) ?? []
    return [{ recorded, installation, name, verdict, pod: masked(pod), changed }]
  })
}

/** The recordings mask the random end of a name only where the name was not cut before it. */
function masked<P extends NonNullable<RecordedPod['pod']>>(pod: P): P {
  const { name = '', generateName } = pod.metadata
  const isCut = generateName !== undefined && name.length === 63 && !name.startsWith(generateName)
  return isCut ? { ...pod, metadata: { ...pod.metadata, name: `${name.slice(0, 58)}X` } } : pod
}

/** The objects of a case. */
export function caseResources({ id, objects }: ClusterCase): readonly Resource[] {
  return objects.map((object) => resourceOf(treeOf(object, `${id}.json`)))
}

/** An object of an oracle or of a test, as reading its manifest would give it. */
export function resourceOf(root: Node): Resource {
  const apiVersion = textAt(root, 'apiVersion') ?? ''
  const kind = textAt(root, 'kind') ?? ''
  const known = kindNameOf(apiVersion, kind)
  const kindName = known ?? (isWorkload(root, 'Other') ? 'CustomWorkload' : 'Other')
  const { shape, scope } = kinds[kindName]
  return createResource<unknown>({ root, shape, apiVersion, kind, kindName, scope })
}
