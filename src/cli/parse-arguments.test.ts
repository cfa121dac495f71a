import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { commands } from './commands.ts'
import { type Option, optionNamed, options } from './options.ts'
import { type Invocation, parseArguments, valuesOf } from './parse-arguments.ts'

function read(...args: string[]): Invocation {
  const invocation = parseArguments(args)
  if ('misuse' in invocation) throw new Error(invocation.misuse)
  return invocation
}

function wrong(...args: string[]): string {
  const invocation = parseArguments(args)
  return 'misuse' in invocation ? invocation.misuse : 'accepted'
}

test('no command means lint', () => {
  const { command, named, words } = read('deploy', 'a.yaml')
  assert.equal({ command, named, words }, { command: 'lint', named: false, words: ['deploy', 'a.yaml'] })
})

test('the first word is the command, wherever options stand', () => {
  const { command, words } = read('--color', 'never', 'why', '-n', 'prod', 'redis')
  assert.equal({ command, words }, { command: 'why', words: ['redis'] })
})

test('after -- a command is a path', () => {
  const { command, words } = read('--', 'why', '--color', 'always')
  assert.equal({ command, words }, { command: 'lint', words: ['why', '--color', 'always'] })
})

test('repeatable options keep their order; of others the last counts', () => {
  const invocation = read('-f', 'json', '--format=sarif=a=b.sarif', '-nprod', '-q')
  assert.equal(valuesOf(invocation, 'format'), ['json', 'sarif=a=b.sarif'])
  assert.equal(valuesOf(invocation, 'namespace'), ['prod'])
  assert.equal(valuesOf(invocation, 'quiet'), [''])
})

test('--color takes the next word only when it is one of its values', () => {
  const alone = read('--color', 'deploy')
  assert.equal([valuesOf(alone, 'color'), alone.words], [['always'], ['deploy']])
  const never = read('--color', 'never', 'deploy')
  assert.equal([valuesOf(never, 'color'), never.words], [['never'], ['deploy']])
})

test('--pod takes the next word only when it is a name before it with an end', () => {
  const named = read('why', 'sts/prod/redis', '--pod', 'redis-2', 'deploy')
  assert.equal([valuesOf(named, 'pod'), named.words], [['redis-2'], ['sts/prod/redis', 'deploy']])
  const alone = read('why', 'redis', '--pod', 'deploy')
  assert.equal([valuesOf(alone, 'pod'), alone.words], [['first'], ['redis', 'deploy']])
  const before = read('why', '--pod', 'redis')
  assert.equal([valuesOf(before, 'pod'), before.words], [['first'], ['redis']])
  assert.equal(valuesOf(read('why', '--pod=redis-2'), 'pod'), ['redis-2'])
})

test('- is a path', () => {
  assert.equal(read('-').words, ['-'])
})

test('unknown options are answered with the nearest', () => {
  assert.is(wrong('--formt'), 'There is no option "--formt". Did you mean "--format"?')
  assert.is(wrong('-x'), 'There is no option "-x".')
  assert.match(wrong('--config', 'x'), /^There is no option "--config"/)
})

test('options of features that are not built are unknown', () => {
  const later = 'config no-config print-config context cache concurrency watch fix fix-dry-run unsafe-fixes baseline'
  for (const name of later.split(' ')) assert.match(wrong(`--${name}`), `There is no option "--${name}"`)
})

test('an option of another command names its home', () => {
  assert.is(wrong('why', '--fail-on', 'error'), '--fail-on is an option of "meshlint lint", not of "meshlint why".')
})

test('values are checked by the table', () => {
  assert.is(wrong('--only'), '--only needs a value: --only RULE|TOPIC|CODE.')
  assert.match(wrong('--only', '--skip'), '--only needs a value')
  assert.equal(valuesOf(read('--exclude=-x'), 'exclude'), ['-x'])
  assert.is(wrong('--fail-on', 'eror'), '--fail-on is error, warning or info, not "eror". Did you mean "error"?')
  assert.is(wrong('--quiet=1'), '--quiet takes no value.')
  assert.is(wrong('--namespace='), '--namespace needs a value: --namespace NAMESPACE.')
})

test('missing companions are told', () => {
  assert.is(wrong('--stdin-filename', 'a.yaml'), '--stdin-filename needs "-" among the paths.')
  assert.is(wrong('resources', '--positions'), '--positions needs --format json.')
  assert.is(read('resources', '--positions', '-f', 'json=out.json').command, 'resources')
})

test('the table holds together', () => {
  const all: readonly Option[] = options
  assert.is(new Set(all.map(({ name }) => name)).size, all.length)
  const short = all.flatMap((option) => option.short ?? [])
  assert.is(new Set(short).size, short.length)
  for (const { requires, alone, choices } of all) {
    if (requires && 'option' in requires) assert.ok(optionNamed(requires.option))
    if (alone !== undefined && choices) assert.ok(choices.includes(alone))
  }
  assert.is(new Set(commands.map(({ name }) => name)).size, commands.length)
})

test.run()
