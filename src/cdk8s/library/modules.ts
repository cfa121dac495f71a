/** The library module that stands for a package, by its name in this folder; undefined for what is not modelled. */
export function libraryModule(specifier: string): string | undefined {
  if (specifier === 'constructs') return 'constructs.ts'
  // The file that the program generated itself, in today's generation.
  if (specifier === 'imports/k8s.ts') return 'k8s.ts'
  if (specifier === 'cdk8s') return 'cdk8s.ts'
  if (/^cdk8s-plus-\d+$/.test(specifier)) return 'plus.ts'
  return /^cdk8s-plus-\d+\/lib\/imports\/k8s(\.js)?$/.test(specifier) ? 'k8s.ts' : undefined
}
