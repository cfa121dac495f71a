import { known, type Maybe, type Snapshot, showName, unknown } from '../../src/rule/index.ts'

/** Istio 1.`minor` that is asked for; unknown where the unit holds injectors, which may be of other versions. */
export function minorOf(istioVersion: string, snapshot: Pick<Snapshot<'ConfigMap'>, 'all'>): Maybe<number> {
  const injector = snapshot.all('ConfigMap').find((one) => showName(one).startsWith('istio-sidecar-injector'))
  if (!injector) return known(Number(istioVersion.split('.')[1]))
  const hint = 'lint the manifests of the injector apart from those of its pods'
  return unknown({ what: 'the version of Istio that reads them', hint, at: injector.at(['metadata', 'name']) })
}

/** The oldest version that is told apart: Istio 1.20. */
export const oldestMinor = 20
