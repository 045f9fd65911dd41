//! Fields of a JSON value: one of a wrong type counts as absent.

use serde_json::Value;

/// A JSON value that is looked into.
pub trait Json {
    /// A field; none where it is absent or null.
    fn field(&self, name: &str) -> Option<&Value>;
    /// A text field.
    fn text(&self, name: &str) -> Option<String>;
    /// A number field; negative ones and fractions do not occur in what is read.
    fn number(&self, name: &str) -> Option<u64>;
    /// A list field; absent is empty.
    fn list(&self, name: &str) -> &[Value];

    /// A text field as an id.
    fn id<T: From<String>>(&self, name: &str) -> Option<T> {
        self.text(name).map(T::from)
    }

    /// The texts of a list field.
    fn texts(&self, name: &str) -> Vec<String> {
        let texts = self.list(name).iter().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }
}

impl Json for Value {
    fn field(&self, name: &str) -> Option<&Value> {
        self.get(name).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.as_str().map(str::to_owned)
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.as_f64().map(|number| number as u64)
    }

    fn list(&self, name: &str) -> &[Value] {
        let list = self.get(name).and_then(Self::as_array);
        list.map_or(&[], Vec::as_slice)
    }
}
