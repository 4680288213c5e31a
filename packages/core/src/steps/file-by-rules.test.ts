import { describe, expect, it } from 'vitest'
import type { Folder, Rule } from '../model/folder.ts'
import { parsedMessage } from '../testing/parsed-message.ts'
import { fileByRules } from './file-by-rules.ts'

function folder(key: string, rule: Rule | null): Folder {
  return { id: key, key, name: key, parentId: null, position: 0, rule, system: false }
}

const system = [folder('inbox', null), folder('newsletters', null), folder('automatic', null)]

function filed(rule: Rule, changes: Parameters<typeof parsedMessage>[0] = {}): boolean {
  return fileByRules([folder('mine', rule), ...system], parsedMessage(changes), 'person').key === 'mine'
}

describe('fileByRules', () => {
  it('puts what no rule wants into the folder of its verdict', () => {
    const message = parsedMessage()
    expect(fileByRules(system, message, 'person').key).toBe('inbox')
    expect(fileByRules(system, message, 'bulk').key).toBe('newsletters')
    expect(fileByRules(system, message, 'bounce').key).toBe('automatic')
  })

  it('ignores case and accents', () => {
    expect(
      filed({ field: 'subject', operator: 'contains', value: 'facture' }, { subject: 'Votre FACTURÉ n° 3' }),
    ).toBe(true)
  })

  it('compares the sender by address and by name', () => {
    expect(filed({ field: 'sender', operator: 'ends-with', value: '@customer.example' })).toBe(true)
    expect(filed({ field: 'sender', operator: 'equals', value: 'Claire Petit' })).toBe(true)
    expect(filed({ field: 'sender', operator: 'starts-with', value: 'bob' })).toBe(false)
  })

  it('combines conditions by all, any and not, nested', () => {
    const urgentOrder: Rule = {
      all: [
        { field: 'subject', operator: 'contains', value: 'commande' },
        {
          any: [
            { field: 'body', operator: 'contains', value: 'urgent' },
            { field: 'body', operator: 'contains', value: 'vite' },
          ],
        },
        { not: { field: 'sender', operator: 'ends-with', value: '@spam.example' } },
      ],
    }
    expect(filed(urgentOrder, { text: 'Très URGENT svp' })).toBe(true)
    expect(filed(urgentOrder, { text: 'Sans hâte' })).toBe(false)
    expect(filed(urgentOrder, { text: 'vite', from: { name: '', address: 'x@spam.example' } })).toBe(false)
  })

  it('takes the first folder that matches', () => {
    const always: Rule = { field: 'subject', operator: 'contains', value: 'commande' }
    const folders = [folder('first', always), folder('second', always), ...system]
    expect(fileByRules(folders, parsedMessage(), 'person').key).toBe('first')
  })

  it('lets a rule file a newsletter where people want it', () => {
    const rule: Rule = { field: 'sender', operator: 'contains', value: 'customer' }
    expect(fileByRules([folder('mine', rule), ...system], parsedMessage(), 'bulk').key).toBe('mine')
  })
})
