//! A table of routes. One row is a method, a path, who may call it, the handler and its description; the router,
//! the OpenAPI document and the authorisation matrix are all made from the same rows.

use std::borrow::Cow;
use std::convert::Infallible;

use axum::handler::Handler;
use axum::http::Method;
use axum::http::request::Parts;
use axum::routing::{MethodFilter, MethodRouter, on};
use kernel_base::Problem;
use utoipa::openapi::{RefOr, Schema};

/// Bytes of a body at most, where a row says nothing else.
pub const DEFAULT_BODY_MAX: usize = 1 << 20;

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Anyone; what is inside guards itself (sign-in, health, static files).
    Public,
    /// Any signed-in user, outside an account.
    User,
    /// A member of the account in the path whose role has the named permission.
    Member(&'static str),
    /// A visitor of an inbox, by the token of its contact.
    Visitor,
}

/// Decides whether a request may pass and puts who it is into the request's extensions.
#[async_trait::async_trait]
pub trait Gate: Send + Sync + 'static {
    /// Lets the request pass under `access` or refuses it.
    ///
    /// # Errors
    /// The refusal, which tells nothing about what exists elsewhere.
    async fn admit(&self, access: Access, parts: &mut Parts) -> Result<(), Problem>;
}

/// A type's description, made when it is asked for: those of all routes together weigh megabytes.
#[derive(Clone, Copy)]
pub struct Described {
    name: fn() -> Cow<'static, str>,
    schema: fn() -> RefOr<Schema>,
    others: fn(&mut Vec<(String, RefOr<Schema>)>),
}

impl Described {
    fn of<T: utoipa::ToSchema>() -> Self {
        Self { name: T::name, schema: T::schema, others: T::schemas }
    }

    /// The type's name in the document.
    #[must_use]
    pub fn name(&self) -> Cow<'static, str> {
        (self.name)()
    }

    /// Its schema.
    #[must_use]
    pub fn schema(&self) -> RefOr<Schema> {
        (self.schema)()
    }

    /// The schemas it refers to, by name.
    #[must_use]
    pub fn others(&self) -> Vec<(String, RefOr<Schema>)> {
        let mut others = Vec::new();
        (self.others)(&mut others);
        others
    }
}

/// One row of the table.
pub struct Route<S> {
    /// Method; PUT and PATCH of one meaning are two rows.
    pub method: Method,
    /// Path in axum's form: `/api/v1/accounts/{account_id}/labels`.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// One line for the API's page.
    pub summary: &'static str,
    /// Tag of the API's page.
    pub tag: &'static str,
    /// The body, if it takes one.
    pub body: Option<Described>,
    /// Status and body of the answer.
    pub answer: Option<(u16, Described)>,
    /// Query parameters: name and meaning.
    pub query: Vec<(&'static str, &'static str)>,
    /// Bytes of the body at most.
    pub body_max: usize,
    /// The handler.
    pub handler: MethodRouter<S, Infallible>,
}

/// A table of routes over the state `S`.
pub struct Routes<S> {
    /// The rows, in order.
    pub rows: Vec<Route<S>>,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// An empty table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row: `routes.on(Method::GET, "/path", Access::Public, "tag", "Says hello", hello)`.
    #[must_use]
    pub fn on<H, T>(
        mut self,
        method: Method,
        path: &'static str,
        access: Access,
        tag: &'static str,
        summary: &'static str,
        handler: H,
    ) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET);
        self.rows.push(Route {
            method,
            path,
            access,
            summary,
            tag,
            body: None,
            answer: None,
            query: Vec::new(),
            body_max: DEFAULT_BODY_MAX,
            handler: on(filter, handler),
        });
        self
    }

    /// Says what body the last row takes.
    #[must_use]
    pub fn body<T: utoipa::ToSchema>(mut self) -> Self {
        if let Some(row) = self.rows.last_mut() {
            row.body = Some(Described::of::<T>());
        }
        self
    }

    /// Says what the last row answers on success.
    #[must_use]
    pub fn answer<T: utoipa::ToSchema>(mut self, status: u16) -> Self {
        if let Some(row) = self.rows.last_mut() {
            row.answer = Some((status, Described::of::<T>()));
        }
        self
    }

    /// Says that the last row answers nothing but 204 on success.
    #[must_use]
    pub fn no_content(self) -> Self {
        self.answer::<()>(204)
    }

    /// Says which query parameter the last row reads.
    #[must_use]
    pub fn query(mut self, name: &'static str, meaning: &'static str) -> Self {
        if let Some(row) = self.rows.last_mut() {
            row.query.push((name, meaning));
        }
        self
    }

    /// Says how many bytes the last row's body may have (1 MB without a word), for uploads.
    #[must_use]
    pub fn body_max(mut self, bytes: usize) -> Self {
        if let Some(row) = self.rows.last_mut() {
            row.body_max = bytes;
        }
        self
    }

    /// Adds another table's rows.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.rows.extend(other.rows);
        self
    }

    /// Binds the state; what is left can be merged with every other table.
    #[must_use]
    pub fn with_state(self, state: S) -> Routes<()> {
        let rows = self.rows.into_iter().map(|r| Route {
            handler: r.handler.with_state(state.clone()),
            method: r.method,
            path: r.path,
            access: r.access,
            summary: r.summary,
            tag: r.tag,
            body: r.body,
            answer: r.answer,
            query: r.query,
            body_max: r.body_max,
        });
        Routes { rows: rows.collect() }
    }
}
