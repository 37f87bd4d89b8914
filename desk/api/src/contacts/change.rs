//! Creating, changing, merging and deleting customers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::contacts::{
    Changes, add_address, address_for, change, create, delete, drop_attributes, merge,
};
use desk_core::{inboxes, messages, present};
use desk_model::permissions;
use desk_wire::{ContactInboxJson, ContactJson};
use kernel_base::{ContactId, InboxId, Problem};
use kernel_http::{Access, Form, Json, Path, Refusal, Routes, UploadedFile};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{ContactOne, TAG, one};
use crate::App;

const WRITE: Access = Access::Member(permissions::CONTACT_WRITE.name);
/// Bytes of a picture.
const PICTURE_MAX: u64 = 5 * 1024 * 1024;

pub(super) fn routes() -> Routes<App> {
    const ONE: &str = "/api/v1/accounts/{account_id}/contacts/{contact_id}";
    let mut routes = Routes::new()
        .on(Method::POST, "/api/v1/accounts/{account_id}/contacts", WRITE, TAG, "Creates a contact", add)
        .body_max(8 * 1024 * 1024)
        .body::<ContactForm>()
        .answer::<CreatedAnswer>(200);
    for method in [Method::PUT, Method::PATCH] {
        routes = routes
            .on(method, ONE, WRITE, TAG, "Changes a contact", update)
            .body_max(8 * 1024 * 1024)
            .body::<ContactForm>()
            .answer::<ContactOne>(200);
    }
    routes
        .on(
            Method::DELETE,
            ONE,
            Access::Member(permissions::CONTACT_DELETE.name),
            TAG,
            "Deletes a contact with all conversations, for good",
            destroy,
        )
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/contacts/{contact_id}/contact_inboxes",
            WRITE,
            TAG,
            "Gives a contact an address in an inbox",
            address,
        )
        .body::<AddressForm>()
        .answer::<ContactInboxJson>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/contacts/{contact_id}/destroy_custom_attributes",
            WRITE,
            TAG,
            "Removes custom attributes",
            drop_some,
        )
        .body::<DropForm>()
        .answer::<ContactOne>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/actions/contact_merge",
            WRITE,
            TAG,
            "Makes two contacts one",
            unite,
        )
        .body::<MergeForm>()
        .answer::<ContactJson>(200)
}

/// A contact to be created or changed; what is absent stays as it is.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
struct ContactForm {
    /// When creating: the inbox it gets an address in.
    inbox_id: Option<i64>,
    /// When creating: the address; a random one without it.
    source_id: Option<String>,
    /// Name.
    #[serde(default, deserialize_with = "kernel_http::some")]
    name: Option<Option<String>>,
    /// E-mail.
    #[serde(default, deserialize_with = "kernel_http::some")]
    email: Option<Option<String>>,
    /// Phone, E.164.
    #[serde(default, deserialize_with = "kernel_http::some")]
    phone_number: Option<Option<String>>,
    /// Id in the account's own systems.
    #[serde(default, deserialize_with = "kernel_http::some")]
    identifier: Option<Option<String>>,
    /// Address of a picture, https.
    #[serde(default, deserialize_with = "kernel_http::some")]
    avatar_url: Option<Option<String>>,
    /// Whether what they send is dropped.
    blocked: Option<bool>,
    /// Whether the e-mail is known to be theirs.
    email_verified: Option<bool>,
    /// Whether the phone is known to be theirs.
    phone_verified: Option<bool>,
    /// Facts to merge; an empty text or null removes one.
    #[schema(value_type = Object)]
    additional_attributes: Option<Map<String, Value>>,
    /// Attributes to merge; null removes one.
    #[schema(value_type = Object)]
    custom_attributes: Option<Map<String, Value>>,
}

/// A contact that was created.
#[derive(Serialize, ToSchema)]
#[schema(as = CreatedContact)]
struct CreatedAnswer {
    /// The contact and its address.
    payload: CreatedPayload,
}

#[derive(Serialize, ToSchema)]
#[schema(as = CreatedContactPayload)]
struct CreatedPayload {
    /// The contact.
    #[schema(value_type = ContactJson)]
    contact: Value,
    /// Its address, where an inbox was named.
    #[schema(value_type = Option<ContactInboxJson>)]
    contact_inbox: Value,
}

/// An address to be given.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewContactInbox)]
struct AddressForm {
    /// The inbox.
    inbox_id: i64,
    /// The address; a random one without it.
    source_id: Option<String>,
}

/// Attributes to be removed.
#[derive(Deserialize, ToSchema)]
#[schema(as = DropCustomAttributes)]
struct DropForm {
    /// Their keys.
    custom_attributes: Vec<String>,
}

/// Two contacts that are one.
#[derive(Deserialize, ToSchema)]
#[schema(as = MergeContacts)]
struct MergeForm {
    /// The one that stays.
    base_contact_id: i64,
    /// The one that goes.
    mergee_contact_id: i64,
    /// What the one that stays is to say afterwards, where both said something.
    fields: Option<ContactForm>,
}

impl ContactForm {
    fn changes(&self, picture: Option<String>) -> Changes {
        let text = |field: &Option<Option<String>>| field.clone().map(Option::unwrap_or_default);
        Changes {
            name: text(&self.name),
            email: text(&self.email),
            phone: text(&self.phone_number),
            identifier: text(&self.identifier),
            avatar: picture.or_else(|| text(&self.avatar_url)),
            blocked: self.blocked,
            email_verified: self.email_verified,
            phone_verified: self.phone_verified,
            additional_attributes: self.additional_attributes.clone().unwrap_or_default(),
            custom_attributes: self.custom_attributes.clone().unwrap_or_default(),
        }
    }
}

/// Stores the picture that came along.
async fn picture(app: &App, files: Vec<UploadedFile>) -> Result<Option<String>, Problem> {
    let Some(file) = files.into_iter().find(|f| f.field == "avatar") else { return Ok(None) };
    let limits = messages::FileLimits { size: PICTURE_MAX, count: 1 };
    let kept = messages::keep(
        &app.core,
        limits,
        vec![messages::Handed { name: file.name, data: file.data, voice: None }],
    )
    .await?
    .pop();
    match kept {
        Some(kept) if kept.width.is_some() => Ok(Some(kept.key)),
        _ => Err(Problem::field("avatar", "error.picture")),
    }
}

async fn add(
    State(app): State<App>,
    member: Member,
    Form { value: form, files }: Form<ContactForm>,
) -> Result<Json<CreatedAnswer>, Refusal> {
    let picture = picture(&app, files).await?;
    let core = Arc::clone(&app.core);
    let payload = app
        .core
        .store
        .write(move |tx| {
            let scope = member.scope();
            let c = create(tx, &core, &scope, &form.changes(picture.clone()), Some(member.user))?;
            if let Some(inbox) = form.inbox_id.map(InboxId) {
                inboxes::inbox(tx, &member, inbox)?;
                add_address(tx, &core, &scope, c.id, inbox, form.source_id.as_deref())?;
            }
            let contact = one(tx, &core, &member, c.id)?;
            let contact_inbox = contact.pointer("/contact_inboxes/0").cloned().unwrap_or_default();
            Ok::<_, Problem>(CreatedPayload { contact, contact_inbox })
        })
        .await?;
    Ok(Json(CreatedAnswer { payload }))
}

async fn update(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Form { value: form, files }: Form<ContactForm>,
) -> Result<Json<ContactOne>, Refusal> {
    let picture = picture(&app, files).await?;
    let core = Arc::clone(&app.core);
    let payload = app
        .core
        .store
        .write(move |tx| {
            let changes = form.changes(picture.clone());
            change(tx, &core, &member.scope(), ContactId(id), &changes, Some(member.user))?;
            one(tx, &core, &member, ContactId(id))
        })
        .await?;
    Ok(Json(ContactOne { payload }))
}

async fn destroy(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let core = Arc::clone(&app.core);
    app.core
        .store
        .write(move |tx| delete(tx, &core, &member.scope(), ContactId(id), Some(member.user)))
        .await?;
    Ok(StatusCode::OK)
}

async fn address(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(form): Json<AddressForm>,
) -> Result<Json<Value>, Refusal> {
    let core = Arc::clone(&app.core);
    let json = app
        .core
        .store
        .write(move |tx| {
            let scope = member.scope();
            inboxes::inbox(tx, &member, InboxId(form.inbox_id))?;
            let inbox = InboxId(form.inbox_id);
            let made = match form.source_id.as_deref() {
                Some(source_id) => add_address(tx, &core, &scope, ContactId(id), inbox, Some(source_id))?,
                None => address_for(tx, &core, &scope, ContactId(id), inbox, None)?,
            };
            let all = present::contact_inboxes(tx, &core, &scope, &[id])?.remove(&id).unwrap_or_default();
            let found = all.into_iter().find(|a| {
                a.pointer("/inbox/id").and_then(Value::as_i64) == Some(inbox.0)
                    && a.get("source_id").and_then(Value::as_str) == Some(made.source_id.as_str())
            });
            found.ok_or_else(Problem::not_found)
        })
        .await?;
    Ok(Json(json))
}

async fn drop_some(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(form): Json<DropForm>,
) -> Result<Json<ContactOne>, Refusal> {
    let core = Arc::clone(&app.core);
    let payload = app
        .core
        .store
        .write(move |tx| {
            let keys = &form.custom_attributes;
            drop_attributes(tx, &core, &member.scope(), ContactId(id), keys, Some(member.user))?;
            one(tx, &core, &member, ContactId(id))
        })
        .await?;
    Ok(Json(ContactOne { payload }))
}

async fn unite(
    State(app): State<App>,
    member: Member,
    Json(form): Json<MergeForm>,
) -> Result<Json<Value>, Refusal> {
    let core = Arc::clone(&app.core);
    let json = app
        .core
        .store
        .write(move |tx| {
            let (base, from) = (ContactId(form.base_contact_id), ContactId(form.mergee_contact_id));
            merge(tx, &core, &member.scope(), base, from, Some(member.user))?;
            if let Some(fields) = &form.fields {
                change(tx, &core, &member.scope(), base, &fields.changes(None), Some(member.user))?;
            }
            one(tx, &core, &member, base)
        })
        .await?;
    Ok(Json(json))
}
