//! The list of messages of a step, in JavaScript's heap.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::list::{List, Outline, OwnPart};
use crate::core::ids::PartId;
use crate::host::js::{self, get};
use crate::host::reader::Stored;
use crate::host::wire::{Part, Raw};

/// OpenCode's own array.
pub(in crate::host) struct Messages(pub(in crate::host) Array);

impl Messages {
    fn at(&self, place: usize) -> JsValue {
        self.0.get(place as u32)
    }

    fn parts(&self, place: usize) -> Option<Array> {
        get(&self.at(place), "parts").dyn_into().ok()
    }
}

impl List for Messages {
    fn count(&self) -> usize {
        self.0.length() as usize
    }

    fn outline(&self, at: usize) -> Option<Outline> {
        get(&self.at(at), "info").read()
    }

    fn read(&self, at: usize) -> Option<Stored> {
        Stored::read(&self.at(at))
    }

    fn say(&self, at: usize, part: &PartId, text: &str) -> bool {
        let mut parts = js::items(&get(&self.at(at), "parts")).into_iter();
        let own = parts.find(|each| js::text(each, "id").as_deref() == Some(part.as_str()));
        if let Some(own) = &own {
            js::set(own, "text", &text.into());
            js::set(own, "ignored", &false.into());
        }
        own.is_some()
    }

    fn put_first(&self, at: usize, own: &OwnPart<'_>) -> bool {
        let parts = self.parts(at);
        if let Some(parts) = &parts {
            parts.unshift(&part(own));
        }
        parts.is_some()
    }

    fn push(&self, own: &OwnPart<'_>) {
        let info = js::object(&[
            ("id", own.message.as_str().into()),
            ("sessionID", own.session.as_str().into()),
            ("role", "user".into()),
        ]);
        let parts = Array::of1(&part(own)).into();
        self.0
            .push(&js::object(&[("info", info), ("parts", parts)]));
    }

    fn copy_parts(&self, from: usize, to: usize, mut wanted: impl FnMut(&Part) -> bool) {
        let (Some(from), Some(to)) = (self.parts(from), self.parts(to)) else {
            return;
        };
        for raw in js::items(&from) {
            if raw.read().is_some_and(|part| wanted(&part)) {
                to.push(&raw);
            }
        }
    }

    fn remove(&self, places: &[usize]) {
        let all: Vec<JsValue> = self.0.iter().collect();
        // The list is OpenCode's own: it is changed in place.
        self.0.set_length(0);
        for (place, message) in all.iter().enumerate() {
            if !places.contains(&place) {
                self.0.push(message);
            }
        }
    }
}

/// A text part of ours.
pub(in crate::host) fn part(own: &OwnPart<'_>) -> JsValue {
    js::object(&[
        ("id", own.part.as_str().into()),
        ("sessionID", own.session.as_str().into()),
        ("messageID", own.message.as_str().into()),
        ("type", "text".into()),
        ("synthetic", true.into()),
        ("text", own.text.into()),
    ])
}
