//! The routes, in Chatwoot's shapes.

mod people;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_model::permissions;
use kernel_base::{AccountScope, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::rules::{self, Company};
use crate::store::{self, Order, Stored};

const TAG: &str = "Companies";
/// Companies on a page.
const PAGE: i64 = 25;
/// The furthest page.
const LAST_PAGE: i64 = 10_000;
/// Companies of an account at most.
const MOST: i64 = 100_000;
/// Attributes that are taken away at once at most.
const KEYS_MAX: usize = 100;

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/companies";
    const ONE: &str = "/api/v1/accounts/{account_id}/companies/{id}";
    let read = Access::Member(permissions::CONTACT_READ.name);
    let write = Access::Member(permissions::CONTACT_WRITE.name);
    let delete = Access::Member(permissions::CONTACT_DELETE.name);
    let mut routes = Routes::new()
        .on(Method::GET, LIST, read, TAG, "Lists the companies, 25 on a page", list)
        .query("page", "Page from 1")
        .query(
            "sort",
            "`name` (unless told), `created_at` or `contacts_count`; `-` before it turns it around",
        )
        .answer::<CompanyPage>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/companies/search",
            read,
            TAG,
            "Searches companies by name, domain or CNPJ",
            search,
        )
        .query("q", "What is looked for")
        .query("page", "Page from 1")
        .query("sort", "As in the list")
        .answer::<CompanyPage>(200)
        .on(Method::POST, LIST, write, TAG, "Adds a company", create)
        .body::<CompanyBody>()
        .answer::<CompanyAnswer>(200)
        .on(Method::GET, ONE, read, TAG, "Shows a company", show)
        .answer::<CompanyAnswer>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, ONE, write, TAG, "Changes a company", change)
            .body::<CompanyBody>()
            .answer::<CompanyAnswer>(200);
    }
    routes
        .on(Method::DELETE, ONE, delete, TAG, "Removes a company; its people stay", remove)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/companies/{id}/destroy_custom_attributes",
            write,
            TAG,
            "Takes attributes away from a company",
            drop_attributes,
        )
        .body::<KeysBody>()
        .answer::<CompanyAnswer>(200)
        .on(
            Method::DELETE,
            "/api/v1/accounts/{account_id}/companies/{id}/avatar",
            write,
            TAG,
            "Takes away a company's picture",
            drop_avatar,
        )
        .answer::<CompanyAnswer>(200)
        .merge(people::routes())
}

/// A company.
#[derive(Serialize, ToSchema)]
#[schema(as = Company)]
struct CompanyView {
    id: i64,
    name: String,
    /// Without `www.`, in small letters.
    domain: Option<String>,
    /// The fourteen characters of the Brazilian register of companies.
    cnpj: Option<String>,
    description: String,
    /// Address of the picture, empty without one.
    avatar_url: String,
    #[schema(value_type = Object)]
    custom_attributes: Map<String, Value>,
    /// How many people it has.
    contacts_count: i64,
    /// Epoch seconds.
    created_at: i64,
    /// Epoch seconds.
    updated_at: i64,
}

/// A company.
#[derive(Serialize, ToSchema)]
struct CompanyAnswer {
    payload: CompanyView,
}

/// A page of companies.
#[derive(Serialize, ToSchema)]
struct CompanyPage {
    meta: CompanyMeta,
    payload: Vec<CompanyView>,
}

/// How many companies there are, and which page this is.
#[derive(Serialize, ToSchema)]
struct CompanyMeta {
    total_count: i64,
    page: i64,
}

/// What a company is to be; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = SetCompany)]
struct CompanyBody {
    name: Option<String>,
    /// A domain, an address of a page or an e-mail; empty for none.
    domain: Option<String>,
    /// With or without its signs; empty for none.
    cnpj: Option<String>,
    description: Option<String>,
    /// An https address of a picture; empty for none.
    avatar_url: Option<String>,
    /// Put over those that are there; null takes one away.
    #[schema(value_type = Option<Object>)]
    custom_attributes: Option<Map<String, Value>>,
    /// All of this may stand under this name instead.
    #[schema(value_type = Option<Object>)]
    company: Option<Value>,
}

/// Which attributes.
#[derive(Deserialize, ToSchema)]
#[schema(as = CompanyAttributeKeys)]
struct KeysBody {
    /// Their keys, at most 100.
    custom_attributes: Vec<String>,
}

#[derive(Deserialize)]
struct Asked {
    q: Option<String>,
    page: Option<i64>,
    sort: Option<String>,
}

impl CompanyBody {
    /// The fields, where they stand under the name that Chatwoot's clients put around them.
    fn open(self) -> Result<Self, Problem> {
        match self.company {
            Some(inner) => {
                serde_json::from_value(inner).map_err(|_| Problem::field("company", "error.wrong_type"))
            }
            None => Ok(self),
        }
    }

    fn fill(&self, c: &mut Company) -> Result<(), Problem> {
        if let Some(text) = &self.name {
            c.name = rules::name(text)?;
        }
        if let Some(text) = &self.domain {
            c.domain = rules::domain(text)?;
        }
        if let Some(text) = &self.cnpj {
            c.cnpj = rules::register(text)?;
        }
        if let Some(text) = &self.description {
            c.description = rules::description(text)?;
        }
        if let Some(text) = &self.avatar_url {
            c.avatar_url = rules::avatar(text)?;
        }
        match &self.custom_attributes {
            Some(given) => rules::attributes(&mut c.custom_attributes, given),
            None => Ok(()),
        }
    }
}

fn view(s: Stored) -> CompanyView {
    let c = s.company;
    CompanyView {
        id: s.id,
        name: c.name,
        domain: c.domain,
        cnpj: c.cnpj,
        description: c.description,
        avatar_url: c.avatar_url.unwrap_or_default(),
        custom_attributes: c.custom_attributes,
        contacts_count: s.contacts,
        created_at: s.created_at.secs(),
        updated_at: s.updated_at.secs(),
    }
}

/// The company, or 404.
fn found(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Stored, Problem> {
    store::get(tx, scope, id)?.ok_or_else(Problem::not_found)
}

fn alone(tx: &mut Tx<'_>, scope: &AccountScope, c: &Company, but: i64) -> Result<(), Problem> {
    for (field, value) in [("domain", &c.domain), ("cnpj", &c.cnpj)] {
        if store::taken(tx, scope, field, value.as_ref(), but)? {
            return Err(Problem::field(field, "error.taken"));
        }
    }
    Ok(())
}

type Answer<T> = Result<Json<T>, Refusal>;
type One = Path<(i64, i64)>;

async fn page_of(ctx: Ctx, member: Member, asked: Asked) -> Answer<CompanyPage> {
    let page = asked.page.unwrap_or(1).clamp(1, LAST_PAGE);
    let order = Order::from_wire(asked.sort.as_deref().unwrap_or_default());
    let text: String = asked.q.unwrap_or_default().chars().take(200).collect();
    let read = move |tx: &mut Tx<'_>| {
        let (rows, total_count) = store::list(tx, &member.scope(), &text, order, page, PAGE)?;
        Ok::<_, Problem>(CompanyPage {
            meta: CompanyMeta { total_count, page },
            payload: rows.into_iter().map(view).collect(),
        })
    };
    Ok(Json(ctx.store.read(read).await?))
}

async fn list(State(ctx): State<Ctx>, member: Member, Query(asked): Query<Asked>) -> Answer<CompanyPage> {
    page_of(ctx, member, Asked { q: None, ..asked }).await
}

async fn search(State(ctx): State<Ctx>, member: Member, Query(asked): Query<Asked>) -> Answer<CompanyPage> {
    if asked.q.as_deref().is_none_or(|q| q.trim().is_empty()) {
        return Err(Problem::field("q", "error.required").into());
    }
    page_of(ctx, member, asked).await
}

async fn show(State(ctx): State<Ctx>, member: Member, Path((_, id)): One) -> Answer<CompanyAnswer> {
    let read = move |tx: &mut Tx<'_>| found(tx, &member.scope(), id);
    Ok(Json(CompanyAnswer { payload: view(ctx.store.read(read).await?) }))
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    Json(body): Json<CompanyBody>,
) -> Answer<CompanyAnswer> {
    let body = body.open()?;
    let mut company = Company::default();
    body.fill(&mut company)?;
    if company.name.is_empty() {
        return Err(Problem::field("name", "error.required").into());
    }
    let write = move |tx: &mut Tx<'_>| {
        let scope = member.scope();
        if store::count(tx, &scope)? >= MOST {
            return Err(Problem::field("name", "error.too_many_items").with("max", MOST.to_string()));
        }
        alone(tx, &scope, &company, 0)?;
        let id = store::insert(tx, &scope, &company)?;
        found(tx, &scope, id)
    };
    Ok(Json(CompanyAnswer { payload: view(ctx.store.write(write).await?) }))
}

/// Changes a company, and tells whoever shows its people.
async fn put(
    ctx: Ctx,
    member: Member,
    id: i64,
    set: impl Fn(&mut Company) -> Result<(), Problem> + Send + Sync + 'static,
) -> Answer<CompanyAnswer> {
    let desk = ctx.desk.clone();
    let write = move |tx: &mut Tx<'_>| {
        let scope = member.scope();
        let before = found(tx, &scope, id)?.company;
        let mut company = before.clone();
        set(&mut company)?;
        alone(tx, &scope, &company, id)?;
        store::update(tx, &scope, id, &company)?;
        if before.name != company.name {
            desk.cache_changed(tx, &scope, people::LIST)?;
        }
        found(tx, &scope, id)
    };
    Ok(Json(CompanyAnswer { payload: view(ctx.store.write(write).await?) }))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): One,
    Json(body): Json<CompanyBody>,
) -> Answer<CompanyAnswer> {
    let body = body.open()?;
    put(ctx, member, id, move |c| body.fill(c)).await
}

async fn drop_avatar(State(ctx): State<Ctx>, member: Member, Path((_, id)): One) -> Answer<CompanyAnswer> {
    put(ctx, member, id, |c| {
        c.avatar_url = None;
        Ok(())
    })
    .await
}

async fn drop_attributes(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): One,
    Json(body): Json<KeysBody>,
) -> Answer<CompanyAnswer> {
    if body.custom_attributes.len() > KEYS_MAX {
        return Err(Problem::field("custom_attributes", "error.too_many_items")
            .with("max", KEYS_MAX.to_string())
            .into());
    }
    put(ctx, member, id, move |c| {
        c.custom_attributes.retain(|key, _| !body.custom_attributes.contains(key));
        Ok(())
    })
    .await
}

async fn remove(State(ctx): State<Ctx>, member: Member, Path((_, id)): One) -> Result<StatusCode, Refusal> {
    let desk = ctx.desk.clone();
    let write = move |tx: &mut Tx<'_>| {
        let scope = member.scope();
        found(tx, &scope, id)?;
        store::delete(tx, &scope, id)?;
        desk.cache_changed(tx, &scope, people::LIST)
    };
    ctx.store.write(write).await?;
    Ok(StatusCode::OK)
}
