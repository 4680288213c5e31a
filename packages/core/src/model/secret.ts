import { inspect } from 'node:util'

/** A value that cannot be printed by accident: every usual way to turn it into text gives `[secret]`. */
export interface Secret<Value> {
  reveal(): Value
  toString(): string
  toJSON(): string
}

export function secret<Value>(value: Value): Secret<Value> {
  const hidden = () => '[secret]'
  return Object.freeze({ reveal: () => value, toString: hidden, toJSON: hidden, [inspect.custom]: hidden })
}
