/** Where a command connects to, as far as its words say it. */
export interface Target {
  /** As written; it may hold variables. */
  readonly host: string
  readonly port: number | undefined
  /** Whether it only asks for names: DNS by UDP, which Istio does not capture unless it is told to. */
  readonly isDns?: true
}

type Reader = (args: readonly string[]) => Target | undefined

/** Where a simple command connects to by the network; undefined where it does not, or its words do not show it. */
export function networkTarget(words: readonly string[]): Target | undefined {
  const [first = '', ...args] = words
  const device = words.find((word) => word.startsWith('/dev/tcp/'))
  if (device !== undefined) {
    const [, , , host = '', port] = device.split('/')
    return { host, port: portOf(port) }
  }
  return readers.get(commandName(first))?.(args)
}

/** The name of a command without its folder. */
export function commandName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1).replace(/\.sh$/, '')
}

function portOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

/** The value of an option: `-h db`, `-hdb`, `--host db`, `--host=db`. */
function option(args: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries())
    for (const name of names) {
      if (arg === name) return args[index + 1]
      if (arg.startsWith(`${name}=`)) return arg.slice(name.length + 1)
      if (name.length === 2 && arg.startsWith(name) && arg.length > 2) return arg.slice(2)
    }
  return undefined
}

function hasOption(args: readonly string[], letter: string): boolean {
  return args.some((arg) => new RegExp(`^-[a-zA-Z]*${letter}`).test(arg))
}

const defaultPorts: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
  ['ftp', 21],
  ['ssh', 22],
  ['git', 9418],
  ['redis', 6379],
  ['rediss', 6379],
  ['mongodb', 27017],
  ['postgres', 5432],
  ['postgresql', 5432],
  ['mysql', 3306],
])

/** `https://user@host:8443/path`, in one of the words. */
function urlIn(args: readonly string[]): Target | undefined {
  for (const arg of args) {
    const match = /^([a-z]+):\/\/(?:[^@/]*@)?(\[[^\]]*\]|\$\{[^}]*\}|[^/:?,]*)(?::([^/?,]*))?/.exec(arg)
    const [, scheme = '', host = '', port] = match ?? []
    const standard = scheme === 'tcp' ? undefined : defaultPorts.get(scheme)
    if (!match || host === '' || (scheme !== 'tcp' && standard === undefined)) continue
    return { host, port: port === undefined ? standard : portOf(port) }
  }
  return undefined
}

/** `host:5432`, in one of the words. */
function addressIn(args: readonly string[]): Target | undefined {
  for (const arg of args) {
    const match = /^(\$\{[^}]*\}|[\w.-]+):(\$\{[^}]*\}|\$\w+|\d+)$/.exec(arg)
    if (match) return { host: match[1] ?? '', port: portOf(match[2]) }
  }
  return undefined
}

const netcat: Reader = (args) => {
  if (hasOption(args, 'l') || hasOption(args, 'u') || hasOption(args, 'U')) return undefined
  const places = args.filter(
    (arg, index) => !arg.startsWith('-') && !/^-[a-zA-Z]*[wipsqxX]$/.test(args[index - 1] ?? ''),
  )
  const [host, port] = places
  return host === undefined || port === undefined ? undefined : { host, port: portOf(port) }
}

/** A client of a database: a URL, or a host by an option; without either it asks its own pod. */
function client(standard: number, portName: string): Reader {
  return (args) => {
    const host = option(args, '--host', '-h')
    const port = option(args, '--port', portName)
    if (host === undefined) return urlIn(args)
    if (host.startsWith('/')) return undefined
    return { host, port: port === undefined ? standard : portOf(port) }
  }
}

/** A command with words after which it downloads something. */
function download(...verbs: readonly string[]): Reader {
  return (args) => {
    const verb = args.find((arg) => !arg.startsWith('-'))
    const isOffline = args.some((arg) => /^--(no-index|offline|no-network|version|help)\b/.test(arg))
    return verb === undefined || isOffline || !verbs.includes(verb)
      ? undefined
      : { host: 'a package registry', port: 443 }
  }
}

const apiVerbs =
  /^(get|wait|apply|create|delete|patch|exec|logs|describe|rollout|label|annotate|scale|replace|set|auth|cp|api-resources)$/

const kubectl: Reader = (args) => {
  if (args.some((arg) => /^--(client|dry-run=client|local)$/.test(arg))) return undefined
  return args.some((arg) => apiVerbs.test(arg)) ? { host: "Kubernetes' API", port: 443 } : undefined
}

const git: Reader = (args) => {
  if (!args.some((arg) => /^(clone|fetch|pull|push|ls-remote)$/.test(arg))) return undefined
  const ssh = args.map((arg) => /^[\w.-]+@([\w.-]+):/.exec(arg)?.[1]).find((host) => host !== undefined)
  return ssh === undefined ? urlIn(args) : { host: ssh, port: 22 }
}

const waitFor: Reader = (args) => {
  const host = option(args, '--host', '-h')
  if (host !== undefined) return { host, port: portOf(option(args, '--port', '-p')) }
  return addressIn(args) ?? urlIn(args)
}

const web: Reader = (args) => (args.some((arg) => arg.startsWith('--unix-socket')) ? undefined : urlIn(args))

const names: Reader = (args) => {
  const host = args.find((arg) => !arg.startsWith('-') && arg !== 'hosts' && arg !== 'ahosts')
  return host === undefined ? undefined : { host, port: 53, isDns: true }
}

const postgres = client(5432, '-p')
const mysql = client(3306, '-P')

const readers: ReadonlyMap<string, Reader> = new Map([
  ...['nc', 'ncat', 'netcat', 'telnet'].map((name) => [name, netcat] as const),
  ...['curl', 'wget', 'http', 'dockerize'].map((name) => [name, web] as const),
  ...['psql', 'pg_isready', 'pg_dump', 'pg_restore', 'createdb'].map((name) => [name, postgres] as const),
  ...['mysql', 'mysqladmin', 'mysqldump', 'mariadb', 'mariadb-admin'].map((name) => [name, mysql] as const),
  ['redis-cli', client(6379, '-p')],
  ...['mongo', 'mongosh', 'mongodump'].map((name) => [name, client(27017, '-p')] as const),
  ...['kubectl', 'oc'].map((name) => [name, kubectl] as const),
  ['git', git],
  ...['wait-for-it', 'wait-for', 'wait_for_it', 'wait4x'].map((name) => [name, waitFor] as const),
  ...['apk', 'apt', 'apt-get', 'yum', 'dnf', 'microdnf'].map(
    (name) => [name, download('add', 'update', 'install', 'upgrade', 'makecache')] as const,
  ),
  ...['pip', 'pip3', 'npm', 'yarn', 'pnpm', 'gem'].map((name) => [name, download('install', 'ci', 'add')] as const),
  ...['nslookup', 'dig', 'getent'].map((name) => [name, names] as const),
])

/** Commands that are content when somebody accepts the connection, without a word of its protocol. */
const openers: ReadonlySet<string> = new Set([
  'nc',
  'ncat',
  'netcat',
  'telnet',
  'bash',
  'wait-for-it',
  'wait-for',
  'wait_for_it',
])

/** Whether a command needs an answer in its own protocol, not just a connection. */
export function needsAnswer(command: string): boolean {
  return !openers.has(command)
}
