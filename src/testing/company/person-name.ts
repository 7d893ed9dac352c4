import { hash32, itemOf } from './chance.ts';

/** Common given and family names and streets of a language; the people are combinations, and nobody in particular. */
interface Pool {
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly street: readonly string[];
  readonly familyFirst?: true;
  /** Latin spelling for e-mail addresses where the script is another, in the order of given and family. */
  readonly latin?: { readonly given: readonly string[]; readonly family: readonly string[] };
}

const words = (text: string): readonly string[] => text.split(' ');
const lines = (text: string): readonly string[] => text.split(', ');

const ENGLISH: Pool = {
  given: words(
    'Alice Amir Anna Ben Carol Chloe Daniel David Ella Emily Ethan Fatima Grace Hannah Isaac Jack Jane Joe Laura Leo Lucy Maya Mia Noah Olivia Omar Oscar Paul Priya Rachel Ryan Sam Sarah Sofia Thomas Zoe',
  ),
  family: words(
    "Adams Ahmed Allen Baker Bell Brown Campbell Carter Clark Cole Cooper Davies Evans Green Hall Harris Hill Hughes Jackson Johnson Jones Khan King Lee Lewis Martin Miller Moore Morgan O'Brien Patel Reid Roberts Robinson Scott Smith Taylor Thompson Turner Walker Ward White Williams Wilson Wood Wright Young",
  ),
  street: lines(
    'High Street, Station Road, Church Lane, Park Avenue, Mill Road, Queen Street, Maple Avenue, Oak Drive, King Street, Elm Road',
  ),
};

const POOLS: Readonly<Record<string, Pool>> = {
  en: ENGLISH,
  fr: {
    given: words(
      'Amélie Antoine Camille Chloé Élodie Émile Gabriel Hugo Inès Jules Léa Louis Lucas Manon Marie Nathan Noémie Paul Théo Zoé',
    ),
    family: words(
      'Bernard Bertrand Blanc Bonnet Boucher Côté Dubois Dupont Durand Fontaine Fournier Gagnon Garnier Girard Lambert Lefèvre Martin Mercier Moreau Petit Rousseau Roy Simon Tremblay Vincent',
    ),
    street: lines(
      "rue de la Gare, rue de l'Église, avenue Victor-Hugo, rue des Lilas, boulevard du Parc, rue du Moulin, place du Marché",
    ),
  },
  de: {
    given: words(
      'Anna Ben Clara Elias Emma Felix Finn Hannah Jonas Jürgen Käthe Lena Leon Lukas Mia Noah Paul Sabine Sophie Uwe',
    ),
    family: words(
      'Bauer Becker Fischer Fuchs Groß Hoffmann Jäger Keller Klein Koch Köhler Krause Lange Müller Neumann Richter Schäfer Schmidt Schneider Schröder Schulz Wagner Weber Weiß Wolf',
    ),
    street: lines('Hauptstraße, Bahnhofstraße, Gartenweg, Schulstraße, Lindenallee, Bergstraße, Am Markt'),
  },
  ja: {
    given: words('花子 太郎 陽菜 蓮 結衣 大翔 美咲 翔太 葵 健 さくら 直樹'),
    family: words('佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田'),
    street: lines('中央町, 本町, 桜通り, 緑町, 駅前通り, 栄町'),
    familyFirst: true,
    latin: {
      given: words('hanako taro hina ren yui hiroto misaki shota aoi ken sakura naoki'),
      family: words('sato suzuki takahashi tanaka ito watanabe yamamoto nakamura kobayashi kato yoshida yamada'),
    },
  },
  nl: {
    given: words('Anouk Bram Daan Eva Femke Jeroen Lotte Maarten Sanne Thijs Tess Wouter'),
    family: words('Bakker Bos Dekker Dijkstra Hendriks Jansen Kok Mulder Peters Smit Visser Vos'),
    street: lines('Dorpsstraat, Kerkstraat, Stationsweg, Molenweg, Julianalaan'),
  },
  es: {
    given: words('Alba Álvaro Carmen Diego Elena Hugo Inés José Lucía María Mateo Sofía'),
    family: words('Díaz Fernández García Gómez Hernández López Martínez Muñoz Pérez Romero Sánchez Torres'),
    street: lines('Calle Mayor, Calle del Sol, Avenida de la Paz, Plaza Nueva, Calle Real'),
  },
  it: {
    given: words('Alessia Andrea Chiara Elisa Francesco Giulia Luca Marco Martina Matteo Paolo Sara'),
    family: words('Bianchi Colombo Conti Costa Esposito Ferrari Gallo Greco Ricci Romano Rossi Russo'),
    street: lines('Via Roma, Via Garibaldi, Corso Italia, Via Dante, Piazza Cavour'),
  },
};

const poolOf = (language: string): Pool => POOLS[language.slice(0, 2)] ?? ENGLISH;

export interface PersonName {
  /** As the person writes it. */
  readonly full: string;
  /** `given.family` in a to z, for e-mail addresses. */
  readonly local: string;
}

/** The name that belongs to these keys, in that language (BCP 47). */
export function personName(language: string, ...keys: readonly number[]): PersonName {
  const pool = poolOf(language);
  const g = hash32(...keys, 1) % pool.given.length;
  const f = hash32(...keys, 2) % pool.family.length;
  const given = pool.given[g] ?? '';
  const family = pool.family[f] ?? '';
  return {
    full: pool.familyFirst === true ? `${family} ${given}` : `${given} ${family}`,
    local: `${plain(pool.latin?.given[g] ?? given)}.${plain(pool.latin?.family[f] ?? family)}`,
  };
}

export const streetName = (language: string, ...keys: readonly number[]): string =>
  itemOf(poolOf(language).street, ...keys);

const plain = (word: string): string =>
  word
    .replaceAll('ß', 'ss')
    .replaceAll('ü', 'ue')
    .replaceAll('ö', 'oe')
    .replaceAll('ä', 'ae')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
