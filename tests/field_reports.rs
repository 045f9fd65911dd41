//! The table in `docs/field-reports.md`: what broke elsewhere, and the tests that show that it
//! holds here. A row without a proof, and a proof that does not exist, fail.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

/// Every row that the table must have.
const ROWS: [&str; 116] = [
    "A1", "A2", "A4", "A5", "A6", "A8", "A9", "A10", "A12", "A13", "A14", "A16", "A17", "A18",
    "B2", "B3", "B4", "B6", "B7", "B8", "B10", "C1", "C2", "C4", "C5", "C6", "C8", "C9", "C10",
    "C12", "C13", "C14", "C16", "C17", "C18", "C20", "C21", "C22", "D1", "D2", "D3", "D5", "D6",
    "D7", "E1", "E2", "E3", "E5", "E6", "E7", "E9", "E10", "E11", "E13", "E14", "E15", "E17",
    "E18", "E19", "E21", "E22", "E23", "E25", "F1", "F2", "F4", "F5", "F6", "F8", "F9", "F10",
    "F12", "F13", "F14", "F16", "F17", "F18", "F20", "F21", "F22", "F24", "F25", "F26", "F28",
    "F29", "F30", "F32", "F33", "F34", "F36", "F37", "F38", "F40", "F41", "F42", "G1", "G2", "G3",
    "G5", "H1", "H2", "H4", "H5", "H6", "H8", "H9", "H10", "H12", "H13", "H14", "I2", "I3", "I4",
    "I6", "I7", "I8",
];

/// A row of the table.
struct Row<'a> {
    id: &'a str,
    proof: &'a str,
}

impl<'a> Row<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let (id, _statement, proof) = (cells.next()?, cells.next()?, cells.next()?);
        let is_id =
            id.starts_with(|c: char| c.is_ascii_uppercase()) && id[1..].parse::<u32>().is_ok();
        is_id.then_some(Self { id, proof })
    }

    /// The tests named, each with the file that holds it.
    fn tests(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.proof.split('[').skip(1).filter_map(|link| {
            let (name, rest) = link.split_once("](")?;
            Some((name, rest.split_once(')')?.0))
        })
    }
}

fn table() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/field-reports.md"))
        .unwrap_or_default()
}

/// Whether the source text of a file defines a test of that name.
fn defines(source: &str, file: &str, name: &str) -> bool {
    if file.ends_with(".rs") {
        source.contains(&format!("#[test]\nfn {name}()"))
            || source.contains(&format!("#[test]\n    fn {name}()"))
    } else {
        ["test(\"", "test(`"]
            .iter()
            .any(|opening| source.contains(&format!("{opening}{name}")))
    }
}

#[test]
fn every_row_is_in_the_table_once_and_the_table_has_no_other() {
    let table = table();
    let ids: Vec<&str> = table
        .lines()
        .filter_map(Row::read)
        .map(|row| row.id)
        .collect();
    assert_eq!(ids, ROWS);
}

#[test]
fn every_row_names_a_test_or_says_why_it_cannot_apply() {
    let table = table();
    for row in table.lines().filter_map(Row::read) {
        let excused = row.proof.starts_with("Cannot apply: ");
        assert!(
            excused || row.tests().next().is_some(),
            "{} has no proof",
            row.id
        );
    }
}

#[test]
fn every_test_that_the_table_names_exists() {
    let table = table();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for row in table.lines().filter_map(Row::read) {
        for (name, file) in row.tests() {
            let source = fs::read_to_string(folder.join(file)).unwrap_or_default();
            assert!(
                defines(&source, file, name),
                "{}: {file} has no test “{name}”",
                row.id
            );
        }
    }
}
