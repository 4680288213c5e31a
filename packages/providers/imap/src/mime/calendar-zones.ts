/** The zones of Windows that Outlook and Exchange write most, as the IANA calls them (Unicode CLDR, windowsZones). */
const windowsZones: ReadonlyMap<string, string> = new Map([
  ['romance standard time', 'Europe/Paris'],
  ['w. europe standard time', 'Europe/Berlin'],
  ['central europe standard time', 'Europe/Budapest'],
  ['central european standard time', 'Europe/Warsaw'],
  ['gmt standard time', 'Europe/London'],
  ['greenwich standard time', 'Atlantic/Reykjavik'],
  ['fle standard time', 'Europe/Kiev'],
  ['gtb standard time', 'Europe/Bucharest'],
  ['e. europe standard time', 'Europe/Chisinau'],
  ['russian standard time', 'Europe/Moscow'],
  ['turkey standard time', 'Europe/Istanbul'],
  ['israel standard time', 'Asia/Jerusalem'],
  ['egypt standard time', 'Africa/Cairo'],
  ['south africa standard time', 'Africa/Johannesburg'],
  ['w. central africa standard time', 'Africa/Lagos'],
  ['e. africa standard time', 'Africa/Nairobi'],
  ['morocco standard time', 'Africa/Casablanca'],
  ['arab standard time', 'Asia/Riyadh'],
  ['arabian standard time', 'Asia/Dubai'],
  ['iran standard time', 'Asia/Tehran'],
  ['pakistan standard time', 'Asia/Karachi'],
  ['india standard time', 'Asia/Kolkata'],
  ['bangladesh standard time', 'Asia/Dhaka'],
  ['se asia standard time', 'Asia/Bangkok'],
  ['china standard time', 'Asia/Shanghai'],
  ['singapore standard time', 'Asia/Singapore'],
  ['taipei standard time', 'Asia/Taipei'],
  ['tokyo standard time', 'Asia/Tokyo'],
  ['korea standard time', 'Asia/Seoul'],
  ['w. australia standard time', 'Australia/Perth'],
  ['e. australia standard time', 'Australia/Brisbane'],
  ['aus eastern standard time', 'Australia/Sydney'],
  ['cen. australia standard time', 'Australia/Adelaide'],
  ['new zealand standard time', 'Pacific/Auckland'],
  ['eastern standard time', 'America/New_York'],
  ['us eastern standard time', 'America/Indianapolis'],
  ['central standard time', 'America/Chicago'],
  ['canada central standard time', 'America/Regina'],
  ['central standard time (mexico)', 'America/Mexico_City'],
  ['mountain standard time', 'America/Denver'],
  ['us mountain standard time', 'America/Phoenix'],
  ['pacific standard time', 'America/Los_Angeles'],
  ['alaskan standard time', 'America/Anchorage'],
  ['hawaiian standard time', 'Pacific/Honolulu'],
  ['atlantic standard time', 'America/Halifax'],
  ['newfoundland standard time', 'America/St_Johns'],
  ['sa pacific standard time', 'America/Bogota'],
  ['sa western standard time', 'America/La_Paz'],
  ['e. south america standard time', 'America/Sao_Paulo'],
  ['argentina standard time', 'America/Buenos_Aires'],
  ['pacific sa standard time', 'America/Santiago'],
])

/** The instant of a wall clock, given as if it were in UTC, in a zone by its IANA or Windows name; null if unknown. */
export function instantIn(zoneName: string, wallClock: number): number | null {
  const zone = windowsZones.get(zoneName.toLowerCase()) ?? zoneName
  // A name like "+02:00" is a zone to Intl, and to no calendar.
  const format = /^[A-Za-z]/.test(zone) ? formatOf(zone) : null
  if (format === null) return null
  const guess = wallClock - offsetAt(format, wallClock)
  // Near a change of the clocks the offset of the guess is the right one.
  return wallClock - offsetAt(format, guess)
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return null
  }
}

function offsetAt(format: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return wall - Math.floor(instant / 1000) * 1000
}
