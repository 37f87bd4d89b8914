//! Companies, from the server.
import type { Contact, DeskContext } from '@guiche/core'

/** A company. */
export interface Company {
  id: number
  name: string
  domain: string | null
  cnpj: string | null
  description: string
  avatar_url: string
  custom_attributes: Record<string, string | number | boolean>
  contacts_count: number
  created_at: number
  updated_at: number
}

/** A page of companies. */
export interface CompanyPage {
  meta: { total_count: number; page: number }
  payload: Company[]
}

/** What a company is to be. */
export type CompanyFields = Partial<Pick<Company, 'name' | 'domain' | 'cnpj' | 'description' | 'avatar_url' | 'custom_attributes'>>

/** A page of those that hold a text, in an order (`name`, `-contacts_count`…). */
export function companies(desk: DeskContext, text: string, sort: string, page: number): Promise<CompanyPage> {
  const query = new URLSearchParams({ sort, page: String(page), ...(text.trim() ? { q: text.trim() } : {}) })
  return desk.api.http.get<CompanyPage>(desk.api.path(`companies${text.trim() ? '/search' : ''}?${query}`))
}

/** One of them. */
export async function company(desk: DeskContext, id: number): Promise<Company> {
  return (await desk.api.http.get<{ payload: Company }>(desk.api.path(`companies/${id}`))).payload
}

/** Adds one, or changes the one of this id. */
export async function keep(desk: DeskContext, fields: CompanyFields, id?: number): Promise<Company> {
  const path = desk.api.path(id === undefined ? 'companies' : `companies/${id}`)
  const answer = await (id === undefined ? desk.api.http.post<{ payload: Company }>(path, fields) : desk.api.http.patch<{ payload: Company }>(path, fields))
  return answer.payload
}

/** The company a contact belongs to. */
export function companyOf(contact: Contact): { id: number; name: string } | null {
  return (contact as { company?: { id: number; name: string } | null }).company ?? null
}

/** Puts a contact into a company; answers the contact. */
export async function place(desk: DeskContext, id: number, contact: number): Promise<Contact> {
  return (await desk.api.http.post<{ payload: Contact }>(desk.api.path(`companies/${id}/contacts`), { contact_id: contact })).payload
}

/** Takes a contact out of a company. */
export async function takeOut(desk: DeskContext, id: number, contact: number): Promise<void> {
  await desk.api.http.delete(desk.api.path(`companies/${id}/contacts/${contact}`))
}

/** A CNPJ as it is written: `12.345.678/0001-95`. */
export function cnpjText(cnpj: string): string {
  return cnpj.replace(/^(.{2})(.{3})(.{3})(.{4})(.{2})$/, '$1.$2.$3/$4-$5')
}

/** Where a company's page is. */
export function pageOf(desk: DeskContext, id?: number): string {
  return `/app/accounts/${desk.accountId}/companies${id === undefined ? '' : `/${id}`}`
}
