import type { Construct } from './constructs.ts'
import { KubeCronJob, KubeDaemonSet, KubeJob } from './k8s.ts'
import { isKnown, type Loose } from './native.ts'
import { ConcurrencyPolicy, RestartPolicy } from './plus-enums.ts'
import { Workload } from './plus-workload.ts'
import { Lazy } from './resolve.ts'
import { Duration } from './units.ts'

/** DaemonSets, Jobs and CronJobs (cdk8s-plus-33 2.5.57, lib/daemon-set.js, lib/job.js, lib/cron-job.js). */

/** A DaemonSet. */
export class DaemonSet extends Workload {
  readonly resourceType = 'daemonsets'
  readonly minReadySeconds: Loose

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id, props)
    this.apiObject = new KubeDaemonSet(this, 'Resource', {
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this._toKube() }),
    })
    this.minReadySeconds = props.minReadySeconds ?? 0
    if (this.isolate) this.connections.isolate()
  }

  _toKube(): Loose {
    return {
      minReadySeconds: this.minReadySeconds,
      template: this._toTemplate(),
      selector: this._toLabelSelector(),
    }
  }
}

/** The properties of a pod that ends. */
function endingProps(props: Loose): Loose {
  return { restartPolicy: RestartPolicy.NEVER, select: false, ...props }
}

/** A Job. */
export class Job extends Workload {
  readonly resourceType = 'jobs'
  readonly activeDeadline: Loose
  readonly backoffLimit: Loose
  readonly ttlAfterFinished: Loose

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id, endingProps(props))
    this.apiObject = new KubeJob(this, 'Resource', {
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this._toKube() }),
    })
    this.activeDeadline = props.activeDeadline
    this.backoffLimit = props.backoffLimit
    this.ttlAfterFinished = props.ttlAfterFinished
    if (this.isolate) this.connections.isolate()
  }

  _toKube(): Loose {
    return {
      template: this._toTemplate(),
      activeDeadlineSeconds: this.activeDeadline?.toSeconds(),
      backoffLimit: this.backoffLimit,
      ttlSecondsAfterFinished: this.ttlAfterFinished?.toSeconds(),
    }
  }
}

function refuseSettings(props: Loose): void {
  const deadline = props.startingDeadline?.toSeconds()
  if (deadline !== undefined && isKnown(deadline) && deadline < 10)
    throw new Error(
      `The 'startingDeadline' property cannot be less than 10 seconds since the Kubernetes CronJobController checks things every 10 seconds. The value passed is: ${deadline}`,
    )
  const isRetained = props.successfulJobsRetained !== undefined || props.failedJobsRetained !== undefined
  if (props.ttlAfterFinished !== undefined && isRetained)
    throw new Error(
      "The 'ttlAfterFinished' property cannot be set if 'successfulJobsRetained' property or 'failedJobsRetained' property is set.",
    )
}

/** A CronJob. */
export class CronJob extends Workload {
  readonly resourceType = 'cronjob'
  readonly schedule: Loose
  readonly timeZone: Loose
  readonly concurrencyPolicy: string
  readonly startingDeadline: Loose
  readonly suspend: Loose
  readonly successfulJobsRetained: Loose
  readonly failedJobsRetained: Loose
  private readonly jobProperties: Loose

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id, endingProps(props))
    this.apiObject = new KubeCronJob(this, 'Resource', {
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this._toKube() }),
    })
    refuseSettings(props)
    if (this.isolate) this.connections.isolate()
    this.schedule = props.schedule
    this.timeZone = props.timeZone
    this.concurrencyPolicy = props.concurrencyPolicy ?? ConcurrencyPolicy.FORBID
    this.startingDeadline = props.startingDeadline ?? Duration.seconds(10)
    this.suspend = props.suspend ?? false
    this.successfulJobsRetained = props.successfulJobsRetained ?? 3
    this.failedJobsRetained = props.failedJobsRetained ?? 1
    const { activeDeadline, backoffLimit, ttlAfterFinished } = props
    this.jobProperties = { activeDeadline, backoffLimit, ttlAfterFinished }
  }

  _toKube(): Loose {
    return {
      concurrencyPolicy: this.concurrencyPolicy,
      failedJobsHistoryLimit: this.failedJobsRetained,
      jobTemplate: { spec: this._toJobSpec() },
      schedule: this.schedule.expressionString,
      startingDeadlineSeconds: this.startingDeadline.toSeconds(),
      successfulJobsHistoryLimit: this.successfulJobsRetained,
      suspend: this.suspend,
      timeZone: this.timeZone,
    }
  }

  private _toJobSpec(): Loose {
    return {
      template: this._toTemplate(),
      activeDeadlineSeconds: this.jobProperties.activeDeadline?.toSeconds(),
      backoffLimit: this.jobProperties.backoffLimit,
      ttlSecondsAfterFinished: this.jobProperties.ttlAfterFinished?.toSeconds(),
    }
  }
}
