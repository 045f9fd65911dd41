//! The folder of journals, with the state that their text folds to.

use std::collections::BTreeMap;

use holdfast::core::ids::SessionId;
use holdfast::core::journal::{self, Record};
use holdfast::core::ledger::Ledger;

#[derive(Default)]
pub(crate) struct Disk {
    pub(crate) files: BTreeMap<SessionId, File>,
    /// Writes fail.
    pub(crate) full: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct File {
    pub(crate) text: String,
    /// The fold of the whole lines of `text`.
    pub(crate) ledger: Ledger,
    /// Bytes of `text` that are folded.
    folded: usize,
    /// Somebody beside the owner wrote a line into it.
    pub(crate) visited: bool,
}

impl File {
    /// Whether two processes began it at one moment: until the second hears of it, it writes into
    /// the journal of the first.
    pub(crate) fn was_begun_twice(&self) -> bool {
        let lines = journal::read(&self.text).lines;
        let begun = lines
            .iter()
            .filter(|line| matches!(&line.what, Record::Claimed { after: None, .. }));
        begun.count() > 1
    }
}

impl Disk {
    pub(crate) fn text(&self, root: &SessionId) -> Option<&str> {
        self.files.get(root).map(|file| file.text.as_str())
    }

    pub(crate) fn append(&mut self, root: &SessionId, text: &str) {
        let file = self.files.entry(root.clone()).or_default();
        file.text.push_str(text);
        file.fold();
    }

    pub(crate) fn replace(&mut self, root: &SessionId, text: &str) {
        let visited = self.files.get(root).is_some_and(|file| file.visited);
        let mut file = File {
            text: text.to_owned(),
            visited,
            ..File::default()
        };
        file.fold();
        self.files.insert(root.clone(), file);
    }

    /// The last lines of every journal are gone.
    pub(crate) fn lose_lines(&mut self, count: usize) {
        for root in self.files.keys().cloned().collect::<Vec<_>>() {
            let text = self.files[&root].text.clone();
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            self.replace(&root, &lines[..lines.len().saturating_sub(count)].concat());
        }
    }
}

impl File {
    /// Folds the whole lines that were not folded yet.
    fn fold(&mut self) {
        let Some(end) = self
            .text
            .rfind('\n')
            .map(|at| at + 1)
            .filter(|end| *end > self.folded)
        else {
            return;
        };
        for line in journal::read(&self.text[self.folded..end]).lines {
            self.ledger.apply(line.t, &line.what);
        }
        self.folded = end;
    }
}
