// Inclusion by the `canonical` module of the jsonschema crate: a case a line in, an answer a line out.
use std::io::{stdin, BufRead, Write};
use std::sync::mpsc::channel;
use std::time::Duration;

use jsonschema::canonical::{options, CanonicalSchema, Containment};
use jsonschema::Draft;
use serde_json::Value;

fn canonical(schema: &Value, dialect: &str) -> Option<CanonicalSchema> {
    let how = options().offline().should_validate_formats(false);
    let how = match dialect.trim_end_matches('#') {
        "http://json-schema.org/draft-04/schema" => how.with_draft(Draft::Draft4),
        "http://json-schema.org/draft-06/schema" => how.with_draft(Draft::Draft6),
        "http://json-schema.org/draft-07/schema" => how.with_draft(Draft::Draft7),
        "https://json-schema.org/draft/2019-09/schema" => how.with_draft(Draft::Draft201909),
        "https://json-schema.org/draft/2020-12/schema" => how.with_draft(Draft::Draft202012),
        _ => how,
    };
    how.canonicalize(schema).ok()
}

fn answer(case: &Value) -> &'static str {
    let dialect = case["dialect"].as_str().unwrap_or("");
    let sides = (canonical(&case["a"], dialect), canonical(&case["b"], dialect));
    match sides {
        (Some(a), Some(b)) => match b.covers(&a) {
            Ok(Containment::Yes) => "included",
            Ok(Containment::No) => "not included",
            _ => "unknown",
        },
        _ => "unknown",
    }
}

fn main() {
    for line in stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let (send, receive) = channel();
        // A thread of its own: deep recursion and endless work end with it, not with the run.
        std::thread::Builder::new()
            .stack_size(256 << 20)
            .spawn(move || send.send(answer(&case)))
            .unwrap();
        let said = receive.recv_timeout(Duration::from_secs(10)).unwrap_or("unknown");
        println!("\"{said}\"");
        std::io::stdout().flush().unwrap();
    }
}
