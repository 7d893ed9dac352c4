const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const COLON = 58;
const COMMA = 44;

/** Longest key that is compared; a longer one cannot be a part of the path. */
const KEY_LIMIT = 256;

/**
 * Follows a JSON document byte by byte until the array at a dotted path opens, and after it until the document ends.
 * It holds one key at a time; it judges structure only as far as it must to keep count.
 */
export class JsonPath {
  readonly #parts: readonly string[];
  #depth = 0;
  /** How many parts of the path the open containers match, outermost first. */
  #matched = 0;
  #inString = false;
  #escaped = false;
  #expectKey = false;
  #key: number[] = [];
  /** The key just read continues the path and its value is next. */
  #onPath = false;

  constructor(path: string) {
    this.#parts = path === '' ? [] : path.split('.');
  }

  reset(): void {
    this.#depth = 0;
    this.#matched = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#expectKey = false;
    this.#onPath = false;
  }

  /** The array's own `]` was seen; true when the document ends with it. */
  leaveArray(): boolean {
    this.#depth -= 1;
    if (this.#matched > 0) this.#matched -= 1;
    return this.#depth === 0;
  }

  next(byte: number): 'inside' | 'array' | 'end' {
    if (this.#inString) {
      this.#string(byte);
      return 'inside';
    }
    switch (byte) {
      case QUOTE:
        this.#inString = true;
        this.#key = [];
        if (!this.#expectKey) this.#onPath = false;
        return 'inside';
      case COLON:
        this.#expectKey = false;
        this.#onPath = this.#depth === this.#matched + 1 && this.#keyText() === this.#parts[this.#matched];
        return 'inside';
      case COMMA:
        this.#expectKey = this.#depth === this.#matched + 1;
        this.#onPath = false;
        return 'inside';
      case OPEN_BRACE:
      case OPEN_BRACKET:
        return this.#open(byte);
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        this.#depth -= 1;
        if (this.#depth === this.#matched && this.#matched > 0) this.#matched -= 1;
        return this.#depth <= 0 ? 'end' : 'inside';
      default:
        return 'inside';
    }
  }

  #open(byte: number): 'inside' | 'array' {
    const here = this.#onPath || (this.#depth === 0 && this.#parts.length === 0);
    this.#depth += 1;
    this.#expectKey = byte === OPEN_BRACE;
    if (here && this.#onPath) {
      this.#onPath = false;
      if (byte === OPEN_BRACKET && this.#matched + 1 === this.#parts.length) {
        this.#matched += 1;
        return 'array';
      }
      if (byte === OPEN_BRACE) this.#matched += 1;
      return 'inside';
    }
    return here && byte === OPEN_BRACKET ? 'array' : 'inside';
  }

  #string(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) {
      this.#inString = false;
      return;
    }
    if (this.#key.length < KEY_LIMIT) this.#key.push(byte);
  }

  #keyText(): string {
    return Buffer.from(this.#key).toString('utf8');
  }
}
