//! Who is here, a contact's picture, files and likely doubles.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::contacts::{Changes, active, change, contact, twins};
use desk_core::conversations::previous;
use desk_core::messages;
use desk_model::permissions;
use desk_wire::{AttachmentJson, ContactJson};
use kernel_base::{ContactId, Problem};
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::Member;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{ContactList, ContactOne, ListQuery, READ, TAG, one, with_addresses, written};
use crate::App;

/// Conversations whose files are listed.
const CONVERSATIONS: i64 = 100;
/// Files that are listed.
const FILES: i64 = 100;

pub(super) fn routes() -> Routes<App> {
    Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/contacts/active",
            READ,
            TAG,
            "Contacts who are online now",
            here,
        )
        .query("page", "Page from 1, 15 on each")
        .answer::<ContactList>(200)
        .on(
            Method::DELETE,
            "/api/v1/accounts/{account_id}/contacts/{contact_id}/avatar",
            Access::Member(permissions::CONTACT_WRITE.name),
            TAG,
            "Removes a contact's picture",
            drop_picture,
        )
        .answer::<ContactOne>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/contacts/{contact_id}/attachments",
            READ,
            TAG,
            "The newest files of a contact's conversations that the caller may see",
            files,
        )
        .answer::<FileList>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/contacts/{contact_id}/duplicates",
            READ,
            TAG,
            "Contacts who are perhaps the same person, with what they share",
            doubles,
        )
        .answer::<DoubleList>(200)
}

/// Files of a contact.
#[derive(Serialize, ToSchema)]
#[schema(as = ContactFiles)]
struct FileList {
    /// The files, the newest first.
    #[schema(value_type = Vec<AttachmentJson>)]
    payload: Vec<Value>,
}

/// Contacts who are perhaps the same person.
#[derive(Serialize, ToSchema)]
#[schema(as = ContactDoubles)]
struct DoubleList {
    /// The others.
    payload: Vec<Double>,
}

/// A contact who is perhaps the same person.
#[derive(Serialize, ToSchema)]
#[schema(as = ContactDouble)]
struct Double {
    /// What they share: `email`, `phone` (with or without the ninth digit), `cpf`, `cnpj`…
    shared: Vec<String>,
    /// The other contact.
    #[schema(value_type = ContactJson)]
    contact: Value,
}

async fn here(
    State(app): State<App>,
    member: Member,
    Query(asked): Query<ListQuery>,
) -> Result<Json<ContactList>, Refusal> {
    let core = Arc::clone(&app.core);
    let page = asked.page.unwrap_or(1);
    let answer = app
        .core
        .store
        .read(move |tx| {
            let found = active(tx, &core, &member.scope(), page)?;
            written(tx, &core, &member, found, true)
        })
        .await?;
    Ok(Json(answer))
}

async fn drop_picture(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<ContactOne>, Refusal> {
    let core = Arc::clone(&app.core);
    let payload = app
        .core
        .store
        .write(move |tx| {
            let changes = Changes { avatar: Some(String::new()), ..Changes::default() };
            change(tx, &core, &member.scope(), ContactId(id), &changes, Some(member.user))?;
            one(tx, &core, &member, ContactId(id))
        })
        .await?;
    Ok(Json(ContactOne { payload }))
}

async fn files(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<FileList>, Refusal> {
    let core = Arc::clone(&app.core);
    let payload = app
        .core
        .store
        .read(move |tx| {
            contact(tx, &member.scope(), ContactId(id))?;
            let of = previous(tx, &member, ContactId(id), None, CONVERSATIONS)?;
            messages::newest_files(tx, &core, &member, &of, FILES)
        })
        .await?;
    Ok(Json(FileList { payload }))
}

async fn doubles(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<DoubleList>, Refusal> {
    let core = Arc::clone(&app.core);
    let payload = app
        .core
        .store
        .read(move |tx| {
            let found = twins(tx, &member.scope(), ContactId(id))?;
            let mut all = Vec::with_capacity(found.len());
            for twin in found {
                if let Some(contact) = with_addresses(tx, &core, &member, &[twin.contact.0])?.pop() {
                    all.push(Double { shared: twin.shared, contact });
                }
            }
            Ok::<_, Problem>(all)
        })
        .await?;
    Ok(Json(DoubleList { payload }))
}
