//! What a person would count who was there the whole time: a list of all that happened.

/// Something that happened, and what it took.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    pub(super) what: &'static str,
    pub(super) talk: usize,
    pub(super) at: i64,
    pub(super) inbox: i64,
    pub(super) agent: Option<i64>,
    pub(super) team: Option<i64>,
    pub(super) secs: i64,
}

/// A conversation.
#[derive(Clone, Debug)]
pub(super) struct Talk {
    pub(super) number: i64,
    pub(super) inbox: i64,
    pub(super) agent: Option<i64>,
    pub(super) team: Option<i64>,
    pub(super) started: i64,
    pub(super) waiting: Option<i64>,
    pub(super) answered: bool,
    pub(super) resolved: bool,
    /// Which labels it has now.
    pub(super) labels: Vec<i64>,
}

/// All of it.
#[derive(Default)]
pub(super) struct Hand {
    pub(super) talks: Vec<Talk>,
    pub(super) deeds: Vec<Deed>,
}

/// Whose figures: everyone's, or an inbox's, an agent's, a team's.
pub(super) type Who = (&'static str, i64);

impl Hand {
    /// Notes a deed in a conversation; `agent` of who did it.
    pub(super) fn note(&mut self, what: &'static str, talk: usize, agent: Option<i64>, at: i64, secs: i64) {
        let t = &self.talks[talk];
        self.deeds.push(Deed { what, talk, at, inbox: t.inbox, agent, team: t.team, secs });
    }

    /// Deeds of someone within seconds, counted from their first second to before their last.
    pub(super) fn within(&self, what: &str, who: Who, from: i64, to: i64) -> Vec<Deed> {
        let mut all: Vec<Deed> = self.deeds.iter().filter(|d| d.what == what).cloned().collect();
        if what == "conversation" {
            all = self
                .talks
                .iter()
                .enumerate()
                .map(|(talk, t)| Deed {
                    what: "conversation",
                    talk,
                    at: t.started,
                    inbox: t.inbox,
                    agent: t.agent,
                    team: t.team,
                    secs: 0,
                })
                .collect();
        }
        let theirs = |d: &Deed| match who.0 {
            "inbox" => d.inbox == who.1,
            "agent" => d.agent == Some(who.1),
            "team" => d.team == Some(who.1),
            "label" => self.talks[d.talk].labels.contains(&who.1),
            _ => true,
        };
        all.retain(|d| theirs(d) && d.at >= from && d.at < to);
        all
    }

    pub(super) fn count(&self, what: &str, who: Who, from: i64, to: i64) -> i64 {
        self.within(what, who, from, to).len() as i64
    }

    /// The average of what deeds took; `None` of none.
    pub(super) fn average(&self, what: &str, who: Who, from: i64, to: i64) -> Option<f64> {
        let all = self.within(what, who, from, to);
        let sum: i64 = all.iter().map(|d| d.secs).sum();
        (!all.is_empty()).then(|| sum as f64 / all.len() as f64)
    }
}

/// Numbers that look random and are the same at each run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    pub(super) fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }
}
