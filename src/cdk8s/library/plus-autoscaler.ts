import type { Construct } from './constructs.ts'
import { KubeHorizontalPodAutoscalerV2, Quantity } from './k8s.ts'
import { isKnown, type Loose } from './native.ts'
import { ScalingStrategy } from './plus-enums.ts'
import { Resource } from './plus-resource.ts'
import { Lazy } from './resolve.ts'
import { Duration } from './units.ts'

/** Autoscalers (cdk8s-plus-33 2.5.57, lib/horizontal-pod-autoscaler.js). */

/** How much of a metric is wanted. */
export class MetricTarget {
  static value(value: number): MetricTarget {
    return new MetricTarget({ type: 'Value', value: Quantity.fromNumber(value) })
  }

  static averageValue(averageValue: number): MetricTarget {
    return new MetricTarget({ type: 'AverageValue', averageValue: Quantity.fromNumber(averageValue) })
  }

  static averageUtilization(averageUtilization: number): MetricTarget {
    return new MetricTarget({ type: 'Utilization', averageUtilization })
  }

  private readonly metric: Loose

  private constructor(metric: Loose) {
    this.metric = metric
  }

  _toKube(): Loose {
    return this.metric
  }
}

function metricName(options: Loose): Loose {
  return { name: options.name, selector: options.labelSelector?._toKube() }
}

/** What an autoscaler looks at. */
export class Metric {
  static containerCpu(options: Loose): Metric {
    return Metric.ofContainer('cpu', options)
  }

  static containerMemory(options: Loose): Metric {
    return Metric.ofContainer('memory', options)
  }

  static containerStorage(options: Loose): Metric {
    return Metric.ofContainer('storage', options)
  }

  static containerEphemeralStorage(options: Loose): Metric {
    return Metric.ofContainer('ephemeral-storage', options)
  }

  static external(options: Loose): Metric {
    return new Metric({
      type: 'External',
      external: { metric: metricName(options), target: options.target._toKube() },
    })
  }

  static object(options: Loose): Metric {
    const { apiVersion, kind, name } = options.object
    return new Metric({
      type: 'Object',
      object: {
        describedObject: { apiVersion, kind, name },
        metric: metricName(options),
        target: options.target._toKube(),
      },
    })
  }

  static pods(options: Loose): Metric {
    return new Metric({ type: 'Pods', pods: { metric: metricName(options), target: options.target._toKube() } })
  }

  static resourceCpu(target: MetricTarget): Metric {
    return Metric.ofResource('cpu', target)
  }

  static resourceMemory(target: MetricTarget): Metric {
    return Metric.ofResource('memory', target)
  }

  static resourceStorage(target: MetricTarget): Metric {
    return Metric.ofResource('storage', target)
  }

  static resourceEphemeralStorage(target: MetricTarget): Metric {
    return Metric.ofResource('ephemeral-storage', target)
  }

  private static ofContainer(name: string, options: Loose): Metric {
    const container = options.container.name
    return new Metric({
      type: 'ContainerResource',
      containerResource: { name, container, target: options.target._toKube() },
    })
  }

  private static ofResource(name: string, target: MetricTarget): Metric {
    return new Metric({ type: 'Resource', resource: { name, target: target._toKube() } })
  }

  readonly type: string
  private readonly metric: Loose

  private constructor(metric: Loose) {
    this.type = metric.type
    this.metric = metric
  }

  _toKube(): Loose {
    return this.metric
  }
}

/** How many pods one step may add or remove. */
export class Replicas {
  static percent(value: number): Replicas {
    return new Replicas({ type: 'Percent', value })
  }

  static absolute(value: number): Replicas {
    return new Replicas({ type: 'Pods', value })
  }

  private readonly replicas: Loose

  private constructor(replicas: Loose) {
    this.replicas = replicas
  }

  _toKube(): Loose {
    return { ...this.replicas }
  }
}

function isOutside(seconds: number, least: number, most: number): boolean {
  return isKnown(seconds) && !(least <= seconds && seconds <= most)
}

function validateRules(direction: string, rules: Loose): void {
  const window = rules?.stabilizationWindow
  if (window !== undefined && isOutside(window.toSeconds(), 0, 3600))
    throw new Error(
      `'${direction}.stabilizationWindow' (${window.toHumanString()}) must be 0 seconds or more with a max of 1 hour.`,
    )
  for (const { duration } of rules?.policies ?? [])
    if (duration !== undefined && isOutside(duration.toSeconds(), 1, 1800))
      throw new Error(
        `'${direction}.policies' duration (${duration.toHumanString()}) is outside of the allowed range. Must be at least 1 second long and no longer than 30 minutes.`,
      )
}

function rulesOf(given: Loose, stabilizationWindow: Duration, policies: Loose[]): Loose {
  const own = given?.policies?.map((policy: Loose) => ({ duration: Duration.seconds(15), ...policy }))
  return { strategy: ScalingStrategy.MAX_CHANGE, stabilizationWindow, ...given, policies: own ?? policies }
}

function writtenRules(rules: Loose): Loose {
  return {
    policies: rules.policies?.map((policy: Loose) => ({
      ...policy.replicas._toKube(),
      periodSeconds: policy.duration?.toSeconds() ?? 15,
    })),
    selectPolicy: rules.strategy,
    stabilizationWindowSeconds: rules.stabilizationWindow?.toSeconds(),
  }
}

function hasAmounts(container: Loose): boolean {
  const { cpu, memory } = container.resources ?? {}
  return Boolean(cpu?.request || memory?.request || cpu?.limit || memory?.limit)
}

/** A HorizontalPodAutoscaler. */
export class HorizontalPodAutoscaler extends Resource {
  readonly resourceType = 'horizontalpodautoscaler'
  readonly target: Loose
  readonly maxReplicas: Loose
  readonly minReplicas: Loose
  readonly metrics: Loose
  readonly scaleUp: Loose
  readonly scaleDown: Loose

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id)
    this.apiObject = new KubeHorizontalPodAutoscalerV2(this, 'Resource', {
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this._toKube() }),
    })
    const { minReplicas, maxReplicas } = props
    if (isKnown(minReplicas) && isKnown(maxReplicas) && minReplicas && minReplicas > maxReplicas)
      throw new Error(
        `'minReplicas' (${minReplicas}) must be less than or equal to 'maxReplicas' (${maxReplicas}) in order for HorizontalPodAutoscaler to scale.`,
      )
    validateRules('scaleUp', props.scaleUp)
    validateRules('scaleDown', props.scaleDown)
    this.target = props.target
    this.target.markHasAutoscaler()
    this.maxReplicas = maxReplicas
    this.minReplicas = minReplicas ?? 1
    this.metrics = props.metrics
    const duration = Duration.minutes(1)
    this.scaleUp = rulesOf(props.scaleUp, Duration.seconds(0), [
      { replicas: Replicas.absolute(4), duration },
      { replicas: Replicas.percent(200), duration },
    ])
    this.scaleDown = rulesOf(props.scaleDown, Duration.minutes(5), [
      { replicas: Replicas.absolute(this.minReplicas), duration: Duration.minutes(5) },
    ])
    this.node.addValidation({ validate: () => this.problems() })
  }

  private problems(): string[] {
    const { replicas, containers } = this.target.toScalingTarget()
    const found: string[] = []
    if (isKnown(replicas) && replicas)
      found.push(`HorizontalPodAutoscaler target cannot have a fixed number of replicas (${replicas}).`)
    if (!this.metrics && !containers.some((container: Loose) => hasAmounts(container)))
      found.push(
        'If HorizontalPodAutoscaler does not have metrics defined, then every container in the target must have a CPU or memory resource constraint defined.',
      )
    return found
  }

  _toKube(): Loose {
    const { apiVersion, name, kind } = this.target.toScalingTarget()
    return {
      maxReplicas: this.maxReplicas,
      minReplicas: this.minReplicas,
      scaleTargetRef: { apiVersion, name, kind },
      metrics: this.metrics?.map((metric: Loose) => metric._toKube()),
      behavior: { scaleUp: writtenRules(this.scaleUp), scaleDown: writtenRules(this.scaleDown) },
    }
  }
}
