//! The routes, in Chatwoot's shapes.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use kernel_base::Problem;
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::kinds::{Kind, Model};
use crate::rules;
use crate::store::{self, Definition};
use crate::{MANAGE, READ};

/// Definitions of an account at most.
const MOST: i64 = 300;
/// Name of the cached list that changes here.
const LIST_NAME: &str = "custom_attribute_definition";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/custom_attribute_definitions";
    const ONE: &str = "/api/v1/accounts/{account_id}/custom_attribute_definitions/{id}";
    const REACH: &str = "/api/v1/accounts/{account_id}/custom_attribute_definitions/{id}/reach";
    const TAG: &str = "Custom Attributes";
    let (read, manage) = (Access::Member(READ.name), Access::Member(MANAGE.name));
    Routes::new()
        .on(Method::GET, LIST, read, TAG, "Lists the custom attributes", list)
        .query("attribute_model", "0 or conversation_attribute, 1 or contact_attribute; all without it")
        .answer::<Vec<DefinitionView>>(200)
        .on(Method::POST, LIST, manage, TAG, "Creates a custom attribute", create)
        .body::<Fields>()
        .answer::<DefinitionView>(200)
        .on(Method::GET, ONE, read, TAG, "Shows a custom attribute", show)
        .answer::<DefinitionView>(200)
        .on(Method::PATCH, ONE, manage, TAG, "Changes a custom attribute; key and model stay", change)
        .body::<Fields>()
        .answer::<DefinitionView>(200)
        .on(Method::PUT, ONE, manage, TAG, "Changes a custom attribute; key and model stay", change)
        .body::<Fields>()
        .answer::<DefinitionView>(200)
        .on(
            Method::DELETE,
            ONE,
            manage,
            TAG,
            "Removes a custom attribute; values stay where they are",
            remove,
        )
        .no_content()
        .on(Method::GET, REACH, manage, TAG, "How many contacts or conversations have a value", reach)
        .answer::<ReachView>(200)
}

/// A custom attribute.
#[derive(Serialize, ToSchema)]
#[schema(as = CustomAttributeDefinition)]
struct DefinitionView {
    id: i64,
    attribute_display_name: String,
    /// `text`, `number`, `currency`, `percent`, `link`, `date`, `list`, `checkbox`, `cpf`, `cnpj`, `cep` or `phone`.
    attribute_display_type: &'static str,
    attribute_description: Option<String>,
    /// The key under which values are kept.
    attribute_key: String,
    /// What a text must match.
    regex_pattern: Option<String>,
    /// Said when it does not.
    regex_cue: Option<String>,
    /// The choices of a list.
    attribute_values: Vec<String>,
    /// `conversation_attribute` or `contact_attribute`.
    attribute_model: &'static str,
    default_value: Option<String>,
    /// ISO 8601.
    created_at: Option<String>,
    /// ISO 8601.
    updated_at: Option<String>,
}

impl From<Definition> for DefinitionView {
    fn from(d: Definition) -> Self {
        Self {
            id: d.id,
            attribute_display_name: d.title,
            attribute_display_type: d.kind.wire(),
            attribute_description: d.description,
            attribute_key: d.key,
            regex_pattern: d.pattern,
            regex_cue: d.cue,
            attribute_values: d.choices,
            attribute_model: d.model.wire(),
            default_value: d.default_value,
            created_at: d.created_at.iso(),
            updated_at: d.updated_at.iso(),
        }
    }
}

/// How far a custom attribute reaches.
#[derive(Serialize, ToSchema)]
#[schema(as = CustomAttributeReach)]
struct ReachView {
    /// Contacts or conversations with a value, counted up to ten thousand.
    count: i64,
}

/// What is to be stored; on a change, what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = CustomAttributeDefinitionBody)]
struct Fields {
    attribute_display_name: Option<String>,
    /// A name, or Chatwoot's number.
    #[schema(value_type = Option<String>)]
    attribute_display_type: Option<Value>,
    attribute_description: Option<String>,
    /// Made of the name without it.
    attribute_key: Option<String>,
    attribute_values: Option<Vec<String>>,
    /// A name, or Chatwoot's number.
    #[schema(value_type = Option<String>)]
    attribute_model: Option<Value>,
    /// Text, or a number.
    #[schema(value_type = Option<String>)]
    default_value: Option<Value>,
    regex_pattern: Option<String>,
    regex_cue: Option<String>,
    /// All of this may stand under this name instead.
    #[schema(value_type = Option<Object>)]
    custom_attribute_definition: Option<Value>,
}

impl Fields {
    /// The fields, where they stand under the name that Chatwoot's clients put around them.
    fn open(self) -> Result<Self, Problem> {
        match self.custom_attribute_definition {
            Some(inner) => serde_json::from_value(inner)
                .map_err(|_| Problem::field("custom_attribute_definition", "error.wrong_type")),
            None => Ok(self),
        }
    }
}

#[derive(Deserialize)]
struct Asked {
    attribute_model: Option<Value>,
}

type Answer<T> = Result<Json<T>, Refusal>;

fn model(value: &Value) -> Result<Model, Problem> {
    Model::from_wire(value).ok_or_else(|| Problem::field("attribute_model", "error.wrong_value"))
}

fn kind(value: &Value) -> Result<Kind, Problem> {
    Kind::from_wire(value).ok_or_else(|| Problem::field("attribute_display_type", "error.wrong_value"))
}

/// Puts what was given over what is there.
fn fill(d: &mut Definition, f: &Fields) -> Result<(), Problem> {
    if let Some(title) = &f.attribute_display_name {
        d.title = rules::title(title)?;
    }
    if let Some(value) = &f.attribute_display_type {
        d.kind = kind(value)?;
    }
    if let Some(text) = &f.attribute_description {
        d.description = rules::text("attribute_description", text)?;
    }
    if let Some(pattern) = &f.regex_pattern {
        d.pattern = rules::pattern(pattern)?;
    }
    if let Some(cue) = &f.regex_cue {
        d.cue = rules::text("regex_cue", cue)?;
    }
    match &f.default_value {
        None => {}
        Some(Value::Null) => d.default_value = None,
        Some(Value::String(text)) => d.default_value = rules::text("default_value", text)?,
        Some(other @ (Value::Number(_) | Value::Bool(_))) => d.default_value = Some(other.to_string()),
        Some(_) => return Err(Problem::field("default_value", "error.wrong_type")),
    }
    match (d.kind, &f.attribute_values) {
        (Kind::List, Some(given)) => d.choices = rules::choices(given)?,
        (Kind::List, None) if d.choices.is_empty() => d.choices = rules::choices(&[])?,
        (Kind::List, None) => {}
        _ => d.choices = Vec::new(),
    }
    Ok(())
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Answer<Vec<DefinitionView>> {
    let scope = member.scope();
    let wanted = asked.attribute_model.as_ref().and_then(Model::from_wire);
    let all = ctx.store.read(move |tx| Ok::<_, Problem>(store::list(tx, &scope, wanted)?)).await?;
    Ok(Json(all.into_iter().map(Into::into).collect()))
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Answer<DefinitionView> {
    let scope = member.scope();
    let found = ctx.store.read(move |tx| Ok::<_, Problem>(store::get(tx, &scope, id)?)).await?;
    Ok(Json(found.ok_or_else(Problem::not_found)?.into()))
}

async fn create(State(ctx): State<Ctx>, member: Member, Json(body): Json<Fields>) -> Answer<DefinitionView> {
    let fields = body.open()?;
    let title = rules::title(fields.attribute_display_name.as_deref().unwrap_or_default())?;
    let now = ctx.clock.now();
    let mut new = Definition {
        id: 0,
        model: fields.attribute_model.as_ref().map(model).transpose()?.unwrap_or(Model::Conversation),
        key: rules::key(fields.attribute_key.as_deref(), &title)?,
        title,
        description: None,
        kind: Kind::Text,
        choices: Vec::new(),
        default_value: None,
        pattern: None,
        cue: None,
        created_at: now,
        updated_at: now,
    };
    fill(&mut new, &fields)?;
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let made = ctx
        .store
        .write(move |tx| {
            if store::count(tx, &scope)? >= MOST {
                let many = Problem::field("attribute_key", "error.too_many_items");
                return Err(many.with("max", MOST.to_string()));
            }
            let made = store::insert(tx, &scope, &new).map_err(|e| {
                e.on_constraint("attribute_definitions_name_key", "attribute_key", "error.taken")
            })?;
            desk.cache_changed(tx, &scope, LIST_NAME)?;
            Ok::<_, Problem>(made)
        })
        .await?;
    Ok(Json(made.into()))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(body): Json<Fields>,
) -> Answer<DefinitionView> {
    let fields = body.open()?;
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let changed = ctx
        .store
        .write(move |tx| {
            let mut d = store::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            // Values are kept under the key: another one would lose them.
            if fields.attribute_key.as_ref().is_some_and(|key| *key != d.key) {
                return Err(Problem::field("attribute_key", "attributes.error.fixed"));
            }
            if let Some(given) = &fields.attribute_model
                && model(given)? != d.model
            {
                return Err(Problem::field("attribute_model", "attributes.error.fixed"));
            }
            fill(&mut d, &fields)?;
            d.updated_at = tx.now();
            store::update(tx, &scope, &d)?;
            desk.cache_changed(tx, &scope, LIST_NAME)?;
            Ok::<_, Problem>(d)
        })
        .await?;
    Ok(Json(changed.into()))
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
            desk.cache_changed(tx, &scope, LIST_NAME)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn reach(State(ctx): State<Ctx>, member: Member, Path((_, id)): Path<(i64, i64)>) -> Answer<ReachView> {
    let scope = member.scope();
    let count = ctx
        .store
        .read(move |tx| {
            let found = store::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            Ok::<_, Problem>(store::reach(tx, &scope, &found)?)
        })
        .await?;
    Ok(Json(ReachView { count }))
}

#[cfg(test)]
mod tests;
