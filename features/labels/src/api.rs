//! The routes, in Chatwoot's shapes.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_model::{Viewer, permissions};
use kernel_base::{AccountScope, ContactId, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Activity, ConversationRef, Ctx, Desk, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rules::{self, Title};
use crate::store::{self, Carrier, Label, NewLabel};
use crate::{MANAGE, READ};

/// Titles in one request at most.
const TITLES_MAX: usize = 50;

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/labels";
    const ONE: &str = "/api/v1/accounts/{account_id}/labels/{id}";
    const ON_CONVERSATION: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/labels";
    const ON_CONTACT: &str = "/api/v1/accounts/{account_id}/contacts/{id}/labels";
    let (read, manage) = (Access::Member(READ.name), Access::Member(MANAGE.name));
    let see = Access::Member(permissions::CONVERSATION_READ.name);
    let mark = Access::Member(permissions::CONVERSATION_WRITE.name);
    let see_contact = Access::Member(permissions::CONTACT_READ.name);
    let mark_contact = Access::Member(permissions::CONTACT_WRITE.name);
    Routes::new()
        .on(Method::GET, LIST, read, "Labels", "Lists the labels", list)
        .answer::<LabelList>(200)
        .on(Method::POST, LIST, manage, "Labels", "Creates a label", create)
        .body::<LabelBody>()
        .answer::<LabelView>(200)
        .on(Method::GET, ONE, read, "Labels", "Shows a label", show)
        .answer::<LabelView>(200)
        .on(Method::PATCH, ONE, manage, "Labels", "Changes a label", change)
        .body::<LabelBody>()
        .answer::<LabelView>(200)
        .on(Method::PUT, ONE, manage, "Labels", "Changes a label", change)
        .body::<LabelBody>()
        .answer::<LabelView>(200)
        .on(Method::DELETE, ONE, manage, "Labels", "Removes a label", remove)
        .on(Method::GET, ON_CONVERSATION, see, "Labels", "Lists a conversation's labels", of_conversation)
        .answer::<Titles>(200)
        .on(Method::POST, ON_CONVERSATION, mark, "Labels", "Sets a conversation's labels", set_conversation)
        .body::<TitlesBody>()
        .answer::<Titles>(200)
        .on(Method::GET, ON_CONTACT, see_contact, "Labels", "Lists a contact's labels", of_contact)
        .answer::<Titles>(200)
        .on(Method::POST, ON_CONTACT, mark_contact, "Labels", "Sets a contact's labels", set_contact)
        .body::<TitlesBody>()
        .answer::<Titles>(200)
}

/// A label.
#[derive(Serialize, ToSchema)]
#[schema(as = Label)]
struct LabelView {
    id: i64,
    title: String,
    description: Option<String>,
    /// `#RRGGBB`.
    color: String,
    show_on_sidebar: bool,
}

impl From<Label> for LabelView {
    fn from(l: Label) -> Self {
        Self {
            id: l.id,
            title: l.title,
            description: l.description,
            color: l.color,
            show_on_sidebar: l.show_on_sidebar,
        }
    }
}

/// All labels.
#[derive(Serialize, ToSchema)]
struct LabelList {
    payload: Vec<LabelView>,
}

/// What is to be stored of a label; on a change, what is absent stays.
#[derive(Deserialize, ToSchema)]
struct LabelBody {
    title: Option<String>,
    description: Option<String>,
    color: Option<String>,
    show_on_sidebar: Option<bool>,
}

/// Titles of the labels something carries.
#[derive(Serialize, ToSchema)]
struct Titles {
    payload: Vec<String>,
}

/// The titles something is to carry, in place of those it carries now.
#[derive(Deserialize, ToSchema)]
struct TitlesBody {
    labels: Vec<String>,
}

type Answer<T> = Result<Json<T>, Refusal>;

async fn list(State(ctx): State<Ctx>, member: Member) -> Answer<LabelList> {
    let scope = member.scope();
    let labels = ctx.store.read(move |tx| Ok::<_, Problem>(store::list(tx, &scope)?)).await?;
    Ok(Json(LabelList { payload: labels.into_iter().map(Into::into).collect() }))
}

async fn show(State(ctx): State<Ctx>, member: Member, Path((_, id)): Path<(i64, i64)>) -> Answer<LabelView> {
    let scope = member.scope();
    let label = ctx.store.read(move |tx| Ok::<_, Problem>(store::get(tx, &scope, id)?)).await?;
    Ok(Json(label.ok_or_else(Problem::not_found)?.into()))
}

async fn create(State(ctx): State<Ctx>, member: Member, Json(body): Json<LabelBody>) -> Answer<LabelView> {
    let title = Title::parse(&body.title.unwrap_or_default())?;
    let new = NewLabel {
        color: match body.color.as_deref() {
            Some(color) => rules::color(color)?,
            None => rules::color_of(&title).to_owned(),
        },
        description: rules::description(&body.description.unwrap_or_default())?,
        show_on_sidebar: body.show_on_sidebar.unwrap_or(true),
        title,
    };
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let label = ctx
        .store
        .write(move |tx| {
            let label = store::insert(tx, &scope, &new, tx.now()).map_err(taken)?;
            desk.cache_changed(tx, &scope, "label")?;
            Ok::<_, Problem>(label)
        })
        .await?;
    Ok(Json(label.into()))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(body): Json<LabelBody>,
) -> Answer<LabelView> {
    let title = body.title.as_deref().map(Title::parse).transpose()?;
    let description = body.description.as_deref().map(rules::description).transpose()?;
    let color = body.color.as_deref().map(rules::color).transpose()?;
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let label = ctx
        .store
        .write(move |tx| {
            let mut label = store::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            if let Some(title) = &title {
                label.title.clone_from(&title.text);
            }
            if let Some(description) = &description {
                label.description.clone_from(description);
            }
            if let Some(color) = &color {
                label.color.clone_from(color);
            }
            label.show_on_sidebar = body.show_on_sidebar.unwrap_or(label.show_on_sidebar);
            store::update(tx, &scope, &label, tx.now()).map_err(taken)?;
            desk.cache_changed(tx, &scope, "label")?;
            Ok::<_, Problem>(label)
        })
        .await?;
    Ok(Json(label.into()))
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    ctx.store
        .write(move |tx| {
            if !store::delete(tx, &scope, id)? {
                return Err(Problem::not_found());
            }
            desk.cache_changed(tx, &scope, "label")
        })
        .await?;
    Ok(StatusCode::OK)
}

async fn of_conversation(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Answer<Titles> {
    let (viewer, desk) = (member.viewer, ctx.desk.clone());
    let labels = ctx
        .store
        .read(move |tx| {
            let conversation = desk.conversation(tx, &viewer, number)?;
            Ok::<_, Problem>(store::carried(tx, &viewer.scope(), Carrier::Conversation, conversation.id.0)?)
        })
        .await?;
    Ok(Json(Titles { payload: labels.into_iter().map(|l| l.title).collect() }))
}

async fn of_contact(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Answer<Titles> {
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let labels = ctx
        .store
        .read(move |tx| {
            desk.contact(tx, &scope, ContactId(id))?;
            Ok::<_, Problem>(store::carried(tx, &scope, Carrier::Contact, id)?)
        })
        .await?;
    Ok(Json(Titles { payload: labels.into_iter().map(|l| l.title).collect() }))
}

async fn set_conversation(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Json(body): Json<TitlesBody>,
) -> Answer<Titles> {
    let wanted = titles(&body.labels)?;
    let (viewer, desk) = (member.viewer, ctx.desk.clone());
    let payload = ctx
        .store
        .write(move |tx| {
            let conversation = desk.conversation_held(tx, &viewer, number)?.itself(number)?;
            conversation_labels(tx, &*desk, &viewer, &conversation, &wanted)
        })
        .await?;
    Ok(Json(Titles { payload }))
}

async fn set_contact(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(body): Json<TitlesBody>,
) -> Answer<Titles> {
    let wanted = titles(&body.labels)?;
    let (viewer, desk) = (member.viewer, ctx.desk.clone());
    let payload =
        ctx.store.write(move |tx| contact_labels(tx, &*desk, &viewer, ContactId(id), &wanted)).await?;
    Ok(Json(Titles { payload }))
}

/// Makes a conversation carry these labels and no others, with the lines of its timeline.
pub(crate) fn conversation_labels(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    conversation: &ConversationRef,
    wanted: &[Title],
) -> Result<Vec<String>, Problem> {
    let set = set(tx, desk, &viewer.scope(), Carrier::Conversation, conversation.id.0, wanted)?;
    for (key, titles) in [("labels.activity.added", &set.added), ("labels.activity.removed", &set.removed)] {
        if !titles.is_empty() {
            let args = vec![("labels", titles.join(", ")), ("n", titles.len().to_string())];
            desk.activity(tx, viewer, conversation, &Activity { key, args })?;
        }
    }
    if set.changed() {
        desk.conversation_changed(tx, viewer, conversation)?;
    }
    Ok(set.now)
}

/// Makes a contact carry these labels and no others.
pub(crate) fn contact_labels(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    contact: ContactId,
    wanted: &[Title],
) -> Result<Vec<String>, Problem> {
    desk.contact(tx, &viewer.scope(), contact)?;
    let set = set(tx, desk, &viewer.scope(), Carrier::Contact, contact.0, wanted)?;
    if set.changed() {
        desk.contact_changed(tx, viewer, contact)?;
    }
    Ok(set.now)
}

/// What setting labels came to: titles.
struct Set {
    now: Vec<String>,
    added: Vec<String>,
    removed: Vec<String>,
}

impl Set {
    const fn changed(&self) -> bool {
        !self.added.is_empty() || !self.removed.is_empty()
    }
}

/// Makes a conversation or contact carry `wanted` and nothing else; titles that are new become labels.
fn set(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    scope: &AccountScope,
    carrier: Carrier,
    id: i64,
    wanted: &[Title],
) -> Result<Set, Problem> {
    let before = store::carried(tx, scope, carrier, id)?;
    let labels = known_or_new(tx, desk, scope, wanted)?;
    let missing = |from: &[Label], l: &Label| from.iter().all(|x| x.id != l.id);
    let added: Vec<&Label> = labels.iter().filter(|l| missing(&before, l)).collect();
    let removed: Vec<&Label> = before.iter().filter(|l| missing(&labels, l)).collect();
    let ids = |list: &[&Label]| list.iter().map(|l| l.id).collect::<Vec<_>>();
    let names = |list: &[&Label]| list.iter().map(|l| l.title.clone()).collect::<Vec<_>>();
    if !added.is_empty() {
        store::put_on(tx, scope, carrier, id, &ids(&added))?;
    }
    if !removed.is_empty() {
        store::take_off(tx, scope, carrier, id, &ids(&removed))?;
    }
    Ok(Set { now: names(&labels.iter().collect::<Vec<_>>()), added: names(&added), removed: names(&removed) })
}

fn known_or_new(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    scope: &AccountScope,
    wanted: &[Title],
) -> Result<Vec<Label>, Problem> {
    let folds: Vec<&str> = wanted.iter().map(|t| t.fold.as_str()).collect();
    let known = store::by_titles(tx, scope, &folds)?;
    let new: Vec<&Title> =
        wanted.iter().filter(|t| known.iter().all(|l| kernel_base::fold(&l.title) != t.fold)).collect();
    if new.is_empty() {
        return Ok(known);
    }
    for title in new {
        let color = rules::color_of(title).to_owned();
        let label = NewLabel { title: title.clone(), description: None, color, show_on_sidebar: false };
        store::ensure(tx, scope, &label, tx.now())?;
    }
    desk.cache_changed(tx, scope, "label")?;
    Ok(store::by_titles(tx, scope, &folds)?)
}

/// Reads a list of titles; one text may hold several parted by commas, as integrations send them.
pub(crate) fn titles(raw: &[String]) -> Result<Vec<Title>, Problem> {
    let mut wanted: Vec<Title> = Vec::new();
    for text in raw.iter().flat_map(|t| t.split(',')).filter(|t| !t.trim().is_empty()) {
        let title = Title::parse(text).map_err(|mut p| {
            p.fields.iter_mut().for_each(|f| f.field = "labels".to_owned());
            p
        })?;
        if wanted.iter().all(|t| t.fold != title.fold) {
            wanted.push(title);
        }
        if wanted.len() > TITLES_MAX {
            return Err(Problem::field("labels", "error.too_many_items").with("max", TITLES_MAX.to_string()));
        }
    }
    Ok(wanted)
}

fn taken(e: kernel_db::DbError) -> Problem {
    e.on_constraint("labels_title_key", "title", "error.taken")
}

#[cfg(test)]
mod tests;
