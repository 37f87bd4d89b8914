//! Calls to Chatwoot's API: asked again when it is busy or cut off, with longer and longer pauses.

use std::time::Duration;

use plug_import::Trouble;
use reqwest::{Client, Response, StatusCode, Url};
use serde_json::Value;
use tokio::runtime::Runtime;

/// Tries of one call.
const TRIES: u32 = 7;
/// The first pause; each is twice the one before.
const PAUSE: Duration = Duration::from_millis(500);
/// The longest pause, also where the server asks for a longer one.
const LONGEST: Duration = Duration::from_secs(60);
/// A call may take so long.
const TIMEOUT: Duration = Duration::from_secs(120);
/// Bytes of an answer at most: of a large file.
const BODY_MAX: usize = 512 * 1024 * 1024;

/// What calls.
pub(super) struct Caller {
    http: Client,
    runtime: Runtime,
    base: Url,
    token: String,
}

/// What came back, whole.
struct Answer {
    status: StatusCode,
    body: Vec<u8>,
}

/// What came of a try.
enum Tried {
    Answer(Answer),
    Again(Option<Duration>, String),
}

impl Caller {
    pub(super) fn new(base: Url, token: String) -> Result<Self, Trouble> {
        let failed =
            |what: &str| Trouble::Refused(format!("the client that asks Chatwoot can't be made: {what}"));
        // A second installation of the provider is refused, and that is fine.
        let _already_there = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().timeout(TIMEOUT).user_agent("Guiche").build();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        Ok(Self {
            http: http.map_err(|e| failed(&e.to_string()))?,
            runtime: runtime.map_err(|e| failed(&e.to_string()))?,
            base,
            token,
        })
    }

    /// The JSON at a path; `None` where there is nothing, or not for this token.
    pub(super) fn get(&self, path: &str) -> Result<Option<Value>, Trouble> {
        let url = self.url(path)?;
        let answer = self.again(&url, true)?;
        match answer.status {
            status if status.is_success() => {
                let value = serde_json::from_slice(&answer.body);
                value
                    .map(Some)
                    .map_err(|e| Trouble::Refused(format!("{path} is not what Chatwoot answers: {e}")))
            }
            StatusCode::UNAUTHORIZED => {
                Err(Trouble::Refused(format!("Chatwoot refuses the token at {path} (401)")))
            }
            StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY => Ok(None),
            status => Err(Trouble::Refused(format!("{path} answers {status}"))),
        }
    }

    /// The content of a file of Chatwoot's; `None` when it is gone. Its address is signed: the token is kept to ourselves.
    pub(super) fn file(&self, address: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(url) = self.own(address) else { return Ok(None) };
        let answer = self.again(&url, false)?;
        Ok(answer.status.is_success().then_some(answer.body))
    }

    /// A file's address at the server we were told to ask, by whatever name it calls itself; `None` for another's file.
    fn own(&self, address: &str) -> Option<Url> {
        let mut url = self.base.join(address).ok()?;
        let ours = url.path().starts_with("/rails/active_storage/") || url.host_str() == self.base.host_str();
        if !ours || !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        url.set_scheme(self.base.scheme()).ok()?;
        url.set_host(self.base.host_str()).ok()?;
        url.set_port(self.base.port()).ok()?;
        Some(url)
    }

    fn url(&self, path: &str) -> Result<Url, Trouble> {
        self.base.join(path).map_err(|e| Trouble::Refused(format!("{path}: {e}")))
    }

    fn again(&self, url: &Url, named: bool) -> Result<Answer, Trouble> {
        let mut pause = PAUSE;
        let mut why = String::new();
        for tried in 0..TRIES {
            if tried > 0 {
                self.runtime.block_on(async { tokio::time::sleep(pause).await });
            }
            match self.runtime.block_on(self.once(url, named)) {
                Tried::Answer(answer) => return Ok(answer),
                Tried::Again(asked, what) => {
                    why = what;
                    pause = asked.unwrap_or(if tried == 0 { PAUSE } else { pause * 2 }).min(LONGEST);
                }
            }
        }
        Err(Trouble::Gone(format!("{}: {why}, {TRIES} times", url.path())))
    }

    async fn once(&self, url: &Url, named: bool) -> Tried {
        let mut asked = self.http.get(url.clone());
        if named {
            asked = asked.header("api_access_token", &self.token);
        }
        let mut answer = match asked.send().await {
            Err(e) => return Tried::Again(None, e.without_url().to_string()),
            Ok(answer) => answer,
        };
        let status = answer.status();
        let busy = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
        if busy || status.is_server_error() {
            return Tried::Again(wait(&answer), status.to_string());
        }
        let mut body = Vec::new();
        loop {
            match answer.chunk().await {
                Err(e) => return Tried::Again(None, format!("cut off: {}", e.without_url())),
                Ok(None) => return Tried::Answer(Answer { status, body }),
                Ok(Some(_)) if body.len() > BODY_MAX => {
                    return Tried::Answer(Answer { status: StatusCode::PAYLOAD_TOO_LARGE, body: Vec::new() });
                }
                Ok(Some(part)) => body.extend_from_slice(&part),
            }
        }
    }
}

/// How long a busy server asks to wait.
fn wait(answer: &Response) -> Option<Duration> {
    let secs = answer.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(secs))
}
