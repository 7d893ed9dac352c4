/** A text in a language of its own when the law words it, else in the language of the page. */
export interface Heading {
  /** Worded by law: shown verbatim, with its language. */
  readonly statutory: { readonly text: string; readonly language: string } | null;
  /** In the language of the page; null where the statutory words say it already. */
  readonly own: string | null;
}

export interface Block {
  readonly id: string;
  /** The question that the block answers. */
  readonly label: string | null;
  /** Lines are separated by a line feed. */
  readonly text: string;
  readonly list: readonly string[];
  readonly layout: 'bullets' | 'numbers' | 'inline';
  /** Part of the answer that comes first. */
  readonly lead: boolean;
}

export interface Section {
  readonly id: string;
  readonly heading: Heading | null;
  readonly blocks: readonly Block[];
}

/** A notice before it becomes text or HTML: both are rendered from this, so they say the same. */
export interface NoticePage {
  /** Language of the texts. */
  readonly language: string;
  readonly locale: string;
  readonly subject: string;
  readonly title: Heading;
  readonly sections: readonly Section[];
}

/** The page's lines of a list set inline: `a, b and c`. */
export const inlineList = (page: Pick<NoticePage, 'locale'>, items: readonly string[]): string =>
  new Intl.ListFormat(page.locale, { type: 'conjunction' }).format(items);
