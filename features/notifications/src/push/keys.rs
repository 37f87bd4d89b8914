//! The key that signs pushes (RFC 8292): made when it is first needed, sealed, kept.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel_base::{Micros, Problem};
use kernel_db::Tx;
use plug_feature::Ctx;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::json;

use crate::store::push as rows;

/// Where the key is sealed for.
const PLACE: &str = "push_keys:vapid";
/// Seconds that a signature is good for; services take a day at most.
const GOOD_FOR: i64 = 12 * 3600;

/// The installation's key.
pub(crate) struct Keys {
    pair: EcdsaKeyPair,
}

impl Keys {
    fn open(pkcs8: &[u8]) -> Result<Self, Problem> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &SystemRandom::new())
            .map_err(broken)?;
        Ok(Self { pair })
    }

    /// The public key, as browsers take it.
    pub(crate) fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key().as_ref())
    }

    /// The `Authorization` of a push to a service at `audience`.
    pub(crate) fn authorization(
        &self,
        audience: &str,
        contact: &str,
        now: Micros,
    ) -> Result<String, Problem> {
        let head = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = json!({ "aud": audience, "exp": now.secs() + GOOD_FOR, "sub": contact });
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).map_err(broken)?;
        Ok(format!("vapid t={signed}.{}, k={}", URL_SAFE_NO_PAD.encode(signature.as_ref()), self.public()))
    }
}

/// The installation's key; makes it when there is none.
///
/// # Errors
/// What the store says; 500 when it can't be opened.
pub(crate) async fn keys(ctx: &Ctx) -> Result<Keys, Problem> {
    if let Some((_, sealed)) = ctx.store.read(|tx| Ok::<_, Problem>(rows::key(tx)?)).await? {
        return open(ctx, &sealed);
    }
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
        .map_err(broken)?;
    let public = Keys::open(pkcs8.as_ref())?.public();
    let sealed = ctx.desk.seal(PLACE, &URL_SAFE_NO_PAD.encode(pkcs8.as_ref()))?;
    // Another process may have been first: its key is the one that counts.
    let kept = ctx.store.write(move |tx| kept(tx, &public, &sealed)).await?;
    open(ctx, &kept)
}

fn kept(tx: &mut Tx<'_>, public: &str, sealed: &str) -> Result<String, Problem> {
    rows::put_key(tx, public, sealed)?;
    rows::key(tx)?.map(|(_, sealed)| sealed).ok_or_else(Problem::not_found)
}

fn open(ctx: &Ctx, sealed: &str) -> Result<Keys, Problem> {
    let pkcs8 = URL_SAFE_NO_PAD.decode(ctx.desk.open(PLACE, sealed)?).map_err(Problem::internal)?;
    Keys::open(&pkcs8)
}

/// The public key, for browsers to subscribe with.
///
/// # Errors
/// As [`keys`].
pub(crate) async fn public_key(ctx: &Arc<Ctx>) -> Result<String, Problem> {
    Ok(keys(ctx).await?.public())
}

fn broken(e: impl std::fmt::Display) -> Problem {
    Problem::internal(e.to_string())
}
