//! Golden files of the wire: a change here is a change for every client.

use desk_model::{
    Attachment, Contact, ContentType, Conversation, Message, MessageState, MessageType, Priority, Role,
    Sender, Status,
};
use kernel_base::{
    AccountId, AttachmentId, ContactId, ContactInboxId, ConversationId, InboxId, MessageId, Micros, TeamId,
    UserId,
};
use serde_json::{Map, json};

use crate::{
    AttachmentJson, AttachmentLinks, ConversationFacts, MessageConversation, MessageFacts, MessageJson,
    Person, SenderJson, agent, contact, contact_sender, conversation, message, team, user_sender,
    visitor_contact, visitor_conversation, visitor_message, webhook,
};

const T: Micros = Micros(1_795_370_587_123_456);

fn marina() -> Contact {
    Contact {
        id: ContactId(7),
        name: "Marina Açaí".into(),
        email: Some("marina@exemplo.com.br".into()),
        email_verified: true,
        phone: Some("+5511987654321".into()),
        phone_verified: true,
        identifier: None,
        avatar_key: None,
        additional_attributes: json!({"city": "São Paulo"}).as_object().cloned().unwrap_or_default(),
        custom_attributes: Map::new(),
        blocked: false,
        last_activity_at: Some(T),
        created_at: T,
        updated_at: T,
    }
}

fn helena() -> Person {
    Person {
        custom_role: None,
        id: UserId(3),
        name: "Helena Prado".into(),
        display_name: Some("Helena".into()),
        email: "helena@loja.com.br".into(),
        avatar_url: None,
        role: Role::Agent,
        availability: "online",
        auto_offline: true,
        confirmed: true,
    }
}

fn talk() -> Conversation {
    Conversation {
        id: ConversationId(90),
        account: AccountId(1),
        number: 5,
        uuid: "7b0f8c8e-4a50-4f5e-9a53-2b1c6a1f0001".into(),
        inbox: InboxId(2),
        contact: ContactId(7),
        contact_inbox: ContactInboxId(11),
        status: Status::Open,
        automated: false,
        assignee: Some(UserId(3)),
        team: Some(TeamId(4)),
        priority: Some(Priority::High),
        snoozed_until: None,
        queued_at: T,
        waiting_since: Some(T),
        first_reply_at: None,
        last_activity_at: T,
        agent_last_seen_at: Some(T),
        assignee_last_seen_at: None,
        contact_last_seen_at: None,
        unread_count: 2,
        last_message: Some(MessageId(501)),
        additional_attributes: Map::new(),
        custom_attributes: json!({"pedido": "A-17"}).as_object().cloned().unwrap_or_default(),
        created_at: T,
        updated_at: T,
        participants: vec![UserId(9)],
    }
}

fn said() -> Message {
    Message {
        id: MessageId(501),
        conversation: ConversationId(90),
        inbox: InboxId(2),
        kind: MessageType::Incoming,
        content: "Meu pedido não chegou".into(),
        private: false,
        state: MessageState::Sent,
        content_type: ContentType::Text,
        content_attributes: Map::new(),
        sender: Sender::contact(ContactId(7)),
        source_id: None,
        echo_id: Some("e-1".into()),
        failure: None,
        created_at: T,
        updated_at: T,
    }
}

fn receipt() -> AttachmentJson {
    let file = Attachment {
        id: AttachmentId(60),
        message: MessageId(501),
        kind: "image".into(),
        blob_key: "k".into(),
        name: "Comprovante.PNG".into(),
        content_type: "image/png".into(),
        size: 2048,
        width: Some(640),
        height: Some(480),
        voice: None,
        original_key: None,
        created_at: T,
    };
    let links = AttachmentLinks {
        data: "https://x/files/t/c.png".into(),
        thumb: "https://x/files/u/c.png".into(),
        original: None,
    };
    AttachmentJson::new(AccountId(1), &file, links)
}

fn said_json() -> MessageJson {
    message(
        &said(),
        MessageFacts {
            account: AccountId(1),
            number: 5,
            conversation: MessageConversation::of(&talk(), "src"),
            sender: Some(SenderJson::Contact(contact_sender(&marina(), None))),
            attachments: vec![receipt()],
            reactions: vec![],
        },
    )
}

#[test]
fn an_incoming_message_with_a_file() {
    insta::assert_json_snapshot!(said_json());
}

#[test]
fn a_failed_reply() {
    let mut m = said();
    m.kind = MessageType::Outgoing;
    m.state = MessageState::Failed;
    m.failure = Some("número inexistente".into());
    m.sender = Sender::user(UserId(3));
    let facts = MessageFacts {
        account: AccountId(1),
        number: 5,
        conversation: MessageConversation::of(&talk(), "src"),
        sender: Some(SenderJson::User(user_sender(&helena()))),
        attachments: vec![],
        reactions: vec![],
    };
    insta::assert_json_snapshot!(message(&m, facts));
}

#[test]
fn a_conversation() {
    let facts = ConversationFacts {
        sender: contact(&marina(), None, true),
        channel: "Channel::WebWidget".into(),
        assignee: Some(agent(AccountId(1), &helena())),
        team: Some(team(AccountId(1), TeamId(4), "entregas", None, true, false)),
        source_id: "src".into(),
        verified: false,
        last: Some(said_json()),
        last_said: None,
        can_reply: true,
        reply_window: None,
    };
    insta::assert_json_snapshot!(conversation(&talk(), facts));
}

#[test]
fn what_a_visitor_sees() {
    let sender = Some(SenderJson::User(user_sender(&helena())));
    let last = visitor_message(&said(), 5, sender, vec![], vec![]);
    let seen = visitor_conversation(
        &talk(),
        1,
        Some(user_sender(&helena())),
        Some(last),
        visitor_contact(&marina()),
        None,
    );
    insta::assert_json_snapshot!(seen);
}

fn shown(object: impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(object).unwrap_or_default()
}

fn talk_json() -> serde_json::Value {
    let facts = ConversationFacts {
        sender: contact(&marina(), None, true),
        channel: "Channel::WebWidget".into(),
        assignee: Some(agent(AccountId(1), &helena())),
        team: None,
        source_id: "src".into(),
        verified: false,
        last: Some(said_json()),
        last_said: Some(said_json()),
        can_reply: true,
        reply_window: None,
    };
    shown(conversation(&talk(), facts))
}

fn around() -> (serde_json::Value, serde_json::Value) {
    (webhook::named(1, "Loja Aurora"), webhook::named(2, "Site"))
}

#[test]
fn webhooks_of_messages() {
    let told = webhook::message("message_created", &shown(said_json()), talk_json(), around(), None);
    insta::assert_json_snapshot!(told);
    let mut m = said();
    m.kind = MessageType::Outgoing;
    m.sender = Sender::user(UserId(3));
    m.source_id = Some("WAID:1".into());
    let facts = MessageFacts {
        account: AccountId(1),
        number: 5,
        conversation: MessageConversation::of(&talk(), "src"),
        sender: Some(SenderJson::User(user_sender(&helena()))),
        attachments: vec![],
        reactions: vec![],
    };
    let email = Some("helena@loja.com.br");
    let plain = shown(message(&m, facts));
    insta::assert_json_snapshot!(webhook::message("message_updated", &plain, talk_json(), around(), email));
}

#[test]
fn webhooks_of_conversations_and_contacts() {
    let changed = webhook::changes(vec![
        ("status", json!("open"), json!("resolved")),
        ("team_id", json!(null), json!(null)),
    ]);
    let told = webhook::conversation("conversation_status_changed", talk_json(), changed.as_ref());
    insta::assert_json_snapshot!(told);
    let person = shown(contact(&marina(), None, true));
    let changed = webhook::changes(vec![("name", json!("Marina"), json!("Marina Açaí"))]);
    insta::assert_json_snapshot!(webhook::contact("contact_updated", &person, &around().0, changed.as_ref()));
}

#[test]
fn webhooks_of_signs() {
    let user = json!({ "id": 3, "name": "Helena", "type": "user" });
    insta::assert_json_snapshot!(webhook::typing("conversation_typing_on", user, json!({ "id": 5 }), false));
    let person = shown(contact(&marina(), None, true));
    let info = json!({ "referer": "https://loja.example/", "browser": { "browser_name": "Firefox" } });
    insta::assert_json_snapshot!(webhook::widget(11, "src", &person, around(), json!(null), info));
    assert!(webhook::changes(vec![("name", json!("a"), json!("a"))]).is_none());
}
