import { expect, test } from 'vitest'
import { groupEventTypes } from './group-event-types.ts'

test('event types are shown by what they are about, and none is left out', () => {
  expect(groupEventTypes(['folder.changed', 'message.sent', 'robot.woke', 'message.read'])).toEqual([
    { group: 'message', types: ['message.sent', 'message.read'] },
    { group: 'folder', types: ['folder.changed'] },
    { group: 'other', types: ['robot.woke'] },
  ])
})
