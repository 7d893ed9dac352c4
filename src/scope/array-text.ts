/**
 * The elements of a one-dimensional array as PostgreSQL writes it (`{a,"b c",NULL}`; manual, section 8.15.6); NULL elements are left out, since
 * nothing equals them. Null for any other text.
 */
export function arrayElements(text: string): readonly string[] | null {
  if (!/^\{.*\}$/s.test(text)) return null;
  const elements: string[] = [];
  let at = 1;
  while (at < text.length - 1) {
    const found = ELEMENT.exec(text.slice(at, -1));
    if (found === null) return null;
    const [whole, quoted, plain = ''] = found;
    if (quoted !== undefined) elements.push(quoted.replaceAll(/\\(.)/gs, '$1'));
    else if (!/^null$/i.test(plain)) elements.push(plain);
    at += whole.length;
    if (at === text.length - 1) return whole.endsWith(',') ? null : elements;
    if (!whole.endsWith(',')) return null;
  }
  return elements;
}

const ELEMENT = /^(?:"((?:[^"\\]|\\.)*)"|([^",{}\\\s]+))(?:,|$)/s;
