export interface TnefFile {
  readonly title: string
  readonly longName?: string
  readonly contentId?: string
  readonly bytes: Uint8Array
}

/** Writes a winmail.dat as MS-OXTNEF describes it, for tests. */
export function writeTnef(files: readonly TnefFile[], body: { text?: string; html?: string } = {}): Buffer {
  const parts = [
    uint32(0x223e9f78),
    uint16(1),
    attribute(1, 0x00069007, Buffer.concat([uint32(1252), uint32(0)])),
  ]
  const message = [
    ...(body.text === undefined ? [] : [unicode(0x1000, body.text)]),
    ...(body.html === undefined ? [] : [binary(0x1013, Buffer.from(body.html, 'latin1'))]),
  ]
  // A number before what is looked for: it has to be passed over.
  if (message.length > 0)
    parts.push(attribute(1, 0x00069003, propertyList([number(0x3fde, 1252), ...message])))
  for (const { title, longName, contentId, bytes } of files) {
    parts.push(attribute(2, 0x00069002, Buffer.alloc(14)))
    parts.push(attribute(2, 0x00018010, Buffer.from(`${title}\0`, 'latin1')))
    parts.push(attribute(2, 0x0006800f, Buffer.from(bytes)))
    const named = [
      ...(longName === undefined ? [] : [unicode(0x3707, longName)]),
      ...(contentId === undefined ? [] : [unicode(0x3712, contentId)]),
    ]
    if (named.length > 0) parts.push(attribute(2, 0x00069005, propertyList([number(0x0e21, 0), ...named])))
  }
  return Buffer.concat(parts)
}

function attribute(level: number, id: number, data: Buffer): Buffer {
  const checksum = data.reduce((sum, byte) => (sum + byte) & 0xffff, 0)
  return Buffer.concat([Buffer.from([level]), uint32(id), uint32(data.length), data, uint16(checksum)])
}

function propertyList(properties: readonly Buffer[]): Buffer {
  return Buffer.concat([uint32(properties.length), ...properties])
}

function number(id: number, value: number): Buffer {
  return Buffer.concat([uint16(0x0003), uint16(id), uint32(value)])
}

function unicode(id: number, text: string): Buffer {
  return variable(0x001f, id, Buffer.from(`${text}\0`, 'utf16le'))
}

function binary(id: number, bytes: Buffer): Buffer {
  return variable(0x0102, id, bytes)
}

function variable(type: number, id: number, bytes: Buffer): Buffer {
  const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4)
  return Buffer.concat([uint16(type), uint16(id), uint32(1), uint32(bytes.length), bytes, padding])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
