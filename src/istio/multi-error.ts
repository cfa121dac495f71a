/** Several errors as github.com/hashicorp/go-multierror v1.1.1 lists them. */
export function multiError(errors: readonly string[]): string {
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`
  return `${count} occurred:\n\t${errors.map((error) => `* ${error}`).join('\n\t')}\n\n`
}
