import { z } from 'zod';
import { diagnosisSchema } from '@/lib/model/diagnosis-schema';
import {
  createdShareSchema,
  diagnosisListSchema,
  problemSchema,
  seriesViewSchema,
  shareViewSchema,
  uploadAnswerSchema,
} from '@/lib/model/views-schema';
import {
  diagnoseQuery,
  listQuery,
  liveQuery,
  oneQuery,
  openQuery,
  seriesQuery,
  shareBody,
  workloadPath,
} from '../../_http/queries';

type Json = Record<string, unknown>;

/** Schemas are shown as what the API takes or gives: `io` says which. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

/** The fields of a zod object are zod schemas; its own type says less. */
function asSchema(field: unknown): z.ZodType {
  return field as z.ZodType;
}

const parametersOf = (schema: z.ZodObject, where: 'query' | 'path'): Json[] =>
  Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: where,
    required: where === 'path',
    schema: schemaOf(asSchema(field), 'input'),
  }));

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const jsonOf = (schema: Json): Json => ({ 'application/json': { schema } });
const answers = (description: string, schema: Json, status = '200'): Json => ({
  [status]: { description, content: jsonOf(schema) },
  default: { $ref: '#/components/responses/Problem' },
});

const upload = {
  required: true,
  description: 'The recording itself: a support bundle or a cluster dump (.tar.gz, .tar), or YAML or JSON of kubectl.',
  content: Object.fromEntries(
    ['application/gzip', 'application/x-tar', 'application/yaml', 'application/json', 'application/octet-stream'].map(
      (type) => [type, { schema: { type: 'string', format: 'binary' } }],
    ),
  ),
};
const inPath = (name: string, description: string): Json => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
});

/** The description of the HTTP API, OpenAPI 3.1, from the schemas that the routes parse with. */
export function openApiDocument(version: string): Json {
  const paths: Json = {
    '/api/v1/diagnoses': {
      get: {
        summary: 'Workloads, worst first',
        description: 'Healthy ones only with status=all. The totals do not depend on the filters.',
        parameters: parametersOf(listQuery, 'query'),
        responses: answers('One page', ref('DiagnosisList')),
      },
    },
    '/api/v1/diagnoses/{namespace}/{kind}/{name}': {
      get: {
        summary: 'The diagnosis of one workload, made now',
        parameters: [...parametersOf(workloadPath, 'path'), ...parametersOf(oneQuery, 'query')],
        responses: answers('The diagnosis', ref('Diagnosis')),
      },
    },
    '/api/v1/diagnoses/{namespace}/{kind}/{name}/series': {
      get: {
        summary: 'Its curves from Prometheus',
        description:
          'Points are [seconds since the epoch, value]; a missing scrape is a missing point. window: 1h where it is left out.',
        parameters: [...parametersOf(workloadPath, 'path'), ...parametersOf(seriesQuery, 'query')],
        responses: answers('Curves, and what could not be had', ref('SeriesView')),
      },
    },
    '/api/v1/diagnose': {
      post: {
        summary: 'All diagnoses of a recording',
        parameters: parametersOf(diagnoseQuery, 'query'),
        requestBody: upload,
        responses: answers(
          'Every workload with something to say; with status=all, every workload',
          ref('UploadAnswer'),
        ),
      },
    },
    '/api/v1/open': {
      post: {
        summary: 'Keep a recording open at /open/{id}, until 30 minutes after the last look',
        parameters: parametersOf(openQuery, 'query'),
        requestBody: upload,
        responses: answers(
          'It is open',
          { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
          '201',
        ),
      },
    },
    '/api/v1/shares': {
      post: {
        summary: 'Freeze a diagnosis under a secret link',
        requestBody: { required: true, content: jsonOf(schemaOf(shareBody, 'input')) },
        responses: answers('The link, which cannot be had again', ref('CreatedShare'), '201'),
      },
    },
    '/api/v1/shares/{token}': {
      get: {
        summary: 'A shared diagnosis, as it was frozen',
        parameters: [inPath('token', 'The last part of the link')],
        responses: answers('The diagnosis; 404 alike where it is unknown, expired or revoked', ref('ShareView')),
      },
    },
    '/api/v1/shares/{id}/revoke': {
      post: {
        summary: 'End a link and drop what it held',
        parameters: [inPath('id', 'As it was given when the link was made')],
        requestBody: { required: false, content: jsonOf({ type: 'object', additionalProperties: false }) },
        responses: { '204': { description: 'It has ended' }, default: { $ref: '#/components/responses/Problem' } },
      },
    },
    '/api/v1/live': {
      get: {
        summary: 'Every change, as server-sent events',
        description:
          'Of one cluster. Events: summary, gone, totals, freshness, clusters, resync; heartbeat first and in silence. Resume with Last-Event-ID.',
        parameters: parametersOf(liveQuery, 'query'),
        responses: {
          '200': { description: 'A stream', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
    '/api/v1/about': {
      get: {
        summary: 'What Unloop is connected to, and what it may not read',
        parameters: parametersOf(oneQuery, 'query'),
        responses: answers('The state of the connection', { type: 'object' }),
      },
    },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Unloop', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: {
        Diagnosis: schemaOf(diagnosisSchema),
        DiagnosisList: schemaOf(diagnosisListSchema),
        UploadAnswer: { ...schemaOf(uploadAnswerSchema) },
        CreatedShare: schemaOf(createdShareSchema),
        SeriesView: schemaOf(seriesViewSchema),
        ShareView: schemaOf(shareViewSchema),
        Problem: schemaOf(problemSchema),
      },
      responses: {
        Problem: {
          description: 'A refusal (RFC 9457)',
          content: { 'application/problem+json': { schema: ref('Problem') } },
        },
      },
    },
  };
}
