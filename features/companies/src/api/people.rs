//! The routes of a company's people and of what they wrote.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_model::conditions::Subject;
use desk_model::permissions;
use kernel_base::{ContactId, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::{Ctx, Desk, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{Answer, LAST_PAGE, TAG, found};
use crate::store;

/// What clients are told is stale when companies change or are gone.
pub(super) const LIST: &str = "company";
/// People or conversations on a page.
const PAGE: usize = 15;
/// Conversations and people that are looked through at most.
const REACH: usize = 10_000;

pub(super) fn routes() -> Routes<Ctx> {
    const PEOPLE: &str = "/api/v1/accounts/{account_id}/companies/{company_id}/contacts";
    let read = Access::Member(permissions::CONTACT_READ.name);
    let write = Access::Member(permissions::CONTACT_WRITE.name);
    Routes::new()
        .on(Method::GET, PEOPLE, read, TAG, "Lists a company's people by name, 15 on a page", list)
        .query("page", "Page from 1")
        .answer::<PeoplePage>(200)
        .on(Method::POST, PEOPLE, write, TAG, "Puts a contact into a company, out of any other", add)
        .body::<AddBody>()
        .answer::<PersonAnswer>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/companies/{company_id}/contacts/search",
            read,
            TAG,
            "Searches contacts that are not in a company yet",
            search,
        )
        .query("q", "What is looked for")
        .query("page", "Page from 1")
        .answer::<PeoplePage>(200)
        .on(
            Method::DELETE,
            "/api/v1/accounts/{account_id}/companies/{company_id}/contacts/{contact_id}",
            write,
            TAG,
            "Takes a contact out of a company",
            remove,
        )
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/companies/{company_id}/conversations",
            Access::Member(permissions::CONVERSATION_READ.name),
            TAG,
            "Lists the conversations of a company's people that the caller sees, the newest first",
            talks,
        )
        .query("page", "Page from 1")
        .answer::<TalksPage>(200)
}

/// A page of people.
#[derive(Serialize, ToSchema)]
#[schema(as = CompanyContactPage)]
struct PeoplePage {
    meta: PeopleMeta,
    /// Contacts.
    #[schema(value_type = Vec<Object>)]
    payload: Vec<Value>,
}

/// How many people there are, and which page this is.
#[derive(Serialize, ToSchema)]
#[schema(as = CompanyContactMeta)]
struct PeopleMeta {
    count: i64,
    current_page: i64,
}

/// A contact.
#[derive(Serialize, ToSchema)]
#[schema(as = CompanyContact)]
struct PersonAnswer {
    #[schema(value_type = Object)]
    payload: Value,
}

/// Who is put into the company.
#[derive(Deserialize, ToSchema)]
#[schema(as = AddCompanyContact)]
struct AddBody {
    contact_id: Option<i64>,
}

/// A page of conversations.
#[derive(Serialize, ToSchema)]
#[schema(as = CompanyConversationPage)]
struct TalksPage {
    meta: TalksMeta,
    /// Conversations.
    #[schema(value_type = Vec<Object>)]
    payload: Vec<Value>,
}

/// How many conversations there are, how many of them are open, and which page this is.
#[derive(Serialize, ToSchema)]
#[schema(as = CompanyConversationMeta)]
struct TalksMeta {
    total_count: usize,
    all_count: usize,
    open_count: usize,
    page: i64,
}

#[derive(Deserialize)]
struct Asked {
    q: Option<String>,
    page: Option<i64>,
}

impl Asked {
    fn page(&self) -> i64 {
        self.page.unwrap_or(1).clamp(1, LAST_PAGE)
    }
}

type Of = Path<(i64, i64)>;

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Of,
    Query(asked): Query<Asked>,
) -> Answer<PeoplePage> {
    let (desk, page) = (ctx.desk.clone(), asked.page());
    let read = move |tx: &mut Tx<'_>| {
        let scope = member.scope();
        found(tx, &scope, id)?;
        let (ids, count) = store::people(tx, &scope, id, page, PAGE as i64)?;
        let payload = desk.present_contacts(tx, &scope, &ids)?;
        Ok::<_, Problem>(PeoplePage { meta: PeopleMeta { count, current_page: page }, payload })
    };
    Ok(Json(ctx.store.read(read).await?))
}

async fn search(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Of,
    Query(asked): Query<Asked>,
) -> Answer<PeoplePage> {
    let (desk, page) = (ctx.desk.clone(), asked.page());
    let text: String = asked.q.unwrap_or_default().trim().chars().take(200).collect();
    if text.is_empty() {
        return Err(Problem::field("q", "error.required").into());
    }
    let read = move |tx: &mut Tx<'_>| {
        let scope = member.scope();
        found(tx, &scope, id)?;
        let part = |key: &str| json!({ "attribute_key": key, "filter_operator": "contains", "values": [text], "query_operator": "OR" });
        let mut conditions = vec![part("name"), part("email"), part("phone_number"), part("identifier")];
        if let Some(last) = conditions.last_mut() {
            last["query_operator"] = Value::Null;
        }
        let ids = desk.matching(tx, &member, Subject::Contact, &json!(conditions), 0, REACH)?;
        let mut others = Vec::new();
        for contact in ids {
            if store::company_of(tx, &scope, ContactId(contact))? != Some(id) {
                others.push(contact);
            }
        }
        let shown = page_of(&others, page);
        let payload = desk.present_contacts(tx, &scope, &shown)?;
        let count = i64::try_from(others.len()).unwrap_or(i64::MAX);
        Ok::<_, Problem>(PeoplePage { meta: PeopleMeta { count, current_page: page }, payload })
    };
    Ok(Json(ctx.store.read(read).await?))
}

fn page_of(all: &[i64], page: i64) -> Vec<i64> {
    let skip = usize::try_from(page - 1).unwrap_or_default().saturating_mul(PAGE);
    all.iter().skip(skip).take(PAGE).copied().collect()
}

fn shown(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    member: &Member,
    contact: ContactId,
) -> Result<PersonAnswer, Problem> {
    let payload = desk.present_contacts(tx, &member.scope(), &[contact.0])?.pop();
    Ok(PersonAnswer { payload: payload.ok_or_else(Problem::not_found)? })
}

async fn add(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Of,
    Json(body): Json<AddBody>,
) -> Answer<PersonAnswer> {
    let desk = ctx.desk.clone();
    let write = move |tx: &mut Tx<'_>| {
        let scope = member.scope();
        found(tx, &scope, id)?;
        let contact = body.contact_id.ok_or_else(|| Problem::field("contact_id", "error.required"))?;
        let contact = ContactId(contact);
        desk.contact(tx, &scope, contact)?;
        if store::company_of(tx, &scope, contact)? != Some(id) {
            store::place(tx, &scope, contact, Some(id))?;
            desk.contact_changed(tx, &member, contact)?;
        }
        shown(tx, &*desk, &member, contact)
    };
    Ok(Json(ctx.store.write(write).await?))
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id, contact)): Path<(i64, i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let (desk, contact) = (ctx.desk.clone(), ContactId(contact));
    let write = move |tx: &mut Tx<'_>| {
        let scope = member.scope();
        found(tx, &scope, id)?;
        if store::company_of(tx, &scope, contact)? != Some(id) {
            return Err(Problem::not_found());
        }
        store::place(tx, &scope, contact, None)?;
        desk.contact_changed(tx, &member, contact)
    };
    ctx.store.write(write).await?;
    Ok(StatusCode::OK)
}

async fn talks(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Of,
    Query(asked): Query<Asked>,
) -> Answer<TalksPage> {
    let (desk, page) = (ctx.desk.clone(), asked.page());
    let read = move |tx: &mut Tx<'_>| {
        let scope = member.scope();
        found(tx, &scope, id)?;
        let of = json!({ "attribute_key": "company_id", "filter_operator": "equal_to", "values": [id], "query_operator": "AND" });
        let status = |value: &str| json!({ "attribute_key": "status", "filter_operator": "equal_to", "values": [value], "query_operator": null });
        let all = json!([of, status("all")]);
        let mut all = desk.matching(tx, &member, Subject::Conversation, &all, 0, REACH)?;
        let open = json!([of, status("open")]);
        let open_count = desk.matching(tx, &member, Subject::Conversation, &open, 0, REACH)?.len();
        all.reverse();
        let mut rows = Vec::new();
        for number in page_of(&all, page) {
            rows.push(desk.conversation(tx, &member, number)?.id.0);
        }
        let payload = desk.present_conversations(tx, &scope, &rows)?;
        let (total_count, all_count) = (all.len(), all.len());
        Ok::<_, Problem>(TalksPage { meta: TalksMeta { total_count, all_count, open_count, page }, payload })
    };
    Ok(Json(ctx.store.read(read).await?))
}
