import { IntOrString } from './k8s.ts'
import { environment, isKnown, type Loose, unknownValue } from './native.ts'
import { undefinedIfEmpty } from './plus-empty.ts'
import { EnvFieldPaths } from './plus-enums.ts'

/** The environment of a container (cdk8s-plus-33 2.5.57, lib/container.js). */

/** The value of one variable. */
export class EnvValue {
  static fromConfigMap(configMap: Loose, key: string, options: Loose = {}): EnvValue {
    return new EnvValue(undefined, { configMapKeyRef: { name: configMap.name, key, optional: options.optional } })
  }

  static fromSecretValue(value: Loose, options: Loose = {}): EnvValue {
    return new EnvValue(undefined, {
      secretKeyRef: { name: value.secret.name, key: value.key, optional: options.optional },
    })
  }

  static fromValue(value: Loose): EnvValue {
    return new EnvValue(value, undefined)
  }

  static fromFieldRef(fieldPath: string, options: Loose = {}): EnvValue {
    const needsKey = fieldPath === EnvFieldPaths.POD_LABEL || fieldPath === EnvFieldPaths.POD_ANNOTATION
    if (needsKey && options.key === undefined) throw new Error(`${fieldPath} requires a key`)
    const path = needsKey ? `${fieldPath}['${options.key}']` : fieldPath
    const version = options.apiVersion ? { apiVersion: options.apiVersion } : {}
    return new EnvValue(undefined, { fieldRef: { fieldPath: path, ...version } })
  }

  static fromResource(resource: string, options: Loose = {}): EnvValue {
    const divisor = options.divisor ? { divisor: IntOrString.fromString(options.divisor) } : {}
    const container = options.container ? { containerName: options.container.name } : {}
    return new EnvValue(undefined, { resourceFieldRef: { resource, ...divisor, ...container } })
  }

  static fromProcess(key: string, options: Loose = {}): EnvValue {
    const value =
      environment(key) ?? unknownValue(`the environment variable "${key}"`, `state it with --env ${key}=VALUE`)
    if (options.required && isKnown(value) && !value) throw new Error(`Missing ${key} env variable`)
    return EnvValue.fromValue(value)
  }

  readonly value: Loose
  readonly valueFrom: Loose

  private constructor(value: Loose, valueFrom: Loose) {
    this.value = value
    this.valueFrom = valueFrom
  }
}

/** All entries of a ConfigMap or Secret as variables. */
export class EnvFrom {
  private readonly configMap: Loose
  private readonly prefix: Loose
  private readonly secret: Loose

  constructor(configMap?: Loose, prefix?: Loose, secret?: Loose) {
    this.configMap = configMap
    this.prefix = prefix
    this.secret = secret
  }

  _toKube(): Loose {
    return {
      configMapRef: this.configMap ? { name: this.configMap.name } : undefined,
      secretRef: this.secret ? { name: this.secret.name } : undefined,
      prefix: this.prefix,
    }
  }
}

/** The variables of a container. */
export class Env {
  static fromConfigMap(configMap: Loose, prefix?: Loose): EnvFrom {
    return new EnvFrom(configMap, prefix, undefined)
  }

  static fromSecret(secret: Loose): EnvFrom {
    return new EnvFrom(undefined, undefined, secret)
  }

  private readonly _sources: Loose
  private readonly _variables: Loose

  constructor(sources: Loose, variables: Loose) {
    this._sources = sources
    this._variables = variables
  }

  addVariable(name: string, value: EnvValue): void {
    this._variables[name] = value
  }

  get variables(): Loose {
    return { ...this._variables }
  }

  copyFrom(from: EnvFrom): void {
    this._sources.push(from)
  }

  get sources(): EnvFrom[] {
    return [...this._sources]
  }

  _toKube(): Loose {
    const variables = Object.entries(this._variables).map(([name, one]: [string, Loose]) => ({
      name,
      value: one.value,
      valueFrom: one.valueFrom,
    }))
    return {
      from: undefinedIfEmpty(this._sources.map((source: Loose) => source._toKube())),
      variables: undefinedIfEmpty(variables),
    }
  }
}
