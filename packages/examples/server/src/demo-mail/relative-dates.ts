/** Sample mails are written on Paris time, the whole year at +0100: their clock need not know of summers. */
const offsetMs = 3_600_000
const dayMs = 86_400_000

const placeholder = /\{\{(?:(\d+) days ago (\d\d):(\d\d)|(date|date-en) (\d+))\}\}/g

/**
 * Replaces `{{3 days ago 09:14}}` with that moment as a Date header says it, and `{{date 3}}` or
 * `{{date-en 3}}` with the day as a letter says it, so that sample mails are always fresh.
 */
export function datedFrom(now: Date, text: string): string {
  const today = Math.floor((now.getTime() + offsetMs) / dayMs) * dayMs
  return text.replace(placeholder, (...found: readonly unknown[]) => {
    const [, days, hours, minutes, kind, daysOnly] = found
    if (kind === undefined) {
      const wall = today - Number(days) * dayMs + Number(hours) * 3_600_000 + Number(minutes) * 60_000
      return new Date(wall).toUTCString().replace('GMT', '+0100')
    }
    const language = kind === 'date-en' ? 'en-GB' : 'fr-FR'
    const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
    // One character per byte here, like the mail around it.
    return Buffer.from(format.format(new Date(today - Number(daysOnly) * dayMs))).toString('latin1')
  })
}
