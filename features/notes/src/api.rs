//! The routes: contact notes in Chatwoot's shape, conversation notes in the same.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_model::permissions;
use kernel_base::{ContactId, Problem, UserId};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{ConversationRef, Ctx, Desk, Member};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::store::{self, About, Note};

/// Characters of a note.
const CONTENT_MAX: usize = 10_000;
/// Notes about one thing at most.
const MOST: i64 = 1000;
/// What clients are told is stale when a note was written, rewritten or removed: which one it was is read anew by
/// those who may see it.
const LIST: &str = "note";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const TAG: &str = "Notes";
    let see = Access::Member(permissions::CONTACT_READ.name);
    let write = Access::Member(permissions::CONTACT_WRITE.name);
    let see_talk = Access::Member(permissions::CONVERSATION_READ.name);
    let write_talk = Access::Member(permissions::CONVERSATION_WRITE.name);
    let list = "/api/v1/accounts/{account_id}/contacts/{contact_id}/notes";
    let one = "/api/v1/accounts/{account_id}/contacts/{contact_id}/notes/{id}";
    let mut routes = Routes::new()
        .on(Method::GET, list, see, TAG, "Lists a contact's notes, the newest first", of_contact)
        .answer::<Vec<NoteView>>(200)
        .on(Method::POST, list, write, TAG, "Writes a note about a contact", add_contact)
        .body::<NoteBody>()
        .answer::<NoteView>(200)
        .on(Method::GET, one, see, TAG, "Shows a note about a contact", one_contact)
        .answer::<NoteView>(200)
        .on(Method::DELETE, one, write, TAG, "Removes a note about a contact", drop_contact);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, one, write, TAG, "Rewrites a note about a contact", change_contact)
            .body::<NoteBody>()
            .answer::<NoteView>(200);
    }
    let list = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/notes";
    let one = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/notes/{id}";
    routes
        .on(Method::GET, list, see_talk, TAG, "Lists a conversation's notes, the newest first", of_talk)
        .answer::<Vec<NoteView>>(200)
        .on(Method::POST, list, write_talk, TAG, "Writes a note about a conversation", add_talk)
        .body::<NoteBody>()
        .answer::<NoteView>(200)
        .on(Method::PATCH, one, write_talk, TAG, "Rewrites a note about a conversation", change_talk)
        .body::<NoteBody>()
        .answer::<NoteView>(200)
        .on(Method::DELETE, one, write_talk, TAG, "Removes a note about a conversation", drop_talk)
}

/// A note.
#[derive(Serialize, ToSchema)]
#[schema(as = Note)]
struct NoteView {
    id: i64,
    content: String,
    account_id: i64,
    /// For a note about a contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_id: Option<i64>,
    /// For a note about a conversation: its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation_id: Option<i64>,
    /// Who wrote it; null once they have left.
    #[schema(value_type = Option<Object>)]
    user: Value,
    /// Epoch seconds.
    created_at: i64,
    /// Epoch seconds.
    updated_at: i64,
}

/// What is to be written.
#[derive(Deserialize, ToSchema)]
struct NoteBody {
    /// The text.
    content: Option<String>,
    /// The text may stand in here instead.
    #[schema(value_type = Option<Object>)]
    note: Option<Value>,
}

impl NoteBody {
    fn text(&self) -> Result<String, Problem> {
        let inner = self.note.as_ref().and_then(|n| n.get("content")).and_then(Value::as_str);
        let text = self.content.as_deref().or(inner).unwrap_or_default().trim();
        if text.is_empty() {
            return Err(Problem::field("content", "error.required"));
        }
        if text.chars().count() > CONTENT_MAX {
            return Err(Problem::field("content", "error.too_long").with("max", CONTENT_MAX.to_string()));
        }
        Ok(text.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect())
    }
}

/// What the path names: a contact's id or a conversation's number.
#[derive(Clone, Copy)]
enum Named {
    Contact(i64),
    Talk(i64),
}

impl Named {
    /// What is meant, if the member may see it.
    fn about(self, tx: &mut Tx<'_>, desk: &dyn Desk, member: &Member) -> Result<About, Problem> {
        self.with(tx, desk, member, |tx, number| desk.conversation(tx, member, number))
    }

    /// The same, kept for this transaction.
    fn held(self, tx: &mut Tx<'_>, desk: &dyn Desk, member: &Member) -> Result<About, Problem> {
        self.with(tx, desk, member, |tx, number| desk.conversation_held(tx, member, number))
    }

    fn with(
        self,
        tx: &mut Tx<'_>,
        desk: &dyn Desk,
        member: &Member,
        find: impl Fn(&mut Tx<'_>, i64) -> Result<ConversationRef, Problem>,
    ) -> Result<About, Problem> {
        Ok(match self {
            Self::Contact(id) => {
                desk.contact(tx, &member.scope(), ContactId(id))?;
                About::Contact(ContactId(id))
            }
            Self::Talk(number) => About::Conversation(find(tx, number)?.id),
        })
    }
}

fn shown(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    member: &Member,
    named: Named,
    notes: Vec<Note>,
) -> Result<Vec<NoteView>, Problem> {
    let mut users: Vec<UserId> = notes.iter().map(|n| n.user).collect();
    users.sort_unstable();
    users.dedup();
    let people = desk.present_agents(tx, &member.scope(), &users)?;
    let (contact_id, conversation_id) = match named {
        Named::Contact(id) => (Some(id), None),
        Named::Talk(number) => (None, Some(number)),
    };
    let view = |n: Note| NoteView {
        id: n.id,
        content: n.content,
        account_id: member.scope().id(),
        contact_id,
        conversation_id,
        user: people
            .iter()
            .find(|p| p.get("id").and_then(Value::as_i64) == Some(n.user.0))
            .cloned()
            .unwrap_or_default(),
        created_at: n.created_at.secs(),
        updated_at: n.updated_at.secs(),
    };
    Ok(notes.into_iter().map(view).collect())
}

fn alone(mut notes: Vec<NoteView>) -> Result<NoteView, Problem> {
    notes.pop().ok_or_else(Problem::not_found)
}

type Answer<T> = Result<Json<T>, Refusal>;

async fn list(ctx: Ctx, member: Member, named: Named) -> Answer<Vec<NoteView>> {
    let desk = ctx.desk.clone();
    let read = move |tx: &mut Tx<'_>| {
        let about = named.about(tx, &*desk, &member)?;
        let notes = store::list(tx, &member.scope(), about, MOST)?;
        shown(tx, &*desk, &member, named, notes)
    };
    Ok(Json(ctx.store.read(read).await?))
}

async fn add(ctx: Ctx, member: Member, named: Named, body: NoteBody) -> Answer<NoteView> {
    let (desk, text) = (ctx.desk.clone(), body.text()?);
    let write = move |tx: &mut Tx<'_>| {
        let about = named.held(tx, &*desk, &member)?;
        if store::count(tx, &member.scope(), about)? >= MOST {
            return Err(Problem::field("content", "error.too_many_items").with("max", MOST.to_string()));
        }
        let note = store::insert(tx, &member.scope(), about, member.user, &text)?;
        desk.cache_changed(tx, &member.scope(), LIST)?;
        alone(shown(tx, &*desk, &member, named, vec![note])?)
    };
    Ok(Json(ctx.store.write(write).await?))
}

async fn change(ctx: Ctx, member: Member, named: Named, id: i64, body: NoteBody) -> Answer<NoteView> {
    let (desk, text) = (ctx.desk.clone(), body.text()?);
    let write = move |tx: &mut Tx<'_>| {
        let about = named.held(tx, &*desk, &member)?;
        let note = store::update(tx, &member.scope(), about, id, &text)?;
        if note.is_some() {
            desk.cache_changed(tx, &member.scope(), LIST)?;
        }
        alone(shown(tx, &*desk, &member, named, note.into_iter().collect())?)
    };
    Ok(Json(ctx.store.write(write).await?))
}

async fn remove(ctx: Ctx, member: Member, named: Named, id: i64) -> Result<StatusCode, Refusal> {
    let desk = ctx.desk.clone();
    let write = move |tx: &mut Tx<'_>| {
        let about = named.held(tx, &*desk, &member)?;
        match store::delete(tx, &member.scope(), about, id)? {
            true => desk.cache_changed(tx, &member.scope(), LIST),
            false => Err(Problem::not_found()),
        }
    };
    ctx.store.write(write).await?;
    Ok(StatusCode::OK)
}

type Of = Path<(i64, i64)>;
type One = Path<(i64, i64, i64)>;

async fn of_contact(State(ctx): State<Ctx>, member: Member, Path((_, of)): Of) -> Answer<Vec<NoteView>> {
    list(ctx, member, Named::Contact(of)).await
}

async fn of_talk(State(ctx): State<Ctx>, member: Member, Path((_, of)): Of) -> Answer<Vec<NoteView>> {
    list(ctx, member, Named::Talk(of)).await
}

async fn add_contact(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, of)): Of,
    Json(body): Json<NoteBody>,
) -> Answer<NoteView> {
    add(ctx, member, Named::Contact(of), body).await
}

async fn add_talk(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, of)): Of,
    Json(body): Json<NoteBody>,
) -> Answer<NoteView> {
    add(ctx, member, Named::Talk(of), body).await
}

async fn one_contact(State(ctx): State<Ctx>, member: Member, Path((_, of, id)): One) -> Answer<NoteView> {
    let desk = ctx.desk.clone();
    let read = move |tx: &mut Tx<'_>| {
        let about = Named::Contact(of).about(tx, &*desk, &member)?;
        let note = store::get(tx, &member.scope(), about, id)?;
        alone(shown(tx, &*desk, &member, Named::Contact(of), note.into_iter().collect())?)
    };
    Ok(Json(ctx.store.read(read).await?))
}

async fn change_contact(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, of, id)): One,
    Json(body): Json<NoteBody>,
) -> Answer<NoteView> {
    change(ctx, member, Named::Contact(of), id, body).await
}

async fn change_talk(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, of, id)): One,
    Json(body): Json<NoteBody>,
) -> Answer<NoteView> {
    change(ctx, member, Named::Talk(of), id, body).await
}

async fn drop_contact(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, of, id)): One,
) -> Result<StatusCode, Refusal> {
    remove(ctx, member, Named::Contact(of), id).await
}

async fn drop_talk(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, of, id)): One,
) -> Result<StatusCode, Refusal> {
    remove(ctx, member, Named::Talk(of), id).await
}

#[cfg(test)]
mod tests;
