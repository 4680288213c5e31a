const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** RFC 5322 §4.3, and two that are often seen; other letters mean nothing reliable and count as UTC. */
const namedZones: ReadonlyMap<string, number> = new Map([
  ['ut', 0],
  ['utc', 0],
  ['gmt', 0],
  ['z', 0],
  ['est', -300],
  ['edt', -240],
  ['cst', -360],
  ['cdt', -300],
  ['mst', -420],
  ['mdt', -360],
  ['pst', -480],
  ['pdt', -420],
  ['bst', 60],
  ['cet', 60],
  ['cest', 120],
  ['met', 60],
  ['mest', 120],
])

const maxLength = 200
const clock = /^(\d{1,2})[:.h](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d+)?)?(.*)$/i
const isoStart = /^(\d{4})-(\d{2})-(\d{2})(?:t(.*))?$/i
const dashed = /^(\d{1,2})[-/]([a-z]{3,})[-/](\d{2,4})$/i
const offset = /^(?:gmt|utc)?([+-])(\d{2}):?(\d{2})$/i

interface Found {
  day: number | null
  month: number | null
  year: number | null
  minutes: number | null
  seconds: number
  zone: number | null
}

/**
 * The moment a Date header names. Words are recognised by what they look like rather than by their place, which
 * reads the obsolete forms of RFC 5322, asctime, and what broken senders write. Null when it names no moment,
 * or one before 1970.
 */
export function readMailDate(value: string): Date | null {
  const found: Found = { day: null, month: null, year: null, minutes: null, seconds: 0, zone: null }
  const words = withoutComments(value.slice(0, maxLength)).split(/[\s,]+/)
  for (const word of words) readWord(word.toLowerCase(), found)
  return toDate(found)
}

function withoutComments(value: string): string {
  let depth = 0
  let kept = ''
  for (const character of value) {
    if (character === '(') depth += 1
    else if (character === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) kept += character
  }
  return kept
}

function readWord(word: string, found: Found): void {
  if (word === '') return
  if (readDigits(word, found) || readOffset(word, found) || readClock(word, found)) return
  if (readWholeDate(word, found)) return
  const month = months.indexOf(word.slice(0, 3))
  if (month !== -1 && found.month === null && /^[a-z.]+$/.test(word)) found.month = month
  else if (found.zone === null && found.minutes !== null) found.zone = namedZones.get(word) ?? null
  if (word === 'pm' && found.minutes !== null && found.minutes < 720) found.minutes += 720
}

function readDigits(word: string, found: Found): boolean {
  if (!/^\d{1,4}$/.test(word)) return false
  const number = Number(word)
  if (found.day === null && word.length <= 2) found.day = number
  else if (found.year === null && word.length >= 2) found.year = fullYear(number, word.length)
  return true
}

function readOffset(word: string, found: Found): boolean {
  const match = offset.exec(word)
  if (match === null) return false
  const minutes = Number(match[2]) * 60 + Number(match[3])
  // Nobody lives further than 14 hours from Greenwich; such a zone is noise.
  if (found.zone === null || found.zone === 0)
    found.zone = minutes > 14 * 60 ? 0 : minutes * (match[1] === '-' ? -1 : 1)
  return true
}

function readClock(word: string, found: Found): boolean {
  const match = clock.exec(word)
  if (match === null || found.minutes !== null) return match !== null
  found.minutes = Number(match[1]) * 60 + Number(match[2])
  found.seconds = Number(match[3] ?? 0)
  if (Number(match[2]) > 59 || Number(match[1]) > 23 || found.seconds > 60) found.minutes = Number.NaN
  if (match[4] !== undefined && match[4] !== '') readWord(match[4], found)
  return true
}

function readWholeDate(word: string, found: Found): boolean {
  const iso = isoStart.exec(word)
  if (iso !== null) {
    found.year = Number(iso[1])
    found.month = Number(iso[2]) - 1
    found.day = Number(iso[3])
    if (iso[4] !== undefined) readClock(iso[4], found)
    return true
  }
  const parts = dashed.exec(word)
  if (parts === null) return false
  found.day = Number(parts[1])
  found.month = months.indexOf((parts[2] ?? '').slice(0, 3))
  found.year = fullYear(Number(parts[3]), (parts[3] ?? '').length)
  return true
}

/** RFC 5322 §4.3: 00 to 49 are this century, other short years count from 1900. */
function fullYear(number: number, digits: number): number {
  if (digits >= 4) return number
  return digits === 2 && number < 50 ? 2000 + number : 1900 + number
}

function toDate(found: Found): Date | null {
  const { day, month, year, minutes } = found
  if (day === null || month === null || year === null || minutes === null) return null
  if (month < 0 || month > 11 || day < 1 || day > new Date(Date.UTC(year, month + 1, 0)).getUTCDate())
    return null
  const moment = Date.UTC(year, month, day, 0, minutes - (found.zone ?? 0), found.seconds)
  return Number.isNaN(moment) || moment < 0 || year > 9999 ? null : new Date(moment)
}
