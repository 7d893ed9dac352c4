/** One e-mail to one person. Everything that would vary between runs is an argument: the same message gives the same bytes. */
export interface Message {
  /** Opaque, `[a-z0-9-]`; makes the Message-ID and the MIME boundaries. */
  readonly id: string;
  /** ISO 8601 instant of the Date header. */
  readonly date: string;
  readonly from: { readonly name: string; readonly email: string };
  readonly to: { readonly name: string | null; readonly email: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** BCP 47, for the Content-Language header. */
  readonly language: string;
}

/** Turns a message into the bytes of an `.eml` file (RFC 5322 with CRLF). */
export interface MessageComposer {
  compose(message: Message): Promise<Uint8Array>;
}
