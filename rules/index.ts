import type { AnyRule } from '../src/rule/index.ts'
import runAsIdReserved from './identity/run-as-id-reserved.ts'
import sidecarMissing from './injection/sidecar-missing.ts'
import containerPortReserved from './ports/container-port-reserved.ts'
import probePortReserved from './ports/probe-port-reserved.ts'
import serviceTargetPortReserved from './ports/service-target-port-reserved.ts'
import statefulsetServiceUnfit from './statefulset/statefulset-service-unfit.ts'
import keyDuplicate from './text/key-duplicate.ts'
import textDropped from './text/text-dropped.ts'
import textInvalidUtf8 from './text/text-invalid-utf8.ts'

/** Every rule, sorted by id. */
export const rules: readonly AnyRule[] = [
  containerPortReserved,
  keyDuplicate,
  probePortReserved,
  runAsIdReserved,
  serviceTargetPortReserved,
  sidecarMissing,
  statefulsetServiceUnfit,
  textDropped,
  textInvalidUtf8,
]
