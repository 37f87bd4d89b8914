//! The enumerations that are stored, with Chatwoot's numbers and names.

macro_rules! stored {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $number:literal, $wire:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The number it is stored as.
            #[must_use]
            pub const fn number(self) -> i64 {
                match self { $(Self::$variant => $number),+ }
            }

            /// The value stored as `number`.
            #[must_use]
            pub const fn from_number(number: i64) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)+ _ => None }
            }

            /// Its name in Chatwoot's JSON.
            #[must_use]
            pub const fn wire(self) -> &'static str {
                match self { $(Self::$variant => $wire),+ }
            }

            /// The value named `name` in Chatwoot's JSON.
            #[must_use]
            pub fn from_wire(name: &str) -> Option<Self> {
                match name { $($wire => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

stored! {
    /// Status of a conversation. The [`crate::Place`] is derived from it.
    Status {
        /// Someone has to act: in the queue or in service.
        Open = 0, "open";
        /// Finished.
        Resolved = 1, "resolved";
        /// With a bot, or set aside by a person.
        Pending = 2, "pending";
        /// Set aside until a moment or the next reply.
        Snoozed = 3, "snoozed";
    }
}
stored! {
    /// Which way a message goes.
    MessageType {
        /// From the customer.
        Incoming = 0, "incoming";
        /// To the customer (or a private note).
        Outgoing = 1, "outgoing";
        /// A line of the timeline.
        Activity = 2, "activity";
        /// Sent by the product itself: greeting, survey.
        Template = 3, "template";
    }
}
stored! {
    /// How far an outgoing message got. It only moves forward; failed may be retried.
    MessageState {
        /// Accepted and stored; handed to the channel.
        Sent = 0, "sent";
        /// Reached the customer's device.
        Delivered = 1, "delivered";
        /// Seen by the customer.
        Read = 2, "read";
        /// The channel refused; the reason is kept.
        Failed = 3, "failed";
        /// Stored, not yet taken by the channel.
        Sending = 4, "progress";
    }
}
stored! {
    /// Urgency of a conversation; a sign and a filter, never the order of the queue by itself.
    Priority {
        /// Can wait.
        Low = 0, "low";
        /// Ordinary.
        Medium = 1, "medium";
        /// Soon.
        High = 2, "high";
        /// Now.
        Urgent = 3, "urgent";
    }
}
stored! {
    /// What a message's content is.
    ContentType {
        /// Text in Markdown, with or without attachments.
        Text = 0, "text";
        /// Asks for an e-mail.
        InputEmail = 1, "input_email";
        /// One chosen answer out of several.
        InputSelect = 3, "input_select";
        /// Cards with actions.
        Cards = 5, "cards";
        /// A form.
        Form = 6, "form";
        /// Article links.
        Article = 7, "article";
        /// Asks how it was.
        InputCsat = 9, "input_csat";
        /// A sticker.
        Sticker = 10, "sticker";
        /// Something of another service, like a video call: `type` in its attributes says which.
        Integrations = 11, "integrations";
    }
}
stored! {
    /// What a member of an account may do by preset.
    Role {
        /// Answers customers.
        Agent = 0, "agent";
        /// Sets the account up.
        Administrator = 1, "administrator";
    }
}
stored! {
    /// How far someone sees beside their own conversations and those they take part in. The first sees farthest.
    Visibility {
        /// Everything.
        All = 0, "all";
        /// Everything of their inboxes and teams.
        Ours = 1, "ours";
        /// What nobody has, of their inboxes and teams.
        Unassigned = 2, "unassigned";
        /// Nothing else.
        Own = 3, "own";
    }
}
stored! {
    /// Who wrote a message.
    SenderKind {
        /// A member of the account.
        User = 0, "user";
        /// The customer.
        Contact = 1, "contact";
        /// The product itself.
        System = 2, "system";
        /// A bot.
        Bot = 3, "agent_bot";
    }
}
