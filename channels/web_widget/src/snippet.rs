//! The lines a site pastes into its pages: Chatwoot's, so that pages made for it keep working.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The script tag that loads the chat of the inbox with this token.
pub(crate) fn html(public_url: &str, token: &str) -> String {
    let base = public_url.trim_end_matches('/');
    format!(
        r#"<script>
  (function(d,t) {{
    var BASE_URL="{base}";
    var g=d.createElement(t),s=d.getElementsByTagName(t)[0];
    g.src=BASE_URL+"/packs/js/sdk.js";
    g.async = true;
    s.parentNode.insertBefore(g,s);
    g.onload=function(){{
      window.chatwootSDK.run({{
        websiteToken: '{token}',
        baseUrl: BASE_URL
      }})
    }}
  }})(document,"script");
</script>"#
    )
}

/// A page of ours with the snippet where it says `<!-- chat -->`, and a policy as strict as a careful site's: only
/// that one inline script, this inline style, our host's scripts and our frame.
pub(crate) fn page(html: &str, style: &str, public_url: &str, token: &str) -> (String, String) {
    let tag = self::html(public_url, token);
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    let script = hash(tag.trim_start_matches("<script>").trim_end_matches("</script>"));
    let policy = format!(
        "default-src 'none'; script-src 'self' 'sha256-{script}' {public_url}; style-src 'self' 'sha256-{}'; \
         img-src 'self' data:; frame-src 'self' {public_url}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self'",
        hash(style)
    );
    (html.replace("<!-- chat -->", &tag), policy)
}
