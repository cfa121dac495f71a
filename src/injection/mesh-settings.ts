import { known, type Maybe, mapMaybe, thenMaybe } from '../base/maybe.ts'
import { minorOf, newestMinor } from '../istio/istio-versions.ts'
import { flag, integer, object, type Shape, text } from '../kube/shape.ts'
import { type View, viewOf } from '../kube/view.ts'
import type { InjectorSource } from '../sidecar/injector-source.ts'

/** What of the mesh's settings decides whether an injector rejects a pod. */
export interface MeshSettings {
  /** Istio 1.`minor`. */
  readonly minor: number
  readonly prometheusMerge: Maybe<boolean>
  readonly statusPort: Maybe<number>
}

const meshShape = object({
  enablePrometheusMerge: flag,
  defaultConfig: object({ statusPort: integer }),
})

const valuesShape = object({ global: object({ tag: text }) })

/** The settings of one revision that reject pods; the version is that of the image's tag, where that says one. */
export function meshSettings(source: Pick<InjectorSource, 'mesh' | 'values'>, istioVersion: string): MeshSettings {
  const mesh = viewedAs(source.mesh, meshShape)
  const values = viewedAs(source.values, valuesShape)
  const tag = thenMaybe(values, (one) => one.get('global', 'tag'))
  const minor = (tag.known && tag.value && minorOf(tag.value)) || minorOf(istioVersion) || newestMinor
  return {
    minor,
    prometheusMerge: thenMaybe(mesh, (one) => mapMaybe(one.get('enablePrometheusMerge'), (said) => said ?? true)),
    statusPort: thenMaybe(mesh, (one) => mapMaybe(one.get('defaultConfig', 'statusPort'), (said) => said ?? 15020)),
  }
}

function viewedAs<Body>(part: InjectorSource['mesh'], shape: Shape<Body>): Maybe<View<Body>> {
  return part.known ? known(viewOf(part.value, shape)) : part
}
