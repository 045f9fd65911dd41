//! JavaScript values: what the shim hands over, and reading and building plain objects.

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_wasm_bindgen::{Deserializer, Serializer};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::wire::Raw;
use crate::core::values::lenient::Choice;

#[wasm_bindgen]
extern "C" {
    /// What the shim lends: files, the clock, one timer, standard error and the process.
    pub type Port;

    #[wasm_bindgen(method, getter)]
    pub(super) fn client(this: &Port) -> JsValue;
    #[wasm_bindgen(method)]
    pub(super) fn now(this: &Port) -> f64;
    /// Calls `tick` after `ms`, instead of at any time asked for before.
    #[wasm_bindgen(method)]
    pub(super) fn timer(this: &Port, ms: f64);
    /// Calls `run`, and answers a trap in it with a fresh instance.
    #[wasm_bindgen(method)]
    pub(super) fn guard(this: &Port, run: &Function);
    #[wasm_bindgen(method, catch, js_name = readJournal)]
    pub(super) fn read_journal(this: &Port, root: &str) -> Result<JsValue, JsValue>;
    /// What others appended since the last reading: `{ text, replaced }`.
    #[wasm_bindgen(method, catch, js_name = readTail)]
    pub(super) fn read_tail(this: &Port, root: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = appendJournal)]
    pub(super) fn append_journal(this: &Port, root: &str, line: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = replaceJournal)]
    pub(super) fn replace_journal(this: &Port, root: &str, text: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeJournal)]
    pub(super) fn remove_journal(this: &Port, root: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_name = isAlive)]
    pub(super) fn is_alive(this: &Port, owner: JsValue) -> bool;
    #[wasm_bindgen(method)]
    pub(super) fn progress(this: &Port, line: &str);
    #[wasm_bindgen(method)]
    pub(super) fn notice(this: &Port, message: &str);
    #[wasm_bindgen(method)]
    pub(super) fn quieted(this: &Port, session: &str, why: &str);
    #[wasm_bindgen(method, js_name = exitCode)]
    pub(super) fn exit_code(this: &Port, code: u8);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Reflect, catch)]
    fn apply(back: &mut dyn FnMut(), this: &JsValue, arguments: &Array) -> Result<(), JsValue>;
}

/// A JavaScript error's words.
pub(super) fn words(error: &JsValue) -> String {
    let message = get(error, "message").as_string();
    let data = get(&get(error, "data"), "message").as_string();
    data.or(message)
        .or_else(|| error.as_string())
        .unwrap_or_else(|| match json(error) {
            text if text.is_empty() => "an error without words".to_owned(),
            text => text,
        })
}

/// A value as JSON text; empty for what has none: nothing, a function, a cycle.
pub(super) fn json(value: &JsValue) -> String {
    let text = JSON::stringify(value).ok();
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

/// A property; undefined where there is none.
pub(super) fn get(object: &JsValue, name: &str) -> JsValue {
    if !object.is_object() && !object.is_function() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A text property.
pub(super) fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

/// Sets a property of a plain object; a frozen one stays as it is.
pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _frozen = Reflect::set(object, &name.into(), value);
}

/// A plain object with these properties; undefined ones are left out.
pub(super) fn object(properties: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in properties {
        if !value.is_undefined() {
            set(&object, name, value);
        }
    }
    object.into()
}

/// The items of a list; none of anything else.
pub(super) fn items(list: &JsValue) -> Vec<JsValue> {
    let mut items = Vec::new();
    if Array::is_array(list) {
        // A proxy may pass for a list and throw.
        let _thrown = call_back(&mut || items = Array::from(list).to_vec());
    }
    items
}

/// Calls back, such that what JavaScript throws on the way is an error.
fn call_back(back: &mut dyn FnMut()) -> Result<(), JsValue> {
    apply(&mut || back(), &JsValue::UNDEFINED, &Array::new())
}

/// What is read, where nothing throws on the way: a getter or a proxy may.
fn caught<T, E>(mut read: impl FnMut() -> Result<T, E>) -> Option<T> {
    let mut value = None;
    call_back(&mut || value = read().ok()).ok()?;
    value
}

impl Raw for JsValue {
    fn read<T: DeserializeOwned>(&self) -> Option<T> {
        caught(|| T::deserialize(Deserializer::from(self.clone())))
    }

    fn read_as<T: DeserializeOwned>(&self, name: String) -> Option<T> {
        caught(|| T::deserialize(Choice::new(name.clone(), Deserializer::from(self.clone()))))
    }

    fn field(&self, name: &str) -> Option<Self> {
        let value = get(self, name);
        (!value.is_undefined() && !value.is_null()).then_some(value)
    }

    /// As JSON text: what is undefined must vanish and not become null, and what contains itself
    /// must end.
    fn verbatim(&self) -> Value {
        serde_json::from_str(&json(self)).unwrap_or_default()
    }
}

/// A plain JavaScript value, as JSON has it: null for what is not there, objects for maps.
pub(super) fn write<T: Serialize + ?Sized>(value: &T) -> JsValue {
    // What is written has names that are texts, and no number that JavaScript has not.
    let written = value.serialize(&Serializer::json_compatible());
    written.unwrap_or(JsValue::UNDEFINED)
}

/// A value that was copied as it is. It came as JSON text and goes as JSON text: of what it holds, no
/// number is too large.
pub(super) fn copied(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).unwrap_or(JsValue::UNDEFINED)
}

/// Calls `object.name(argument)`, awaits the promise and unwraps the SDK's `{ data, error }`.
pub(super) async fn call(
    object: &JsValue,
    name: &str,
    argument: &JsValue,
) -> Result<JsValue, String> {
    let function: Function = get(object, name)
        .dyn_into()
        .map_err(|_| format!("this OpenCode has no client method {name}"))?;
    let promise = function
        .call1(object, argument)
        .map_err(|error| words(&error))?;
    let result = JsFuture::from(Promise::resolve(&promise))
        .await
        .map_err(|error| words(&error))?;
    let error = get(&result, "error");
    if error.is_undefined() || error.is_null() {
        Ok(get(&result, "data"))
    } else {
        Err(words(&error))
    }
}
