//! Lists by conditions: conversations, contacts, an address of an inbox; and the fields that conditions know.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::conditions::{Ready, fields, only_status, prepare};
use desk_core::contacts::{ContactOrder, by_source, filter};
use desk_core::conversations::{Filter, List, Order, counts, list};
use desk_core::{Core, inboxes, present};
use desk_model::conditions::{FieldKind, Operator, Subject, read_conditions};
use desk_model::{Viewer, permissions};
use desk_wire::{ContactJson, ConversationJson, ListCounts};
use kernel_base::{InboxId, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Query, Refusal, Routes};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::App;
use crate::contacts::{ContactList, one as one_contact, written};

const READ: Access = Access::Member(permissions::CONVERSATION_READ.name);
const READ_CONTACTS: Access = Access::Member(permissions::CONTACT_READ.name);

/// The table of routes.
pub(crate) fn routes() -> Routes<App> {
    Routes::new()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/filter",
            READ,
            "Conversations",
            "Lists the conversations that meet conditions",
            conversations,
        )
        .query("page", "Page from 1, 25 on each; empty past the end")
        .query("sort_by", "As in the list of conversations")
        .query("cursor", "`next_cursor` of the page before, instead of page")
        .body::<FilterForm>()
        .answer::<FilteredConversations>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/filter/meta",
            READ,
            "Conversations",
            "Counts the conversations that meet conditions",
            conversation_counts,
        )
        .body::<FilterForm>()
        .answer::<FilteredCounts>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/contacts/filter",
            READ_CONTACTS,
            "Contacts",
            "Lists the contacts that meet conditions",
            contacts,
        )
        .query("page", "Page from 1, 15 on each; empty past the end")
        .query("sort", "name (unless told), last_activity_at or created_at; with - backwards")
        .body::<FilterForm>()
        .answer::<ContactList>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/contact_inboxes/filter",
            READ_CONTACTS,
            "Contacts",
            "The contact behind an address in an inbox",
            by_address,
        )
        .body::<AddressForm>()
        .answer::<ContactJson>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/condition_fields",
            READ,
            "Conversations",
            "The fields that conditions may be about, with their operators",
            known,
        )
        .answer::<FieldList>(200)
}

/// Conditions in Chatwoot's form. They are joined in the order written; AND binds closer than OR.
#[derive(Deserialize, ToSchema)]
#[schema(as = ConditionsQuery)]
struct FilterForm {
    /// The conditions, at most 50.
    #[schema(value_type = Vec<ConditionBody>)]
    payload: Value,
    /// Where days begin, in hours east of Greenwich; 0 unless told.
    timezone_offset: Option<f64>,
}

/// A condition.
#[derive(ToSchema)]
#[schema(as = Condition)]
#[expect(dead_code, reason = "describes what is read from the values themselves")]
struct ConditionBody {
    /// The field, like `status`; see `condition_fields`.
    attribute_key: String,
    /// `equal_to`, `not_equal_to`, `contains`, `does_not_contain`, `starts_with`, `is_present`, `is_not_present`,
    /// `is_greater_than`, `is_less_than`, `days_before` or `minutes_before`.
    filter_operator: String,
    /// Texts, numbers, yes or no; one of them is enough.
    #[schema(value_type = Vec<Object>)]
    values: Option<Vec<Value>>,
    /// `AND` (unless told) or `OR`: how the next condition is joined.
    query_operator: Option<String>,
    /// For a custom attribute: `conversation_attribute` or `contact_attribute`.
    custom_attribute_type: Option<String>,
    /// For a custom attribute without a definition: `text`, `number`, `date` or `checkbox`.
    attribute_display_type: Option<String>,
    /// Instead of all but `query_operator`: a group, read as if in brackets.
    #[schema(value_type = Vec<Object>)]
    conditions: Option<Vec<Value>>,
}

/// Conversations that meet conditions.
#[derive(Serialize, ToSchema)]
struct FilteredConversations {
    /// Counts, and where the next page begins.
    meta: FilteredMeta,
    /// The conversations.
    #[schema(value_type = Vec<ConversationJson>)]
    payload: Vec<Value>,
}

#[derive(Serialize, ToSchema)]
struct FilteredMeta {
    #[serde(flatten)]
    counts: ListCounts,
    /// Send it back as `cursor`; null on the last page.
    next_cursor: Option<String>,
}

/// Counts alone.
#[derive(Serialize, ToSchema)]
struct FilteredCounts {
    /// Counts.
    meta: ListCounts,
}

/// An address of an inbox.
#[derive(Deserialize, ToSchema)]
#[schema(as = ContactInboxQuery)]
struct AddressForm {
    /// The inbox.
    inbox_id: i64,
    /// The address.
    source_id: String,
}

/// The fields that conditions may be about.
#[derive(Serialize, ToSchema)]
struct FieldList {
    /// The fields.
    payload: Vec<FieldView>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ConditionField)]
struct FieldView {
    /// `attribute_key` of a condition.
    attribute_key: String,
    /// `conversation` or `contact`.
    subject: &'static str,
    /// `text`, `number`, `checkbox`, `date`, `id`, `list` or `set`.
    kind: &'static str,
    /// Whether it is a custom attribute.
    custom: bool,
    /// Operators it takes.
    operators: Vec<&'static str>,
    /// For a list: its values.
    values: Vec<&'static str>,
}

#[derive(Deserialize)]
struct PageQuery {
    page: Option<i64>,
    sort: Option<String>,
    sort_by: Option<String>,
    cursor: Option<String>,
}

/// The conditions of a body, held against the account's fields.
fn ready(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    about: Subject,
    form: &FilterForm,
) -> Result<Vec<Ready>, Problem> {
    let hours = form.timezone_offset.unwrap_or_default();
    if !(-14.0..=14.0).contains(&hours) {
        return Err(Problem::field("timezone_offset", "error.wrong_value"));
    }
    let conditions = read_conditions(&form.payload)?;
    prepare(tx, core, viewer, about, &conditions, (hours * 3600.0) as i64)
}

/// Conditions in a query parameter, as JSON text, for a list of conversations.
pub(crate) fn of_query(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    text: &str,
    timezone_offset: Option<f64>,
) -> Result<Vec<Ready>, Problem> {
    let payload = serde_json::from_str(text).map_err(|_| Problem::field("conditions", "error.wrong_type"))?;
    ready(tx, core, viewer, Subject::Conversation, &FilterForm { payload, timezone_offset })
}

fn filtered(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, form: &FilterForm) -> Result<Filter, Problem> {
    let conditions = ready(tx, core, viewer, Subject::Conversation, form)?;
    Ok(Filter { status: only_status(&conditions), conditions, ..Filter::default() })
}

async fn conversations(
    State(app): State<App>,
    member: Member,
    Query(asked): Query<PageQuery>,
    Json(form): Json<FilterForm>,
) -> Result<Json<FilteredConversations>, Refusal> {
    let core = Arc::clone(&app.core);
    let order = match asked.sort_by.as_deref() {
        None => Order::default(),
        Some(name) => Order::from_wire(name).ok_or_else(|| Problem::field("sort_by", "error.wrong_value"))?,
    };
    let answer = app
        .core
        .store
        .read(move |tx| {
            let filter = filtered(tx, &core, &member, &form)?;
            let counts = counts(tx, &core, &member, &filter)?;
            let wanted = List { filter, order, cursor: asked.cursor.clone(), page: asked.page };
            let found = list(tx, &member, &wanted)?;
            let payload = present::conversations(tx, &core, &member.scope(), &found.items)?;
            Ok::<_, Problem>(FilteredConversations {
                meta: FilteredMeta { counts, next_cursor: found.next },
                payload,
            })
        })
        .await?;
    Ok(Json(answer))
}

async fn conversation_counts(
    State(app): State<App>,
    member: Member,
    Json(form): Json<FilterForm>,
) -> Result<Json<FilteredCounts>, Refusal> {
    let core = Arc::clone(&app.core);
    let meta = app
        .core
        .store
        .read(move |tx| {
            let filter = filtered(tx, &core, &member, &form)?;
            counts(tx, &core, &member, &filter)
        })
        .await?;
    Ok(Json(FilteredCounts { meta }))
}

async fn contacts(
    State(app): State<App>,
    member: Member,
    Query(asked): Query<PageQuery>,
    Json(form): Json<FilterForm>,
) -> Result<Json<ContactList>, Refusal> {
    let core = Arc::clone(&app.core);
    let order = ContactOrder::from_wire(asked.sort.as_deref().unwrap_or("name"));
    let answer = app
        .core
        .store
        .read(move |tx| {
            let conditions = ready(tx, &core, &member, Subject::Contact, &form)?;
            let found = filter(tx, &member.scope(), &conditions, order, asked.page.unwrap_or(1))?;
            written(tx, &core, &member, found, true)
        })
        .await?;
    Ok(Json(answer))
}

async fn by_address(
    State(app): State<App>,
    member: Member,
    Json(form): Json<AddressForm>,
) -> Result<Json<Value>, Refusal> {
    let core = Arc::clone(&app.core);
    let json = app
        .core
        .store
        .read(move |tx| {
            let inbox = InboxId(form.inbox_id);
            inboxes::inbox(tx, &member, inbox)?;
            let address = by_source(tx, &member.scope(), inbox, &form.source_id)?;
            one_contact(tx, &core, &member, address.contact)
        })
        .await?;
    Ok(Json(json))
}

async fn known(State(app): State<App>, member: Member) -> Result<Json<FieldList>, Refusal> {
    let core = Arc::clone(&app.core);
    let found = app.core.store.read(move |tx| fields(tx, &core, &member.scope())).await?;
    let payload = found.iter().map(|f| FieldView {
        attribute_key: f.key.clone().into_owned(),
        subject: if f.subject == Subject::Contact { "contact" } else { "conversation" },
        kind: f.kind.wire(),
        custom: f.is_custom(),
        operators: f.kind.operators().iter().map(|o| Operator::wire(*o)).collect(),
        values: match f.kind {
            FieldKind::Named(names) => names.iter().map(|(name, _)| *name).collect(),
            _ => Vec::new(),
        },
    });
    Ok(Json(FieldList { payload: payload.collect() }))
}
