import { sampler } from './sampler.ts'

/** Writes a random function body within the language that the interpreter reads; the same one for the same seed. */
export function randomCode(seed: number, start = '2'): string {
  const { pick, below } = sampler(seed)
  const names = ['a', 'b', 'c']
  let made = 0
  const scalar = () =>
    pick([
      () => String(below(20) - 5),
      () => `'${pick(['x', 'yy', 'Z-1', ''])}'`,
      () => pick(['true', 'false', 'null', 'undefined']),
    ])()
  const list = (depth: number): string => `[${Array.from({ length: below(4) }, () => value(depth - 1)).join(', ')}]`
  const object = (depth: number): string =>
    `{ ${Array.from({ length: below(4) }, () => pick([() => `k${below(3)}: ${value(depth - 1)}`, () => `[\`d\${${pick(names)}}\`]: ${value(depth - 1)}`, () => `...(${value(depth - 1)} as any)`, () => `${below(5)}: ${scalar()}`])()).join(', ')} }`
  const value = (depth: number): string => {
    if (depth <= 0) return pick([scalar, () => pick(names)])()
    return pick([
      scalar,
      () => pick(names),
      () => list(depth),
      () => object(depth),
      () =>
        `(${value(depth - 1)} ${pick(['+', '-', '*', '<', '===', '==', '??', '||', '&&', '!=='])} (${value(depth - 1)}))`,
      () => `(${value(depth - 1)} ? ${value(depth - 1)} : ${value(depth - 1)})`,
      () => `\`t\${${value(depth - 1)}}u\``,
      () =>
        `${list(depth)}.${pick(['map((x: any, i: any) => [x, i])', 'filter((x: any) => x)', "join('-')", 'slice(1)', 'length', 'concat([1])', 'reverse()', 'includes(1)', 'flatMap((x: any) => [x, x])', 'reduce((s: any, x: any) => s + String(x), "")', 'sort()', 'at(-1)', 'find((x: any) => x > 1)', 'some(Boolean)'])}`,
      () => `Object.${pick(['keys', 'values', 'entries'])}(${object(depth)})`,
      () =>
        `String(${value(depth - 1)}).${pick(['toUpperCase()', 'length', 'split("-")', 'slice(1, 3)', 'replace(/[a-z]/g, "q")', 'padStart(4, "0")', 'trim()', 'includes("x")', 'charAt(0)'])}`,
      () => `JSON.stringify(${value(depth - 1)})`,
      () => `(${value(depth - 1)} as any)?.k${below(3)}`,
      () => `typeof ${value(depth - 1)}`,
      () => `((p: any, q = ${scalar()}) => ({ p, q }))(${value(depth - 1)})`,
      () => `!${value(depth - 1)}`,
    ])()
  }
  const block = (depth: number): string => Array.from({ length: 1 + below(3) }, () => statement(depth)).join('\n')
  const statement = (depth: number): string => {
    made += 1
    const name = pick(names)
    const fresh = `v${made}`
    if (depth <= 0) return `${name} = ${value(1)}`
    return pick([
      () => `${name} = ${value(2)};`,
      () => `out.push(${value(2)});`,
      () => `if (${value(1)}) {\n${block(depth - 1)}\n} else {\n${block(depth - 1)}\n}`,
      () =>
        `for (const ${fresh} of ${list(2)}) {\n${name} = ${fresh};\nif (${value(1)}) ${pick(['continue', 'break'])};\n${block(depth - 1)}\n}`,
      () => `for (let ${fresh} = 0; ${fresh} < ${below(4)}; ${fresh}++) {\n${block(depth - 1)}\nout.push(${fresh})\n}`,
      () =>
        `switch (${name}) {\ncase ${scalar()}: ${block(depth - 1)}\nbreak\ncase ${scalar()}: ${block(depth - 1)}\ndefault: out.push('d')\n}`,
      () =>
        `try {\n${block(depth - 1)}\nif (${value(1)}) throw new Error(String(${name}))\n} catch (e: any) {\nout.push(e.message.slice(0, 9))\n} finally {\nout.push('f')\n}`,
      () =>
        `const { k0: ${fresh} = ${value(1)}, ...${fresh}r } = (${object(2)}) as any; out.push(${fresh}, ${fresh}r);`,
      () => `const [${fresh} = ${scalar()}, ...${fresh}r] = ${list(2)} as any; out.push(${fresh}, ${fresh}r);`,
      () =>
        `class C${made} { f: any = ${value(1)}; constructor(public g: any) {} m() { return [this.f, this.g] } get h() { return this.g } }\nout.push(new C${made}(${value(1)}).m(), new C${made}(1).h);`,
      () =>
        `const f${made} = (p: any): any => { ${block(depth - 1)}\nif (${value(1)}) return p;\nreturn ${value(1)} };\nout.push(f${made}(${value(1)}));`,
      () => `${name} ${pick(['+=', '??=', '||=', '&&='])} ${value(1)} as any;`,
    ])()
  }
  return `const out: any[] = [];\nlet a: any = ${value(1).replace(/\b[abc]\b/g, '1')}, b: any = ${start}, c: any = 'c';\n${Array.from({ length: 4 }, () => statement(2)).join('\n')}\nreturn { out, a, b, c }`
}
