//! Reading named fields of JSON, wherever it lives: in a parsed text or in JavaScript's heap.
//!
//! Journals and OpenCode's events are read field by field through this one trait. What is not
//! named is never looked at, a field of a wrong type counts as absent, and no decoder is compiled
//! per type, which is what keeps the WebAssembly small.

use serde_json::Value;

/// A JSON value that can be looked into.
pub trait Fields: Sized {
    /// A field of an object; none where it is absent or null.
    fn field(&self, name: &str) -> Option<Self>;
    /// The value as a text.
    fn as_text(&self) -> Option<String>;
    /// The value as a number.
    fn to_number(&self) -> Option<f64>;
    /// The value as a truth value.
    fn as_flag(&self) -> Option<bool>;
    /// The items of a list; none for anything else.
    fn items(&self) -> Vec<Self>;
    /// The value itself, all of it.
    fn to_value(&self) -> Value;

    /// A text field.
    fn text(&self, name: &str) -> Option<String> {
        self.field(name)?.as_text()
    }

    /// A text field as an id.
    fn id<T: From<String>>(&self, name: &str) -> Option<T> {
        self.text(name).map(T::from)
    }

    /// A number field; negative ones and fractions do not occur in what is read.
    fn number(&self, name: &str) -> Option<u64> {
        self.field(name)?.to_number().map(|number| number as u64)
    }

    /// A truth field; absent is false.
    fn flag(&self, name: &str) -> bool {
        self.field(name)
            .and_then(|field| field.as_flag())
            .unwrap_or(false)
    }

    /// A list field; absent is empty.
    fn list(&self, name: &str) -> Vec<Self> {
        self.field(name)
            .map(|field| field.items())
            .unwrap_or_default()
    }

    /// A list of texts.
    fn texts<T: From<String>>(&self, name: &str) -> Vec<T> {
        self.list(name)
            .iter()
            .filter_map(Self::as_text)
            .map(T::from)
            .collect()
    }
}

impl Fields for &Value {
    fn field(&self, name: &str) -> Option<Self> {
        self.get(name).filter(|value| !value.is_null())
    }

    fn as_text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn to_number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn as_flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn items(&self) -> Vec<Self> {
        self.as_array()
            .map(|items| items.iter().collect())
            .unwrap_or_default()
    }

    fn to_value(&self) -> Value {
        (*self).clone()
    }
}
