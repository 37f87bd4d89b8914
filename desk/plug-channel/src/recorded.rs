//! What the sender of recorded voice says of it, read out of a body's fields.

use kernel_base::Problem;
use serde_json::Value;

/// Heights in a voice message's drawing.
const PEAKS: usize = 64;
/// The longest recording there is: a day.
const LONGEST_MS: i64 = 86_400_000;

/// What the sender of recorded voice says of it; used where it can't be found in the recording.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// How loud it is: exactly 64 heights.
    pub peaks: Option<Vec<u8>>,
    /// Length in milliseconds.
    pub duration_ms: Option<i64>,
}

/// Which files of a body are recorded voice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recordings {
    which: Which,
    said: Recorded,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Which {
    #[default]
    None,
    All,
    Named(Vec<String>),
}

impl Recordings {
    /// Reads `is_recorded_audio` (a switch, or a list of the files' names, also as JSON text), `voice_peaks` and
    /// `voice_duration_ms`.
    ///
    /// # Errors
    /// 422 with the field that is wrong.
    pub fn read(
        flag: Option<&Value>,
        peaks: Option<&[i64]>,
        duration_ms: Option<i64>,
    ) -> Result<Self, Problem> {
        let which = which(flag).ok_or_else(|| Problem::field("is_recorded_audio", "error.wrong_value"))?;
        let peaks = peaks.filter(|p| !p.is_empty()).map(|all| {
            let heights: Option<Vec<u8>> = all.iter().map(|p| u8::try_from(*p).ok()).collect();
            heights
                .filter(|h| h.len() == PEAKS)
                .ok_or_else(|| Problem::field("voice_peaks", "error.wrong_value"))
        });
        if duration_ms.is_some_and(|ms| !(0..=LONGEST_MS).contains(&ms)) {
            return Err(Problem::field("voice_duration_ms", "error.wrong_value"));
        }
        Ok(Self { which, said: Recorded { peaks: peaks.transpose()?, duration_ms } })
    }

    /// What is said of the file with this name, if it is recorded voice.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<Recorded> {
        let is = match &self.which {
            Which::None => false,
            Which::All => true,
            Which::Named(names) => names.iter().any(|n| n == name),
        };
        is.then(|| self.said.clone())
    }
}

fn which(flag: Option<&Value>) -> Option<Which> {
    match flag {
        None | Some(Value::Null | Value::Bool(false)) => Some(Which::None),
        Some(Value::Bool(true)) => Some(Which::All),
        Some(Value::Array(names)) => {
            let names = names.iter().map(|n| n.as_str().map(str::to_owned)).collect::<Option<_>>();
            names.map(Which::Named)
        }
        Some(Value::String(text)) => match text.trim() {
            "" | "false" | "0" => Some(Which::None),
            "true" | "1" => Some(Which::All),
            list if list.starts_with('[') => which(Some(&serde_json::from_str(list).ok()?)),
            _ => None,
        },
        Some(_) => None,
    }
}
