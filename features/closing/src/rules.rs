//! The routes of the rules.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_model::Viewer;
use desk_model::conditions::Subject;
use kernel_base::Problem;
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Desk, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::MANAGE;
use crate::store::{self, RULES_MAX, Rule};

/// Characters of a name or a key at most.
const TEXT_MAX: usize = 120;
/// Attributes of a rule at most.
const ATTRIBUTES_MAX: usize = 30;
const TAG: &str = "Closing";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/close_rules";
    const ONE: &str = "/api/v1/accounts/{account_id}/close_rules/{id}";
    let manage = Access::Member(MANAGE.name);
    Routes::new()
        .on(Method::GET, LIST, manage, TAG, "What has to be there before conversations are resolved", list)
        .answer::<RuleList>(200)
        .on(Method::POST, LIST, manage, TAG, "Adds a rule", create)
        .body::<RuleForm>()
        .answer::<RuleView>(200)
        .on(Method::PATCH, ONE, manage, TAG, "Changes a rule", change)
        .body::<RuleForm>()
        .answer::<RuleView>(200)
        .on(Method::DELETE, ONE, manage, TAG, "Removes a rule", remove)
}

/// A rule.
#[derive(Serialize, ToSchema)]
#[schema(as = CloseRule)]
struct RuleView {
    id: i64,
    name: String,
    /// For which conversations, in the language of conditions; an empty list is all.
    #[schema(value_type = Vec<Object>)]
    conditions: Value,
    needs_reason: bool,
    needs_label: bool,
    attributes: Vec<Attribute>,
    enabled: bool,
}

/// An attribute that must have a value.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = CloseAttribute)]
struct Attribute {
    key: String,
    /// `conversation` or `contact`.
    of: String,
}

/// The rules.
#[derive(Serialize, ToSchema)]
#[schema(as = CloseRuleList)]
struct RuleList {
    payload: Vec<RuleView>,
}

/// What is to be stored of a rule; on a change, what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = CloseRuleForm)]
struct RuleForm {
    name: Option<String>,
    #[schema(value_type = Vec<Object>)]
    conditions: Option<Value>,
    needs_reason: Option<bool>,
    needs_label: Option<bool>,
    attributes: Option<Vec<Attribute>>,
    enabled: Option<bool>,
}

fn view(r: &Rule) -> Result<RuleView, Problem> {
    let of = |contact: bool| if contact { "contact" } else { "conversation" }.to_owned();
    Ok(RuleView {
        id: r.id,
        name: r.name.clone(),
        conditions: r.conditions.value()?,
        needs_reason: r.needs_reason,
        needs_label: r.needs_label,
        attributes: r.attributes()?.into_iter().map(|(key, c)| Attribute { key, of: of(c) }).collect(),
        enabled: r.enabled,
    })
}

fn apply(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    rule: &mut Rule,
    form: &RuleForm,
) -> Result<(), Problem> {
    if let Some(name) = &form.name {
        name.trim().clone_into(&mut rule.name);
    }
    if rule.name.is_empty() {
        return Err(Problem::field("name", "error.required"));
    }
    if rule.name.chars().count() > TEXT_MAX {
        return Err(Problem::field("name", "error.too_long").with("max", TEXT_MAX.to_string()));
    }
    if let Some(conditions) = &form.conditions {
        if conditions != &json!([]) {
            desk.check_conditions(tx, viewer, Subject::Conversation, conditions)?;
        }
        rule.conditions = kernel_db::Json::of(conditions);
    }
    if let Some(attributes) = &form.attributes {
        rule.attributes = kernel_db::Json::of(&checked(attributes)?);
    }
    rule.needs_reason = form.needs_reason.unwrap_or(rule.needs_reason);
    rule.needs_label = form.needs_label.unwrap_or(rule.needs_label);
    rule.enabled = form.enabled.unwrap_or(rule.enabled);
    if !rule.needs_reason && !rule.needs_label && rule.attributes()?.is_empty() {
        return Err(Problem::field("needs_reason", "closing.error.asks_nothing"));
    }
    Ok(())
}

fn checked(attributes: &[Attribute]) -> Result<Value, Problem> {
    if attributes.len() > ATTRIBUTES_MAX {
        let many = Problem::field("attributes", "error.too_many_items");
        return Err(many.with("max", ATTRIBUTES_MAX.to_string()));
    }
    let wrong = |a: &&Attribute| {
        a.key.is_empty()
            || a.key.chars().count() > TEXT_MAX
            || a.key.starts_with(['$', '['])
            || a.key.contains(['"', '\\'])
            || a.key.chars().any(char::is_control)
            || !matches!(a.of.as_str(), "conversation" | "contact")
    };
    if attributes.iter().find(wrong).is_some() {
        return Err(Problem::field("attributes", "error.wrong_value"));
    }
    Ok(attributes.iter().map(|a| json!({ "key": a.key, "of": a.of })).collect())
}

async fn list(State(ctx): State<Ctx>, member: Member) -> Result<Json<RuleList>, Refusal> {
    let payload = ctx
        .store
        .read(move |tx| {
            let found = store::rules(tx, &member.scope())?;
            found.iter().map(view).collect::<Result<Vec<_>, Problem>>()
        })
        .await?;
    Ok(Json(RuleList { payload }))
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    Json(form): Json<RuleForm>,
) -> Result<Json<RuleView>, Refusal> {
    let desk = ctx.desk.clone();
    let made = ctx
        .store
        .write(move |tx| {
            let scope = member.scope();
            if store::rules(tx, &scope)?.len() >= RULES_MAX {
                return Err(Problem::field("name", "error.too_many_items").with("max", RULES_MAX.to_string()));
            }
            let empty = || kernel_db::Json("[]".to_owned());
            let mut rule = Rule {
                id: 0,
                name: String::new(),
                conditions: empty(),
                needs_reason: false,
                needs_label: false,
                attributes: empty(),
                enabled: true,
            };
            apply(tx, &*desk, &member, &mut rule, &form)?;
            view(&store::insert_rule(tx, &scope, &rule)?)
        })
        .await?;
    Ok(Json(made))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(form): Json<RuleForm>,
) -> Result<Json<RuleView>, Refusal> {
    let desk = ctx.desk.clone();
    let changed = ctx
        .store
        .write(move |tx| {
            let scope = member.scope();
            let mut rule = store::rule_of(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            apply(tx, &*desk, &member, &mut rule, &form)?;
            store::update_rule(tx, &scope, &rule)?;
            view(&rule)
        })
        .await?;
    Ok(Json(changed))
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    ctx.store
        .write(
            move |tx| {
                if store::delete_rule(tx, &member.scope(), id)? { Ok(()) } else { Err(Problem::not_found()) }
            },
        )
        .await?;
    Ok(StatusCode::OK)
}
