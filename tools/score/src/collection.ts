import type { Corpora } from './corpora.ts'
import type { Figures } from './measures.ts'

/** Measures one collection of mails with expected results; what is not there counts as no case. */
export type Collection = (corpora: Corpora) => Figures | Promise<Figures>
