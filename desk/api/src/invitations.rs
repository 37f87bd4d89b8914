//! Accepting an invitation, by whoever holds the link.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use desk_core::auth::check_password;
use desk_core::people::{Acceptance, accept, check_name, open_invitation};
use kernel_base::Problem;
use kernel_http::{Access, ClientIp, Json, Path, Refusal, Routes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::auth::{Client, Newcomer, second_step, with_session};
use crate::shape::{self, UserJson};

const TAG: &str = "People";

pub(crate) fn routes() -> Routes<App> {
    const INVITATION: &str = "/api/v1/invitations/{token}";
    Routes::new()
        .on(Method::GET, INVITATION, Access::Public, TAG, "An open invitation", show)
        .answer::<InvitationJson>(200)
        .on(
            Method::POST,
            INVITATION,
            Access::Public,
            TAG,
            "Accepts it, once, and signs in (206: the second factor is asked for next)",
            join,
        )
        .body::<Join>()
        .answer::<Joined>(200)
}

/// An open invitation.
#[derive(Serialize, ToSchema)]
struct InvitationJson {
    /// Name of the account.
    account_name: String,
    /// The invited person's name as far as known.
    name: String,
    /// Their e-mail.
    email: String,
    /// Whether they have signed in before: then they prove their password instead of choosing one.
    known: bool,
}

#[derive(Deserialize, ToSchema)]
struct Join {
    /// Name, of someone new.
    #[serde(default)]
    name: String,
    /// A new password, or the present one of someone known.
    password: String,
}

#[derive(Serialize, ToSchema)]
struct Joined {
    /// The account joined.
    account_id: i64,
    /// The person, signed in.
    data: UserJson,
}

async fn show(State(app): State<App>, Path(token): Path<String>) -> Result<Json<InvitationJson>, Refusal> {
    let open = app.core.store.read(move |tx| open_invitation(tx, &token)).await?;
    Ok(Json(InvitationJson {
        account_name: open.account_name,
        name: open.name,
        email: open.email,
        known: open.known,
    }))
}

async fn join(
    State(app): State<App>,
    Path(token): Path<String>,
    axum::Extension(ip): axum::Extension<ClientIp>,
    client: Client,
    Json(form): Json<Join>,
) -> Result<Response, Refusal> {
    let asked = token.clone();
    let open = app.core.store.read(move |tx| open_invitation(tx, &asked)).await?;
    let newcomer = check(&app, &open, &form, ip).await?;
    let person = app
        .core
        .store
        .write(move |tx| accept(tx, &token, newcomer.as_ref().map(|(n, h)| (n.as_str(), h.as_str()))))
        .await?;
    app.callers.forget(person.id);
    let core = Arc::clone(&app.core);
    let data = app.core.store.write(move |tx| shape::user(tx, &core, person.id)).await?;
    if let Some(step) = second_step(&app, person.id).await? {
        return Ok(step);
    }
    let data = data.for_page(client.desk);
    let joined = Json(Joined { account_id: open.account.0, data }).into_response();
    Ok(with_session(&app, joined, Newcomer { user: person.id, email: person.email, ip, client }).await?)
}

/// Name and password hash of someone new; of someone known the password is proved.
async fn check(
    app: &App,
    open: &Acceptance,
    form: &Join,
    ip: ClientIp,
) -> Result<Option<(String, String)>, Problem> {
    if !open.known {
        let name = check_name("name", &form.name, 100)?;
        check_password("password", &form.password, &open.email, &name)?;
        return Ok(Some((name, app.core.passwords.hash(&form.password).await?)));
    }
    let mail = kernel_base::fold(&open.email);
    app.core.sign_ins.take(ip.key(), &mail, false, app.core.clock.now())?;
    if !app.core.passwords.verify(&form.password, open.password_hash.as_deref()).await? {
        return Err(Problem::field("password", "error.wrong_password"));
    }
    app.core.sign_ins.give_back(ip.key(), &mail, false);
    Ok(None)
}
