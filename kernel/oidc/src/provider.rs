//! One provider: found by its issuer, asked, and its answers proved.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use kernel_http::{Outbound, OutboundError, OutboundRequest};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenClaims,
    CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AsyncHttpClient, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    SignatureVerificationError, TokenResponse,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

/// How long what the provider says of itself, its keys among it, is believed.
const BELIEVED: Duration = Duration::from_secs(600);
/// A key that is not known is asked for anew, but not more often than this.
const ASKED_AGAIN: Duration = Duration::from_secs(10);
/// A provider answers within this time, or is taken for silent.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer at most.
const ANSWER_MAX: usize = 1 << 20;

/// The provider as the operator set it up, and ourselves as it knows us.
#[derive(Clone)]
pub struct Settings {
    /// The issuer, exactly as the provider writes it: its description lies at `/.well-known/openid-configuration` below.
    pub issuer: String,
    /// Who we are there.
    pub client_id: String,
    /// Our secret there; `None` for a public client, which PKCE alone protects.
    pub client_secret: Option<String>,
    /// Where it sends people back to, as registered there.
    pub redirect: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { issuer, client_id, redirect, .. } = self;
        f.debug_struct("Settings")
            .field("issuer", issuer)
            .field("client_id", client_id)
            .field("redirect", redirect)
            .finish_non_exhaustive()
    }
}

/// What has to be kept, out of anybody's reach, until someone comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// What the answer must repeat.
    pub state: String,
    /// What the signed token must repeat.
    pub nonce: String,
    /// What proves that whoever brings the code is who asked for it (RFC 7636).
    pub verifier: String,
}

/// A sign-in that has begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where to send the person.
    pub url: String,
    /// What to keep.
    pub pending: Pending,
}

/// What the provider says of someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Who, for ever: names and addresses change, this does not. Only with the issuer it is one person.
    pub subject: String,
    /// Their address, if it says one.
    pub email: Option<String>,
    /// Whether the provider made sure that the address is theirs.
    pub email_verified: bool,
    /// Their name, if it says one.
    pub name: Option<String>,
}

/// Why nobody is proved.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The provider does not answer, or not in the form of the standard; later it may.
    #[error("the provider can't be asked: {0}")]
    Unreachable(String),
    /// What came back proves nothing: a code used before, a token that is not signed, too old or for someone else.
    #[error("nothing is proved: {0}")]
    Refused(String),
    /// The settings can't be: an issuer or an address that is no URL.
    #[error("{0}")]
    Settings(String),
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Provider").field(&self.settings).finish()
    }
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What the provider said of itself.
#[derive(Default)]
struct Known {
    /// When it said it, and what.
    said: Option<(Instant, CoreProviderMetadata)>,
    /// When it was last asked before its time.
    again: Option<Instant>,
}

/// A provider of identities.
pub struct Provider {
    settings: Settings,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    ask: Ask,
    known: Mutex<Known>,
}

impl Provider {
    /// A provider by its settings; nothing is asked before someone comes.
    ///
    /// # Errors
    /// [`OidcError::Settings`].
    pub fn new(settings: Settings) -> Result<Arc<Self>, OidcError> {
        let wrong = |what: &str, text: &str| OidcError::Settings(format!("{what} {text}: no address"));
        let issuer =
            IssuerUrl::new(settings.issuer.clone()).map_err(|_| wrong("issuer", &settings.issuer))?;
        let redirect = RedirectUrl::new(settings.redirect.clone())
            .map_err(|_| wrong("the way back", &settings.redirect))?;
        let everywhere = vec![IpNet::V4(Ipv4Net::default()), IpNet::V6(Ipv6Net::default())];
        let http = Outbound::new(everywhere).map_err(|e| OidcError::Settings(e.to_string()))?;
        Ok(Arc::new(Self { settings, issuer, redirect, ask: Ask(http), known: Mutex::default() }))
    }

    /// The issuer, as it stands in what is signed.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Begins a sign-in.
    ///
    /// # Errors
    /// [`OidcError::Unreachable`].
    pub async fn begin(&self) -> Result<Begun, OidcError> {
        let client = self.client(self.metadata(false).await?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        let pending = Pending {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        };
        Ok(Begun { url: url.to_string(), pending })
    }

    /// Exchanges the code someone came back with for who they are.
    ///
    /// # Errors
    /// [`OidcError`]; a code is good once, whatever comes of it.
    pub async fn finish(&self, code: String, pending: &Pending) -> Result<Claims, OidcError> {
        let client = self.client(self.metadata(false).await?);
        let nonce = Nonce::new(pending.nonce.clone());
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|e| OidcError::Unreachable(e.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.clone()))
            .request_async(&self.ask)
            .await
            .map_err(|e| match e {
                openidconnect::RequestTokenError::ServerResponse(said) => {
                    OidcError::Refused(said.to_string())
                }
                e => OidcError::Unreachable(e.to_string()),
            })?;
        let token = answer.id_token().ok_or_else(|| OidcError::Refused("no ID token came".to_owned()))?;
        let proved = match verified(&client, token, &nonce) {
            // Keys are renewed without a word: the one that signed may be newer than those we know.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                let fresh = self.client(self.metadata(true).await?);
                verified(&fresh, token, &nonce)
            }
            other => other,
        };
        let proved = proved.map_err(|e| OidcError::Refused(e.to_string()))?;
        let mut claims = Claims {
            subject: proved.subject().to_string(),
            email: proved.email().map(|e| e.to_string()),
            email_verified: proved.email_verified().unwrap_or(false),
            name: proved.name().and_then(|n| n.get(None)).map(|n| n.to_string()),
        };
        if claims.email.is_none() {
            self.ask_further(&client, answer.access_token().clone(), &mut claims).await?;
        }
        Ok(claims)
    }

    /// Some providers say the address only where they are asked for it (Core 1.0, 5.3).
    async fn ask_further(
        &self,
        client: &Client,
        token: AccessToken,
        claims: &mut Claims,
    ) -> Result<(), OidcError> {
        let subject = openidconnect::SubjectIdentifier::new(claims.subject.clone());
        let Ok(request) = client.user_info(token, Some(subject)) else { return Ok(()) };
        let more: CoreUserInfoClaims = match request.request_async(&self.ask).await {
            Ok(more) => more,
            Err(openidconnect::UserInfoError::ClaimsVerification(e)) => {
                return Err(OidcError::Refused(e.to_string()));
            }
            Err(e) => return Err(OidcError::Unreachable(e.to_string())),
        };
        claims.email = more.email().map(|e| e.to_string());
        claims.email_verified = more.email_verified().unwrap_or(false);
        claims.name = claims.name.take().or_else(|| Some(more.name()?.get(None)?.to_string()));
        Ok(())
    }

    /// What the provider says of itself; `anew` asks it even if that is known, though not over and over.
    async fn metadata(&self, anew: bool) -> Result<CoreProviderMetadata, OidcError> {
        let mut known = self.known.lock().await;
        let anew = anew && known.again.is_none_or(|at| at.elapsed() > ASKED_AGAIN);
        if let Some((at, metadata)) = &known.said
            && at.elapsed() < BELIEVED
            && !anew
        {
            return Ok(metadata.clone());
        }
        if anew {
            known.again = Some(Instant::now());
        }
        let asked = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.ask).await;
        let metadata = asked.map_err(|e| OidcError::Unreachable(e.to_string()))?;
        known.said = Some((Instant::now(), metadata.clone()));
        Ok(metadata)
    }

    fn client(&self, metadata: CoreProviderMetadata) -> Client {
        let ways = metadata.token_endpoint_auth_methods_supported().cloned();
        let basic = ways.is_none_or(|ways| ways.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        CoreClient::from_provider_metadata(metadata, ClientId::new(self.settings.client_id.clone()), secret)
            .set_redirect_uri(self.redirect.clone())
            .set_auth_type(if basic { AuthType::BasicAuth } else { AuthType::RequestBody })
    }
}

/// How the provider is asked: by the client that dials for everything else, with its limits.
struct Ask(Outbound);

impl<'c> AsyncHttpClient<'c> for Ask {
    type Error = OutboundError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, OutboundError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let kept = ["accept", "authorization", "content-type"].map(|name| {
                let value = parts.headers.get(name).and_then(|v| v.to_str().ok());
                value.map(|value| (name, value.to_owned()))
            });
            let asked = OutboundRequest {
                method: parts.method,
                url: parts.uri.to_string(),
                headers: kept.into_iter().flatten().collect(),
                body: Bytes::from(body),
                timeout: PATIENCE,
                answer_max: ANSWER_MAX,
                cut: false,
            };
            let answer = self.0.send(asked).await?;
            let mut response = HttpResponse::new(answer.body.to_vec());
            *response.status_mut() = answer.status;
            *response.headers_mut() = answer.headers;
            Ok(response)
        })
    }
}

/// What a token says, once it is proved to come from the provider, for us, now, and for this very sign-in.
fn verified<'t>(
    client: &Client,
    token: &'t CoreIdToken,
    nonce: &Nonce,
) -> Result<&'t CoreIdTokenClaims, ClaimsVerificationError> {
    token.claims(&client.id_token_verifier(), nonce)
}
