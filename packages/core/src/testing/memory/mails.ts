import { GuichetError } from '../../errors.ts'
import { addressKey } from '../../model/address.ts'
import type { Mail, NewMail } from '../../model/mail.ts'
import type { MailFilter, MailRecords } from '../../ports/mail-records.ts'
import { arrivalsOf, deliveryOf, removeEntry } from './delivery.ts'
import { type ListOrder, pageOf } from './page-of.ts'
import { copyOrNull, innerMap, insertRow, type MemoryContext, type Tables } from './tables.ts'

const latestFirst: ListOrder<Mail> = {
  list: 'mails',
  direction: 'descending',
  key: (mail) => [mail.createdAt.toISOString(), mail.id],
}

export function memoryMails(context: MemoryContext): MailRecords {
  const { journal } = context
  return {
    async insert(mail) {
      const { mails, sent, outbox } = context.tables()
      insertRow(context, mails, { key: mail.id, value: mail, name: 'mail' })
      journal.set(innerMap(sent, mail.mailId), mail.id, true)
      context.beforeCommit(() => {
        if (mails.has(mail.id) && !outbox.has(mail.id)) throw withoutEntry(mail)
      })
    },
    async get(id) {
      const tables = context.tables()
      const mail = tables.mails.get(id)
      return copyOrNull(mail && shown(mail, tables)[0])
    },
    async find(ids) {
      const tables = context.tables()
      const found = [...new Set(ids)].flatMap((id) => tables.mails.get(id) ?? [])
      return structuredClone(found.flatMap((mail) => shown(mail, tables)))
    },
    async leaveOut(id, { to, cc, bcc, dropped }) {
      const { mails } = context.tables()
      const mail = mails.get(id)
      if (mail !== undefined) journal.set(mails, id, structuredClone({ ...mail, to, cc, bcc, dropped }))
    },
    async list(filter, page) {
      const tables = context.tables()
      const all = [...tables.mails.values()].flatMap((mail) => shown(mail, tables))
      return pageOf(
        all.filter((mail) => fits(mail, filter)),
        page,
        latestFirst,
      )
    },
    async remove(ids) {
      const tables = context.tables()
      for (const id of ids) {
        const mail = tables.mails.get(id)
        if (mail === undefined) continue
        journal.delete(tables.mails, id)
        journal.delete(tables.arrivals, id)
        journal.delete(innerMap(tables.sent, mail.mailId), id)
        removeEntry(context, id)
      }
    },
  }
}

function shown(mail: NewMail, tables: Tables): readonly Mail[] {
  const delivery = deliveryOf(mail.id, tables)
  return delivery === null ? [] : [{ ...mail, ...arrivalsOf(mail.id, tables), delivery }]
}

function fits(mail: Mail, { state, tag, recipient }: MailFilter): boolean {
  const { delivery, tags, to, cc, bcc, dropped } = mail
  if (state !== undefined && delivery.state !== state) return false
  if (tag !== undefined && !tags.includes(tag)) return false
  const all = [...to, ...cc, ...bcc, ...dropped]
  return recipient === undefined || all.some(({ address }) => addressKey(address) === recipient)
}

function withoutEntry({ id }: NewMail): GuichetError {
  return new GuichetError('conflict', `mail ${id} was stored without an outbox entry`)
}
