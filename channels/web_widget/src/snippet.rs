//! The lines a site pastes into its pages: Chatwoot's, so that pages made for it keep working.

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
