/** Why Go's regexp package would refuse a pattern. */
export class RegexError extends Error {}
