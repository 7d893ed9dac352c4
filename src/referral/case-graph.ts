import { createHash } from 'node:crypto';
import type { BagFile } from '../core/bag/bag-file.ts';
import { sha256Hex } from '../core/hash.ts';
import type { actorLabels } from './actor-label.ts';
import { exhibitPath, jsonBytes } from './exhibit-file.ts';
import type { Referral } from './referral.ts';

// CASE 1.4 on UCO 1.4 (caseontology.org, unifiedcyberontology.org).
const CONTEXT = {
  'case-investigation': 'https://ontology.caseontology.org/case/investigation/',
  'uco-action': 'https://ontology.unifiedcyberontology.org/uco/action/',
  'uco-core': 'https://ontology.unifiedcyberontology.org/uco/core/',
  'uco-identity': 'https://ontology.unifiedcyberontology.org/uco/identity/',
  'uco-observable': 'https://ontology.unifiedcyberontology.org/uco/observable/',
  'uco-tool': 'https://ontology.unifiedcyberontology.org/uco/tool/',
  'uco-types': 'https://ontology.unifiedcyberontology.org/uco/types/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

type Node = Readonly<Record<string, unknown>> & { readonly '@id': string };

/**
 * The case as a CASE/UCO graph: the investigation, who acted with which tool, each exhibit with its number, hash and place in the bag,
 * and the trace's answer as an annotation that says it is an inference. `files` are the payload's files so far, by path.
 */
export function caseGraph(
  referral: Referral,
  files: readonly BagFile[],
  labels: ReturnType<typeof actorLabels>,
): BagFile {
  const nodes = graphNodes(referral, files, labels);
  const investigation = {
    '@id': idOf(referral, 'investigation'),
    '@type': 'case-investigation:Investigation',
    'uco-core:name': referral.case,
    'uco-core:description': referral.title,
    'case-investigation:focus': ['Unauthorised disclosure of personal data'],
    'uco-action:startTime': dateTime(referral.openedAt),
    'uco-core:object': nodes.map(ref),
  };
  return { path: 'data/case.jsonld', bytes: jsonBytes({ '@context': CONTEXT, '@graph': [investigation, ...nodes] }) };
}

function graphNodes(
  referral: Referral,
  files: readonly BagFile[],
  labels: ReturnType<typeof actorLabels>,
): readonly Node[] {
  const id = (name: string): string => idOf(referral, name);
  const organisations = (referral.organisation?.controllers ?? []).map(
    (controller): Node => ({
      '@id': id(`organisation ${controller.id}`),
      '@type': 'uco-identity:Organization',
      'uco-core:name': controller.name,
    }),
  );
  const operator: Node = {
    '@id': id('operator'),
    '@type': 'uco-identity:Person',
    'uco-core:name': referral.madeBy,
    'uco-core:description': 'Operator who extracted the exhibits, by login name',
  };
  const tool: Node = {
    '@id': id('tool'),
    '@type': 'uco-tool:Tool',
    'uco-core:name': referral.tool.name,
    'uco-tool:version': referral.tool.version,
  };
  const byPath = new Map(files.map((file) => [file.path, file]));
  const originals = referral.exhibits.map((exhibit) => fileNode(referral, exhibitPath(exhibit), byPath));
  const provenance = referral.exhibits.map(
    (exhibit, i): Node => ({
      '@id': id(`provenance ${exhibit.id}`),
      '@type': 'case-investigation:ProvenanceRecord',
      'uco-core:description': `${exhibit.records.length} original records of ${exhibit.source.title}, batch ${exhibit.batch}`,
      'case-investigation:exhibitNumber': exhibit.id,
      'uco-core:object': originals.slice(i, i + 1).map(ref),
    }),
  );
  const timeline = fileNode(referral, 'data/timeline.csv', byPath);
  const derived = originals.map(
    (original, i): Node => ({
      '@id': id(`derived ${i}`),
      '@type': 'uco-observable:ObservableRelationship',
      'uco-core:isDirectional': true,
      'uco-core:kindOfRelationship': 'Derived_From',
      'uco-core:source': ref(timeline),
      'uco-core:target': ref(original),
    }),
  );
  const extraction: Node = {
    '@id': id('extraction'),
    '@type': 'case-investigation:InvestigativeAction',
    'uco-core:name': 'extracted',
    'uco-core:description': `Records of the actors and time in scope were copied unchanged from the log store (statement ${referral.statement.name}).`,
    'uco-action:endTime': dateTime(referral.madeAt),
    'uco-action:performer': ref(operator),
    'uco-action:instrument': [ref(tool)],
    'uco-action:result': [...originals, timeline, ...provenance].map(ref),
  };
  return [
    ...organisations,
    operator,
    tool,
    ...originals,
    timeline,
    ...derived,
    ...provenance,
    extraction,
    ...accountNodes(referral, labels),
  ];
}

/** Accounts that the question was about, and what the trace infers of those it names. No one is called a suspect. */
function accountNodes(referral: Referral, labels: ReturnType<typeof actorLabels>): readonly Node[] {
  const account = (label: string): Node => ({
    '@id': idOf(referral, `account ${label}`),
    '@type': 'uco-observable:DigitalAccount',
    'uco-core:hasFacet': [
      {
        '@id': idOf(referral, `account facet ${label}`),
        '@type': 'uco-observable:AccountFacet',
        'uco-observable:accountIdentifier': label,
      },
    ],
  });
  const inferences = (referral.trace?.named ?? []).map(
    ({ actor, eValue, posterior }): Node => ({
      '@id': idOf(referral, `inference ${actor}`),
      '@type': 'uco-core:Annotation',
      'uco-core:tag': ['inference'],
      'uco-core:description': `Inference, not a record: comparing the list found outside with the access log points at this account (e-value ${eValue.toExponential(2)}, posterior ${posterior.toFixed(5)}). A number alone accuses nobody.`,
      'uco-core:object': [{ '@id': idOf(referral, `account ${labels.of(actor)}`) }],
    }),
  );
  const named = (referral.trace?.named ?? []).map(({ actor }) => labels.of(actor));
  return [...[...new Set([...labels.all, ...named])].sort().map(account), ...inferences];
}

function fileNode(referral: Referral, path: string, files: ReadonlyMap<string, BagFile>): Node {
  const file = files.get(path);
  if (file === undefined) throw new Error('the graph names a file that the payload lacks');
  return {
    '@id': idOf(referral, `file ${path}`),
    '@type': 'uco-observable:File',
    'uco-core:hasFacet': [
      {
        '@id': idOf(referral, `file facet ${path}`),
        '@type': 'uco-observable:FileFacet',
        'uco-observable:fileName': path.slice(path.lastIndexOf('/') + 1),
        'uco-observable:filePath': path,
        'uco-observable:isDirectory': false,
        'uco-observable:sizeInBytes': file.bytes.length,
      },
      {
        '@id': idOf(referral, `content facet ${path}`),
        '@type': 'uco-observable:ContentDataFacet',
        'uco-observable:mimeType': path.endsWith('.csv') ? 'text/csv' : 'text/plain',
        'uco-observable:sizeInBytes': file.bytes.length,
        'uco-observable:hash': [
          {
            '@id': idOf(referral, `hash ${path}`),
            '@type': 'uco-types:Hash',
            'uco-types:hashMethod': 'SHA256',
            'uco-types:hashValue': { '@type': 'xsd:hexBinary', '@value': sha256Hex(file.bytes) },
          },
        ],
      },
    ],
  };
}

const ref = ({ '@id': id }: Node): { readonly '@id': string } => ({ '@id': id });

const dateTime = (instant: string): unknown => ({ '@type': 'xsd:dateTime', '@value': instant });

// The graph's own name space for names (RFC 9562 section 5.5), drawn at random once.
const NAME_SPACE = Buffer.from('b4d6f0a27c1e4f3f9a60d1c25e8837aa', 'hex');

/** A UUID of version 5, as UCO suggests, from the referral's random id and a name: the same node, the same id, in every export. */
function idOf(referral: Referral, name: string): string {
  const bytes = createHash('sha1').update(NAME_SPACE).update(`${referral.id}\n${name}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return `urn:uuid:${bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
}
