import { test } from 'uvu'
import { equal } from 'uvu/assert'
import { shellCommands } from './shell-commands.ts'

function wordsOf(script: string): readonly string[] {
  return shellCommands(script).map(({ words }) => words.join(' '))
}

test('commands end at operators and line breaks, keywords are none', () => {
  equal(wordsOf('a 1; b && c || d | e &\nf'), ['a 1', 'b', 'c', 'd', 'e', 'f'])
  equal(wordsOf('if ! a; then b; else c; fi'), ['a', 'b', 'c'])
  equal(wordsOf('(a; b)'), ['a', 'b'])
})

test('quotes are taken off, comments, redirections and here-documents are left out', () => {
  equal(wordsOf(`a 'b c' "d e" f\\ g # h`), ['a b c d e f g'])
  equal(wordsOf('a > out 2>&1 < in'), ['a'])
  equal(wordsOf('cat <<EOF > f\ncurl http://no\nEOF\nb'), ['cat', 'b'])
  equal(wordsOf('exec 3<>/dev/tcp/db/5432'), ['exec /dev/tcp/db/5432'])
})

test('command substitutions hold commands of their own, variables stay', () => {
  equal(wordsOf('x=$(a "$(b 1)") c `d 2` ${E} $F $(G)'), ['x=$() c $() ${E} $F ${G}', 'a $()', 'b 1', 'd 2'])
})

test('what a loop tries again is told apart, also where the loop’s condition substitutes it', () => {
  const repeated = (script: string): readonly string[] =>
    shellCommands(script)
      .filter(({ isRepeated }) => isRepeated)
      .map(({ words }) => words[0] ?? '')
  equal(repeated('a; until b; do c; done; d'), ['b', 'c'])
  equal(repeated('while [ $(b 1) != 200 ]; do c; done; d'), ['[', 'c', 'b'])
})

test('a failure that the script catches is told apart', () => {
  const caught = (script: string): readonly boolean[] => shellCommands(script).map(({ mayFail }) => mayFail)
  equal(caught('a || true'), [true, false])
  equal(caught('a || echo no'), [true, false])
  equal(caught('a || { echo no; exit 1; }'), [false, false, false])
  equal(caught('a || {\necho no\nexit 1; }'), [false, false, false])
  equal(caught('a || (echo no; exit 1)'), [false, false, false])
})

test('a script without an end is read in no time', () => {
  equal(wordsOf(`a "b`), ['a b'])
  equal(wordsOf('$('.repeat(50_000)).length < 100, true)
  equal(wordsOf('>'.repeat(200_000)), [])
  equal(wordsOf('a <<E '.repeat(20_000)).length < 100, true)
})

test.run()
