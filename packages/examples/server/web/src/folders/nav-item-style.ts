/** The look of an entry of the left pane; the present one stands out by ground, weight and a bar. */
export function navItemStyle(current: boolean): string {
  const look = current
    ? 'bg-accent-soft font-semibold text-accent-strong before:absolute before:inset-y-1.5 before:left-0 before:w-0.75 before:rounded-full before:bg-accent'
    : 'hover:bg-hover'
  return `relative flex min-h-7 min-w-0 flex-1 items-center gap-2 rounded-md py-1 pr-2 ${look}`
}
