/** The library module that stands for a package, by its name in this folder; undefined for what is not modelled. */
export function libraryModule(specifier: string): string | undefined {
  if (specifier === 'constructs') return 'constructs.ts'
  // The file that the program generated itself, in today's generation.
  if (specifier === 'imports/k8s.ts') return 'k8s.ts'
  if (specifier === 'cdk8s') return 'cdk8s.ts'
  const plus = /^cdk8s-plus-(\d+)$/.exec(specifier)
  if (plus) return plusModule(Number(plus[1]))
  return /^cdk8s-plus-\d+\/lib\/imports\/k8s(\.js)?$/.test(specifier) ? 'k8s.ts' : undefined
}

/**
 * Below 25 cdk8s-plus was another library, and the last one of 26 (2.4.17) is older than the last of 25: they are not modelled.
 * From 31 on all are alike.
 */
function plusModule(number: number): string | undefined {
  if (number < 25 || number === 26) return undefined
  return number < 31 ? `plus-${number}.ts` : 'plus.ts'
}
