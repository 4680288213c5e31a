export interface RenderOptions {
  /** A language tag: `fr`, `en-GB`; the templates' own choice where they do not have it. */
  readonly language: string | null
}

export interface RenderedMail {
  readonly subject: string
  readonly html: string
  /** Absent: it is made from the HTML. */
  readonly text?: string
}

/** Mails that the host application made beforehand, by name: what differs between two of one name is the data. */
export interface MailTemplates {
  /**
   * Throws `invalid-input` for a name that there is none of, with those that there are, and for data that the template
   * cannot be filled with.
   */
  render(name: string, data: unknown, options: RenderOptions): Promise<RenderedMail>
}
