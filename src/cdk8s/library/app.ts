import { ApiObject } from './api-object.ts'
import { Construct } from './constructs.ts'
import { environment, type Loose, registerApp, unknownValue } from './native.ts'
import { commonResolvers } from './resolve.ts'
import { chartsOf, synthesise, type Written, YamlOutputType } from './synth.ts'

/** The root of a program's charts (cdk8s 2.70.106, lib/app.js). */
export class App extends Construct {
  static of(construct: Construct): Construct {
    return construct.node.root
  }

  readonly outdir: string
  readonly outputFileExtension: string
  readonly yamlOutputType: number
  readonly resolvers: Loose[]
  private synthesised: Written[] | undefined = undefined

  constructor(props: Loose = {}) {
    super(undefined, '')
    this.outdir = props.outdir ?? environment('CDK8S_OUTDIR') ?? 'dist'
    this.outputFileExtension = props.outputFileExtension ?? '.k8s.yaml'
    this.yamlOutputType = props.yamlOutputType ?? YamlOutputType.FILE_PER_CHART
    this.resolvers = [...(props.resolvers ?? []), ...commonResolvers()]
    registerApp(this)
  }

  get charts(): Construct[] {
    return chartsOf(this)
  }

  synth(): void {
    this.synthesised = synthesise(this)
  }

  synthYaml(): string {
    this.synthesised = synthesise(this)
    return unknownValue('the text that synthYaml returns', 'do not let objects depend on this text')
  }

  /** What the last synthesis wrote, or what one would write now. */
  _written(): Written[] {
    return this.synthesised ?? synthesise(this)
  }
}

/** What synthesis of an app writes, in order, each object with its file; throws as synthesis does. */
export function objectsOf(app: App): Written[] {
  return app._written()
}

/** The objects of an app in the order of its tree, not yet rendered: what is left to read after a failure. */
export function apiObjectsOf(app: App): Construct[] {
  return app.node.findAll().filter((one) => one instanceof ApiObject)
}
