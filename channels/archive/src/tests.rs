//! What is written to an archive fails, in the account's language.

use kernel_base::Locale;
use plug_channel::{Channel as _, OutMessage, SendError};
use serde_json::json;

use super::Shelf;

#[tokio::test]
async fn refuses_with_the_reason() {
    let message = OutMessage { id: 1, to: "5511".into(), webhook: json!({}), content: "Oi".into() };
    for (locale, word) in [(Locale::PtBr, "histórico"), (Locale::En, "history"), (Locale::Es, "historial")] {
        let Err(SendError::Refused(why)) = Shelf { locale }.send(&message).await else {
            panic!("not refused")
        };
        assert!(why.contains(word), "{why}");
    }
}
