import { writeFileSync } from 'node:fs'
import { generatedFiles } from './generated-files.ts'

// Writes everything that is made from the table of operations.
for (const { url, text } of generatedFiles()) writeFileSync(url, text)
