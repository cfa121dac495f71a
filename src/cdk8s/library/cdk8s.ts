/** The package `cdk8s` 2 (2.70.106), and what the interpreter asks of it. */

export { ApiObject } from './api-object.ts'
export { App, apiObjectsOf, objectsOf } from './app.ts'
export { Chart } from './chart.ts'
export { DependencyGraph, DependencyVertex } from './dependency.ts'
export { Helm, Include } from './include.ts'
export { JsonPatch } from './json-patch.ts'
export { ApiObjectMetadataDefinition } from './metadata.ts'
export { Names } from './names.ts'
export {
  ImplicitTokenResolver,
  Lazy,
  LazyResolver,
  NumberStringUnionResolver,
  ResolutionContext,
  resolve,
} from './resolve.ts'
export { YamlOutputType } from './synth.ts'
export { Testing } from './testing.ts'
export { Cron, Duration, Size, SizeRoundingBehavior } from './units.ts'
export { Yaml } from './yaml.ts'
