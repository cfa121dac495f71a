import { bool, dyn, int, list, map, nullType, object, readType, showType, string, type Type, typeOf } from './types.ts'

/** One way to call a function. */
export interface Overload {
  readonly isMember: boolean
  readonly args: readonly Type[]
  readonly result: Type
}

const ordered = 'int uint double bool duration timestamp string bytes'.split(' ')
const numbers = ['int', 'uint', 'double']

function each(types: readonly string[], pattern: string): string {
  return types.map((type) => pattern.replaceAll('$', type)).join(' ')
}

const comparison = [
  'bool,bool:bool string,string:bool bytes,bytes:bool timestamp,timestamp:bool duration,duration:bool',
  ...numbers.map((left) => each(numbers, `${left},$:bool`)),
].join(' ')
const timeParts = 'timestamp.:int timestamp.string:int'
const timeAndDurationParts = `${timeParts} duration.:int`
const versioned = (name: string): string => `${name}.${name}:`

/**
 * The functions of a webhook's expressions, each overload as `receiver.arguments:result`, without a receiver and its
 * dot where it is no method. google/cel-go v0.26.0 (common/stdlib, cel/library.go, ext/strings.go, lists.go, sets.go,
 * comprehensions.go) and k8s.io/apiserver v0.35.4, pkg/cel/environment/base.go and pkg/cel/library.
 */
const signatures: Readonly<Record<string, string>> = {
  '_?_:_': 'bool,A,A:A',
  '_&&_': 'bool,bool:bool',
  '_||_': 'bool,bool:bool',
  '!_': 'bool:bool',
  '@not_strictly_false': 'bool:bool',
  '_==_': 'A,A:bool',
  '_!=_': 'A,A:bool',
  '_<_': comparison,
  '_<=_': comparison,
  '_>_': comparison,
  '_>=_': comparison,
  '_+_':
    'bytes,bytes:bytes double,double:double duration,duration:duration duration,timestamp:timestamp timestamp,duration:timestamp int,int:int list(A),list(A):list(A) string,string:string uint,uint:uint',
  '_-_':
    'double,double:double duration,duration:duration int,int:int timestamp,duration:timestamp timestamp,timestamp:duration uint,uint:uint',
  '_*_': 'double,double:double int,int:int uint,uint:uint',
  '_/_': 'double,double:double int,int:int uint,uint:uint',
  '_%_': 'int,int:int uint,uint:uint',
  '-_': 'double:double int:int',
  '_[_]': 'list(A),int:A map(A,B),A:B optional(list(V)),int:optional(V) optional(map(K,V)),K:optional(V)',
  '_[?_]':
    'list(V),int:optional(V) optional(list(V)),int:optional(V) map(K,V),K:optional(V) optional(map(K,V)),K:optional(V)',
  '@in': 'A,list(A):bool A,map(A,B):bool',
  size: `${each(['bytes', 'list(A)', 'map(A,B)', 'string'], '$:int $.:int')}`,
  type: 'A:type(A)',
  bool: 'bool:bool string:bool',
  bytes: 'bytes:bytes string:bytes',
  double: 'double:double int:double string:double uint:double',
  duration: 'duration:duration int:duration string:duration',
  dyn: 'A:dyn',
  int: 'int:int double:int duration:int string:int timestamp:int uint:int',
  string: each([...ordered.filter((type) => type !== 'bytes'), 'bytes', 'net.IP', 'net.CIDR'], '$:string'),
  timestamp: 'timestamp:timestamp int:timestamp string:timestamp',
  uint: 'uint:uint double:uint int:uint string:uint',
  matches: 'string,string:bool string.string:bool',
  startsWith: 'string.string:bool',
  endsWith: 'string.string:bool',
  contains: 'string.string:bool',
  getFullYear: timeParts,
  getMonth: timeParts,
  getDayOfYear: timeParts,
  getDayOfMonth: timeParts,
  getDate: timeParts,
  getDayOfWeek: timeParts,
  getHours: timeAndDurationParts,
  getMinutes: timeAndDurationParts,
  getSeconds: timeAndDurationParts,
  getMilliseconds: timeAndDurationParts,
  charAt: 'string.int:string',
  indexOf: 'string.string:int string.string,int:int list(T).T:int',
  lastIndexOf: 'string.string:int string.string,int:int list(T).T:int',
  join: 'list(string).:string list(string).string:string',
  lowerAscii: 'string.:string',
  upperAscii: 'string.:string',
  replace: 'string.string,string:string string.string,string,int:string',
  split: 'string.string:list(string) string.string,int:list(string)',
  substring: 'string.int:string string.int,int:string',
  trim: 'string.:string',
  format: 'string.list(dyn):string',
  'strings.quote': 'string:string',
  reverse: 'list(T).:list(T)',
  'sets.contains': 'list(T),list(T):bool',
  'sets.equivalent': 'list(T),list(T):bool',
  'sets.intersects': 'list(T),list(T):bool',
  slice: 'list(T).int,int:list(T)',
  flatten: 'list(list(T)).:list(T) list(dyn).int:list(dyn)',
  'lists.range': 'int:list(int)',
  distinct: 'list(T).:list(T)',
  sort: each(ordered, 'list($).:list($)'),
  '@sortByAssociatedKeys': each(ordered, 'list(T).list($):list(T)'),
  isSorted: each(ordered, 'list($).:bool'),
  sum: each(['int', 'uint', 'double', 'duration'], 'list($).:$'),
  max: each(ordered, 'list($).:$'),
  min: each(ordered, 'list($).:$'),
  find: 'string.string:string',
  findAll: 'string.string:list(string) string.string,int:list(string)',
  url: 'string:kubernetes.URL',
  isURL: 'string:bool',
  getScheme: 'kubernetes.URL.:string',
  getHost: 'kubernetes.URL.:string',
  getHostname: 'kubernetes.URL.:string',
  getPort: 'kubernetes.URL.:string',
  getEscapedPath: 'kubernetes.URL.:string',
  getQuery: 'kubernetes.URL.:map(string,list(string))',
  quantity: 'string:kubernetes.Quantity',
  isQuantity: 'string:bool',
  isInteger: 'kubernetes.Quantity.:bool',
  asInteger: 'kubernetes.Quantity.:int',
  asApproximateFloat: 'kubernetes.Quantity.:double',
  add: 'kubernetes.Quantity.kubernetes.Quantity:kubernetes.Quantity kubernetes.Quantity.int:kubernetes.Quantity',
  sub: 'kubernetes.Quantity.kubernetes.Quantity:kubernetes.Quantity kubernetes.Quantity.int:kubernetes.Quantity',
  isLessThan: each(['kubernetes.Quantity', 'kubernetes.Semver'], `${versioned('$')}bool`),
  isGreaterThan: each(['kubernetes.Quantity', 'kubernetes.Semver'], `${versioned('$')}bool`),
  compareTo: each(['kubernetes.Quantity', 'kubernetes.Semver'], `${versioned('$')}int`),
  semver: 'string:kubernetes.Semver string,bool:kubernetes.Semver',
  isSemver: 'string:bool string,bool:bool',
  major: 'kubernetes.Semver.:int',
  minor: 'kubernetes.Semver.:int',
  patch: 'kubernetes.Semver.:int',
  ip: 'string:net.IP net.CIDR.:net.IP',
  'ip.isCanonical': 'string:bool',
  isIP: 'string:bool',
  family: 'net.IP.:int',
  isLoopback: 'net.IP.:bool',
  isUnspecified: 'net.IP.:bool',
  isGlobalUnicast: 'net.IP.:bool',
  isLinkLocalMulticast: 'net.IP.:bool',
  isLinkLocalUnicast: 'net.IP.:bool',
  cidr: 'string:net.CIDR',
  isCIDR: 'string:bool',
  containsIP: 'net.CIDR.string:bool net.CIDR.net.IP:bool',
  containsCIDR: 'net.CIDR.string:bool net.CIDR.net.CIDR:bool',
  masked: 'net.CIDR.:net.CIDR',
  prefixLength: 'net.CIDR.:int',
  'format.named': 'string:optional(kubernetes.NamedFormat)',
  validate: 'kubernetes.NamedFormat.string:optional(list(string))',
  'optional.of': 'V:optional(V)',
  'optional.ofNonZeroValue': 'V:optional(V)',
  'optional.none': ':optional(V)',
  'optional.unwrap': 'list(optional(V)):list(V)',
  unwrapOpt: 'list(optional(V)).:list(V)',
  value: 'optional(V).:V',
  hasValue: 'optional(V).:bool',
  or: 'optional(V).optional(V):optional(V)',
  orValue: 'optional(V).V:V',
  first: 'list(V).:optional(V)',
  last: 'list(V).:optional(V)',
  'cel.@mapInsert': 'map(K,V),map(K,V):map(K,V) map(K,V),K,V:map(K,V)',
  path: 'kubernetes.authorization.Authorizer.string:kubernetes.authorization.PathCheck',
  group: 'kubernetes.authorization.Authorizer.string:kubernetes.authorization.GroupCheck',
  serviceAccount: 'kubernetes.authorization.Authorizer.string,string:kubernetes.authorization.Authorizer',
  resource: 'kubernetes.authorization.GroupCheck.string:kubernetes.authorization.ResourceCheck',
  ...Object.fromEntries(
    ['subresource', 'namespace', 'name', 'fieldSelector', 'labelSelector'].map((name) => [
      name,
      'kubernetes.authorization.ResourceCheck.string:kubernetes.authorization.ResourceCheck',
    ]),
  ),
  check:
    'kubernetes.authorization.PathCheck.string:kubernetes.authorization.Decision kubernetes.authorization.ResourceCheck.string:kubernetes.authorization.Decision',
  allowed: 'kubernetes.authorization.Decision.:bool',
  reason: 'kubernetes.authorization.Decision.:string',
  errored: 'kubernetes.authorization.Decision.:bool',
  error: 'kubernetes.authorization.Decision.:string',
  ...Object.fromEntries(
    [
      'dns1123Label',
      'dns1123Subdomain',
      'dns1035Label',
      'qualifiedName',
      'dns1123LabelPrefix',
      'dns1123SubdomainPrefix',
      'dns1035LabelPrefix',
      'labelValue',
      'uri',
      'uuid',
      'byte',
      'date',
      'datetime',
    ].map((name) => [`format.${name}`, ':kubernetes.NamedFormat']),
  ),
}

const read = new Map<string, readonly Overload[]>()

/** The overloads of a function in upstream's order; undefined for a name that is none. */
export function overloadsOf(name: string): readonly Overload[] | undefined {
  const text = Object.hasOwn(signatures, name) ? signatures[name] : undefined
  if (text === undefined) return undefined
  const found = read.get(name) ?? text.split(' ').map(readOverload)
  read.set(name, found)
  return found
}

function readOverload(text: string): Overload {
  const [before = '', result = ''] = text.split(':')
  const dot = /\.(?!URL|Quantity|Semver|IP|CIDR|NamedFormat|authorization|Authorizer|\w+Check|Decision)/.exec(before)
  const receiver = dot ? before.slice(0, dot.index) : undefined
  const args = argumentsOf(dot ? before.slice(dot.index + 1) : before)
  return {
    isMember: receiver !== undefined,
    args: (receiver === undefined ? args : [receiver, ...args]).map(readType),
    result: readType(result),
  }
}

function argumentsOf(text: string): readonly string[] {
  if (text === '') return []
  let depth = 0
  const args = ['']
  for (const one of text) {
    if (one === '(') depth++
    if (one === ')') depth--
    if (one === ',' && depth === 0) args.push('')
    else args.push((args.pop() ?? '') + one)
  }
  return args
}

const texts = map(string, string)
const groupVersionKind = { group: string, version: string, kind: string }
const groupVersionResource = { group: string, version: string, resource: string }

/** k8s.io/apiserver v0.35.4, pkg/admission/plugin/cel/compile.go: BuildRequestType and BuildNamespaceType. */
const objects: Readonly<Record<string, Readonly<Record<string, Type>>>> = {
  'kubernetes.GroupVersionKind': groupVersionKind,
  'kubernetes.GroupVersionResource': groupVersionResource,
  'kubernetes.UserInfo': { username: string, uid: string, groups: list(string), extra: map(string, list(string)) },
  'kubernetes.AdmissionRequest': {
    kind: object('kubernetes.GroupVersionKind'),
    resource: object('kubernetes.GroupVersionResource'),
    subResource: string,
    requestKind: object('kubernetes.GroupVersionKind'),
    requestResource: object('kubernetes.GroupVersionResource'),
    requestSubResource: string,
    name: string,
    namespace: string,
    operation: string,
    userInfo: object('kubernetes.UserInfo'),
    dryRun: bool,
    options: dyn,
  },
  'kubernetes.NamespaceMetadata': {
    name: string,
    generateName: string,
    namespace: string,
    labels: texts,
    annotations: texts,
    UID: string,
    creationTimestamp: readType('timestamp'),
    deletionGracePeriodSeconds: int,
    deletionTimestamp: readType('timestamp'),
    generation: int,
    resourceVersion: string,
    finalizers: list(string),
  },
  'kubernetes.NamespaceSpec': { finalizers: list(string) },
  'kubernetes.NamespaceStatus': { phase: string },
  'kubernetes.Namespace': {
    metadata: object('kubernetes.NamespaceMetadata'),
    spec: object('kubernetes.NamespaceSpec'),
    status: object('kubernetes.NamespaceStatus'),
  },
}

export function fieldOf(objectName: string, field: string): Type | undefined {
  const fields = objects[objectName]
  return fields && Object.hasOwn(fields, field) ? fields[field] : undefined
}

/** The variables of a webhook's expressions. */
export const variables: ReadonlyMap<string, Type> = new Map([
  ['object', dyn],
  ['oldObject', dyn],
  ['request', object('kubernetes.AdmissionRequest')],
  ['namespaceObject', object('kubernetes.Namespace')],
  ['authorizer', readType('kubernetes.authorization.Authorizer')],
  ['authorizer.requestResource', readType('kubernetes.authorization.ResourceCheck')],
])

/** Names of types that are values: common/stdlib/standard.go. */
export const typeNames: ReadonlyMap<string, Type> = new Map(
  [
    ...'bool bytes double int string uint list(dyn) map(dyn,dyn) timestamp duration'.split(' ').map(readType),
    nullType,
    typeOf(dyn),
  ].map((type) => [type.of.length > 0 ? type.name : showType(type), typeOf(type)]),
)
