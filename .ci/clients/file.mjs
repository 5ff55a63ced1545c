// Node 18 has File, but not as a global, where clients look for it.
import { File } from 'node:buffer'

globalThis.File ??= File
