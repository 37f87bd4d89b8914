//! Ways in that this installation does not have, said plainly: sign-up is closed, no other service is asked who one is.

use axum::http::Method;
use kernel_base::{Kind, Problem};
use kernel_http::{Access, Refusal, Routes};

use super::TAG;
use crate::App;

pub(super) fn routes() -> Routes<App> {
    let mut routes = Routes::new();
    for path in ["/api/v1/accounts", "/api/v2/accounts"] {
        let says = "Signing up: closed here, so 404; accounts are made by the operator or the platform API";
        routes = routes.on(Method::POST, path, Access::Public, TAG, says, sign_up);
    }
    for (method, path) in [
        (Method::GET, "/omniauth/google_oauth2"),
        (Method::GET, "/omniauth/google_oauth2/callback"),
        (Method::POST, "/omniauth/google_oauth2/callback"),
        (Method::GET, "/omniauth/saml"),
        (Method::GET, "/omniauth/saml/callback"),
        (Method::POST, "/omniauth/saml/callback"),
        (Method::POST, "/api/v1/auth/saml_login"),
    ] {
        let says = "Signing in by another service: none is set up, so 404";
        routes = routes.on(method, path, Access::Public, TAG, says, elsewhere);
    }
    routes
}

async fn sign_up() -> Refusal {
    Problem::new(Kind::NotFound, "error.sign_up_off").into()
}

async fn elsewhere() -> Refusal {
    Problem::new(Kind::NotFound, "error.not_set_up").into()
}
