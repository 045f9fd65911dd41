//! Building JSON objects by small calls instead of derived encoders, which the WebAssembly would
//! carry once per type.

use litemap::LiteMap;
use serde_json::{Map, Value};

use crate::core::values::time::{Span, Time};

/// An object under construction.
#[derive(Default)]
pub(crate) struct Object(Map<String, Value>);

impl Object {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    #[inline(never)]
    pub(crate) fn put(mut self, name: &str, value: Value) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }

    #[inline(never)]
    pub(crate) fn text(self, name: &str, value: impl AsRef<str>) -> Self {
        self.put(name, Value::String(value.as_ref().to_owned()))
    }

    /// Null where there is none.
    #[inline(never)]
    pub(crate) fn maybe(self, name: &str, value: Option<&str>) -> Self {
        self.put(
            name,
            value.map_or(Value::Null, |text| Value::String(text.to_owned())),
        )
    }

    #[inline(never)]
    pub(crate) fn number(self, name: &str, value: u64) -> Self {
        self.put(name, Value::from(value))
    }

    pub(crate) fn flag(self, name: &str, value: bool) -> Self {
        self.put(name, Value::Bool(value))
    }

    /// Null where there is none.
    #[inline(never)]
    pub(crate) fn time(self, name: &str, value: Option<Time>) -> Self {
        self.put(name, value.map_or(Value::Null, |time| Value::from(time.0)))
    }

    /// Null where there is none.
    #[inline(never)]
    pub(crate) fn span(self, name: &str, value: Option<Span>) -> Self {
        self.put(name, value.map_or(Value::Null, |span| Value::from(span.0)))
    }

    #[inline(never)]
    pub(crate) fn texts<T: AsRef<str>>(self, name: &str, values: &[T]) -> Self {
        let list = values
            .iter()
            .map(|text| Value::String(text.as_ref().to_owned()))
            .collect();
        self.put(name, Value::Array(list))
    }

    #[inline(never)]
    pub(crate) fn counts(self, name: &str, counts: &LiteMap<String, u64>) -> Self {
        let mut object = Self::new();
        for (key, count) in counts.iter() {
            object = object.number(key, *count);
        }
        self.put(name, object.done())
    }

    pub(crate) fn done(self) -> Value {
        Value::Object(self.0)
    }

    /// The object as the one field of another: `{"name": {…}}`.
    #[inline(never)]
    pub(crate) fn tagged(self, name: &str) -> Value {
        Self::new().put(name, self.done()).done()
    }
}
