/** The kinds of tokens between scanner and composer. Numbers, since millions of them are compared. */
export const STREAM_END = 1
export const VERSION_DIRECTIVE = 2
export const TAG_DIRECTIVE = 3
export const DOCUMENT_START = 4
export const DOCUMENT_END = 5
export const BLOCK_LIST_START = 6
export const BLOCK_MAP_START = 7
export const BLOCK_END = 8
export const FLOW_LIST_START = 9
export const FLOW_LIST_END = 10
export const FLOW_MAP_START = 11
export const FLOW_MAP_END = 12
export const BLOCK_ENTRY = 13
export const FLOW_ENTRY = 14
export const KEY = 15
export const VALUE = 16
export const ALIAS = 17
export const ANCHOR = 18
export const TAG = 19
export const SCALAR = 20

/** How a scalar is written: only plain ones are anything but strings. */
export const PLAIN = 0
export const QUOTED = 1
export const BLOCK = 2
