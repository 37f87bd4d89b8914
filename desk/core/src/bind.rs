//! Values gathered while a statement is put together: each gets its `$n`, none is ever written into the text.

use kernel_db::{Param, ToParam};

/// A statement under construction and the values it binds.
#[derive(Default)]
pub(crate) struct Statement {
    pub(crate) text: String,
    values: Vec<Value>,
}

/// A bound value.
pub(crate) enum Value {
    Int(i64),
    Float(f64),
    Text(String),
}

impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Self::Int(v)
    }
}

impl From<f64> for Value {
    fn from(v: f64) -> Self {
        Self::Float(v)
    }
}

impl From<String> for Value {
    fn from(v: String) -> Self {
        Self::Text(v)
    }
}

impl From<kernel_db::Json> for Value {
    fn from(v: kernel_db::Json) -> Self {
        Self::Text(v.0)
    }
}

impl ToParam for Value {
    fn to_param(&self) -> Param<'_> {
        match self {
            Self::Int(v) => Param::Int(*v),
            Self::Float(v) => Param::Float(*v),
            Self::Text(v) => Param::Text(v),
        }
    }
}

impl Statement {
    /// Adds text.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Binds a value and answers its mark, `$3`.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// The values in the order of their marks.
    pub(crate) fn params(&self) -> Vec<&dyn ToParam> {
        self.values.iter().map(|v| v as &dyn ToParam).collect()
    }
}
