//! Messages on their way out: sent, tried again, failed with the reason kept, never further back.

use std::sync::Arc;

use desk_model::MessageState;
use kernel_base::MessageId;
use kernel_http::{Asset, Assets, Outbound};
use plug_channel::{Ports, SendError};

use super::House;
use super::house::ANSWERS;
use crate::MIGRATIONS;
use crate::messages::{Sent, retry, send, update_message};

struct NoAssets;

impl Assets for NoAssets {
    fn get(&self, _: &str) -> Option<Asset> {
        None
    }
}

fn ports(house: &House) -> Ports {
    let doors = Arc::new(house.doors.clone());
    Ports {
        inboxes: Arc::clone(&doors) as _,
        visitors: doors,
        http: Outbound::new(Vec::new()).expect("a client"),
        assets: Arc::new(NoAssets),
        clock: Arc::clone(&house.core.clock),
        rng: Arc::clone(&house.core.rng),
        public_url: Arc::clone(&house.core.public_url),
    }
}

/// One test at a time: the channel's answers are shared.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

kernel_db::both_engines! {
    with MIGRATIONS;

    a_message_is_sent_tried_again_or_kept_as_failed => |store| async {
        let _alone = ALONE.lock().await;
        let house = House::with(store, "wire").await;
        let ports = ports(&house);
        let who = house.visitor().await;
        let number = house.says(&who, "oi").await;
        let written = house.answers(&house.admin, number, "olá").await.expect("written");
        assert_eq!(written["status"], "progress");
        let id = MessageId(written["id"].as_i64().expect("id"));
        let try_it = |attempt| send(&house.core, &ports, house.scope(), id, attempt);
        ANSWERS.lock().push(SendError::Retry(Some(7)));
        assert_eq!(try_it(1).await.expect("tried"), Sent::Again(Some(7)));
        ANSWERS.lock().push(SendError::Refused("número inexistente".into()));
        assert_eq!(try_it(2).await.expect("tried"), Sent::Done);
        let shown = || {
            let scope = house.scope();
            house.read(move |tx, _| Ok(crate::messages::store::by_id(tx, &scope, id)?))
        };
        let m = shown().await.expect("read").expect("there");
        assert_eq!((m.state, m.failure.as_deref()), (MessageState::Failed, Some("número inexistente")));
        let by = house.admin.clone();
        house.write(move |tx, core| retry(tx, core, &by, number, id)).await.expect("again");
        assert_eq!(try_it(1).await.expect("tried"), Sent::Done);
        let m = shown().await.expect("read").expect("there");
        assert_eq!((m.state, m.failure.as_deref()), (MessageState::Sent, None));
        assert_eq!(m.source_id, Some(format!("wire-{id}")));
        for (told, kept) in [
            (MessageState::Read, MessageState::Read),
            (MessageState::Delivered, MessageState::Read),
            (MessageState::Failed, MessageState::Read),
        ] {
            let by = house.admin.clone();
            let m = house.write(move |tx, _| update_message(tx, &by, number, id, told, None)).await;
            assert_eq!(m.expect("told").state, kept);
        }
        // A job that comes late or twice does nothing.
        ANSWERS.lock().push(SendError::MaybeSent);
        assert_eq!(try_it(1).await.expect("late"), Sent::Done);
        assert_eq!(ANSWERS.lock().drain(..).count(), 1);
    }
}
