import posix from 'node:path/posix'
import { argument, lift, told } from './lift.ts'
import type { Machine } from './machine.ts'
import { bufferModule } from './node-buffer.ts'
import { fileModule } from './node-files.ts'
import type { Realm } from './realm.ts'
import { toText } from './text.ts'
import { Unknown } from './unknown.ts'
import { Obj, plainSlot, type Slot, type Value } from './values.ts'

const modules = new Set([
  'assert',
  'async_hooks',
  'buffer',
  'child_process',
  'cluster',
  'crypto',
  'dns',
  'events',
  'fs',
  'fs/promises',
  'http',
  'http2',
  'https',
  'module',
  'net',
  'os',
  'path',
  'path/posix',
  'perf_hooks',
  'process',
  'querystring',
  'readline',
  'stream',
  'timers',
  'timers/promises',
  'tls',
  'tty',
  'url',
  'util',
  'v8',
  'vm',
  'worker_threads',
  'zlib',
])

/** One of Node's modules: what is modelled of it, all else of it unknown. */
export function nodeModule(machine: Machine, name: string): Obj | undefined {
  if (!modules.has(name)) return undefined
  const made = new Obj(machine.realm.objectPrototype)
  if (name === 'path' || name === 'path/posix') pathModule(machine, made)
  else if (name === 'fs' || name === 'fs/promises') fileModule(machine, made, name === 'fs/promises')
  else if (name === 'url') urlModule(machine, made)
  else if (name === 'process') return machine.realm.globals.get('process')?.value as Obj
  else if (name === 'buffer') made.props.set('Buffer', machine.realm.globals.get('Buffer') ?? plainSlot(undefined))
  made.inner = `module ${name}`
  made.open = [{ what: `what Node's module ${name} gives`, hint: 'write the value out, or pass it in by --env' }]
  return made
}

function pathModule(machine: Machine, made: Obj): void {
  const { realm } = machine
  for (const name of [
    'join',
    'resolve',
    'dirname',
    'basename',
    'relative',
    'extname',
    'normalize',
    'isAbsolute',
  ] as const)
    realm.method(made, name, (_machine, _self, args) => {
      const values = args.map((slot) => machine.read(slot))
      const type = name === 'isAbsolute' ? 'boolean' : 'string'
      return lift(machine, `path.${name}(${values.map(told).join(', ')})`, values, type, (known) => {
        const texts = known.map((value) => String(toText(machine, value)))
        if (name === 'resolve') return posix.resolve(machine.files.directory, ...texts)
        if (name === 'relative')
          return posix.relative(
            posix.resolve(machine.files.directory, texts[0] ?? ''),
            posix.resolve(machine.files.directory, texts[1] ?? ''),
          )
        return Reflect.apply(posix[name], undefined, texts) as Value
      })
    })
  realm.method(made, 'parse', (_machine, _self, args) => {
    const value = argument(machine, args, 0)
    return lift(machine, `path.parse(${told(value)})`, [value], 'object', ([text]) => {
      const parsed = machine.object()
      for (const [key, part] of Object.entries(posix.parse(String(text)))) parsed.props.set(key, plainSlot(part))
      return parsed
    })
  })
  made.props.set('sep', plainSlot('/'))
  made.props.set('delimiter', plainSlot(':'))
  made.props.set('posix', plainSlot(made))
}

function urlModule(machine: Machine, made: Obj): void {
  machine.realm.method(made, 'fileURLToPath', (_machine, _self, args) => {
    const value = argument(machine, args, 0)
    const text = value instanceof Obj ? (value.props.get('href')?.value ?? value) : value
    return lift(machine, `fileURLToPath(${told(text)})`, [text], 'string', ([known]) =>
      decodeURI(String(known).replace(/^file:\/\//, '')),
    )
  })
  machine.realm.method(made, 'pathToFileURL', (_machine, _self, args) =>
    lift(machine, 'pathToFileURL(…)', [argument(machine, args, 0)], 'object', ([known]) =>
      newUrl(machine, [plainSlot(`file://${encodeURI(String(known))}`)]),
    ),
  )
  made.props.set('URL', machine.realm.globals.get('URL') ?? plainSlot(undefined))
}

function newUrl(machine: Machine, args: readonly Slot[]): Value {
  const [text, base] = [argument(machine, args, 0), argument(machine, args, 1)]
  const from = base instanceof Obj ? base.props.get('href')?.value : base
  return lift(machine, `new URL(${told(text)})`, [text, from], 'object', ([known, known2]) => {
    try {
      const url = new URL(String(known), known2 === undefined ? undefined : String(known2))
      const made = machine.object()
      for (const key of [
        'href',
        'origin',
        'protocol',
        'host',
        'hostname',
        'port',
        'pathname',
        'search',
        'hash',
      ] as const)
        made.props.set(key, plainSlot(url[key]))
      machine.realm.method(made, 'toString', () => url.href)
      return made
    } catch {
      return machine.fail('TypeError', 'Invalid URL')
    }
  })
}

export function nodeBuiltins(machine: Machine, realm: Realm): void {
  bufferModule(machine, realm)
  processObject(machine, realm)
  realm.define(
    'URL',
    realm.type('URL', new Obj(realm.objectPrototype), (_machine, _self, args) => newUrl(machine, args)),
  )
  const silent = new Obj(realm.objectPrototype)
  for (const name of [
    'log',
    'error',
    'warn',
    'info',
    'debug',
    'trace',
    'table',
    'dir',
    'group',
    'groupEnd',
    'time',
    'timeEnd',
    'assert',
  ])
    realm.method(silent, name, () => undefined)
  realm.define('console', silent)
  dates(machine, realm)
  for (const [name, what] of [
    ['fetch', 'what is fetched'],
    ['crypto', 'what crypto gives'],
    ['performance', 'the time'],
    ['Intl', 'what Intl gives'],
    ['TextEncoder', 'what TextEncoder gives'],
    ['TextDecoder', 'what TextDecoder gives'],
  ] as const)
    realm.define(name, new Unknown([{ what, hint: 'write the value out, or pass it in by --env' }], { text: name }))
}

/** Time is unknown; a date that is written out is unknown too, since its text depends on the zone. */
function dates(_machine: Machine, realm: Realm): void {
  const gap = { what: 'the date at which the program runs', hint: 'use a value that is the same each time' }
  realm.define('Date', new Unknown([gap], { text: 'Date', truthy: true }))
}

function processObject(machine: Machine, realm: Realm): void {
  const made = new Obj(realm.objectPrototype)
  const env = new Obj(realm.objectPrototype)
  for (const [name, value] of machine.request.env) env.props.set(name, plainSlot(value))
  env.inner = 'environment'
  env.open = [{ what: 'the environment variables', hint: 'state them with --env NAME=VALUE' }]
  made.props.set('env', plainSlot(env))
  realm.method(made, 'cwd', () => machine.files.directory)
  realm.method(made, 'exit', () => machine.stop())
  for (const name of ['on', 'once', 'emitWarning', 'nextTick']) realm.method(made, name, () => made)
  const writer = new Obj(realm.objectPrototype)
  realm.method(writer, 'write', () => true)
  made.props.set('stdout', plainSlot(writer))
  made.props.set('stderr', plainSlot(writer))
  made.props.set('exitCode', plainSlot(undefined))
  made.open = [{ what: 'what process tells of the machine', hint: 'write the value out, or pass it in by --env' }]
  realm.define('process', made)
  const globals = realm.globals.get('globalThis')?.value
  if (globals instanceof Obj) globals.props.set('process', plainSlot(made))
}
