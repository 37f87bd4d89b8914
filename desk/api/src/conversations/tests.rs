//! Conversations, messages, contacts and search as clients call them: shapes, who may, and what is refused.

mod refusals;
mod shapes;
mod stage;

use stage::Stage;
