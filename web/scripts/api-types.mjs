//! Writes the API's types from its OpenAPI: `node web/scripts/api-types.mjs <openapi.json or address>`.
//! With `--check` it only says whether the file is up to date.
import { readFileSync, writeFileSync } from 'node:fs'

const TARGET = new URL('../packages/core/src/api.gen.ts', import.meta.url)
const [source, ...flags] = process.argv.slice(2).filter((arg) => arg !== '--')
if (!source) throw new Error('usage: api-types.mjs <openapi.json or address> [--check]')
const text = /^https?:/.test(source) ? await (await fetch(source)).text() : readFileSync(source, 'utf8')
const { schemas } = JSON.parse(text).components

const NAMED = { integer: 'number', number: 'number', string: 'string', boolean: 'boolean', null: 'null' }

/** The type of a schema, as TypeScript. */
function typeOf(schema) {
  if (schema === true || schema === undefined) return 'unknown'
  if (schema.$ref) return schema.$ref.split('/').pop()
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.allOf) return schema.allOf.map(typeOf).map(wrap).join(' & ')
  if (schema.oneOf ?? schema.anyOf) return (schema.oneOf ?? schema.anyOf).map(typeOf).map(wrap).join(' | ')
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ')
  if (schema.type === 'array') return `${wrap(typeOf(schema.items))}[]`
  if (schema.properties)
    return `{ ${Object.entries(schema.properties)
      .map((entry) => member(schema, entry))
      .join('; ')} }`
  if (schema.type === 'object')
    return schema.additionalProperties
      ? `Record<string, ${typeOf(schema.additionalProperties)}>`
      : 'Record<string, unknown>'
  return NAMED[schema.type] ?? 'unknown'
}

const wrap = (type) => (/[|&]/.test(type) && !type.startsWith('{') ? `(${type})` : type)
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name))
const member = (schema, [name, of]) => `${key(name)}${schema.required?.includes(name) ? '' : '?'}: ${typeOf(of)}`
const doc = (schema, indent = '') =>
  schema.description ? `${indent}/** ${schema.description.replace(/\s+/g, ' ').replaceAll('*/', '')} */\n` : ''

function declare([name, schema]) {
  if (!schema.properties || schema.allOf) return `${doc(schema)}export type ${name} = ${typeOf(schema)}\n`
  const members = Object.entries(schema.properties).map((entry) => `${doc(entry[1], '  ')}  ${member(schema, entry)}\n`)
  if (schema.additionalProperties) members.push('  [key: string]: unknown\n')
  return `${doc(schema)}export interface ${name} {\n${members.join('')}}\n`
}

const head =
  "//! The API's types, written by `web/scripts/api-types.mjs` from `/api/openapi.json`. Not edited by hand.\n\n"
const written =
  head +
  Object.entries(schemas)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(declare)
    .join('\n')
if (flags.includes('--check')) {
  if (readFileSync(TARGET, 'utf8') !== written) {
    console.error('api.gen.ts is not what the OpenAPI says: run `node web/scripts/api-types.mjs` again')
    process.exitCode = 1
  }
} else writeFileSync(TARGET, written)
