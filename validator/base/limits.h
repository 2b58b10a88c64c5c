/*
 * Every limit of the program with its reason. All input is hostile: whatever input can make grow
 * is bounded by a number on this page, a message that stops there names the limit, and a test
 * reaches it. `make check-hard` builds with -DLIMITS_LOWERED to reach them early.
 */
#ifndef HANDOFF_BASE_LIMITS_H
#define HANDOFF_BASE_LIMITS_H

/* One file. The largest published API descriptions are near 15 MB; offsets are 32 bits wide. */
#define LIMIT_DOCUMENT_BYTES (256u << 20)

/* Nesting of one document. Real contracts stay under 60; code may recurse once a level. */
#ifdef LIMITS_LOWERED
#define LIMIT_DOCUMENT_DEPTH 200
#else
#define LIMIT_DOCUMENT_DEPTH 512
#endif

/* Values of one document. The largest published API descriptions have a million; at 60 bytes each
 * this is what a worker process may hold. */
#define LIMIT_DOCUMENT_NODES (16u << 20)

/* Nodes reached when YAML aliases are followed ("billion laughs"): real files stay under 4x. */
#define LIMIT_ALIAS_NODES (16u << 20)

/* Files reached from one entry file through $ref. */
#define LIMIT_BUNDLE_DOCUMENTS 10000
#define LIMIT_BUNDLE_BYTES     (1024ull << 20)

/* A folder given as input: more is a mistake (a home folder, "/"), not a set of contracts. */
#define LIMIT_FOLDER_FILES 100000
#define LIMIT_FOLDER_DEPTH 64

/* $ref to $ref to $ref … */
#define LIMIT_REFERENCE_CHAIN 100

/* References to nothing that the validity of one value may hang on: each is tried both ways. */
#define LIMIT_UNRESOLVED_GUESSES 6

/* Earlier versions that one contract is compared with: tags of many years of releases. */
#define LIMIT_CONTRACT_VERSIONS 500

/* Diagnostics kept for one run; more are counted, not kept. */
#define LIMIT_DIAGNOSTICS 1000

/* Decimal exponents beyond this are refused where a number must be expanded exactly: 10^100000
 * takes 40 KB and microseconds, 10^(10^9) would take the machine. */
#define LIMIT_NUMBER_EXPONENT 100000

/* Operations, parameters, responses, headers and media types of one API model. GitHub's API, among
 * the largest, has 40 000; references let a file of a few KB ask for a product of its parts. */
#ifdef LIMITS_LOWERED
#define LIMIT_API_ENTITIES 20000
#else
#define LIMIT_API_ENTITIES 1000000
#endif

/* Callbacks within callbacks, headers within encodings within headers, through $ref: code recurses
 * once a level. One level is rare, two have not been seen. */
#define LIMIT_API_NESTING 16

/* A markdown report. Comments of GitHub take 65,536 characters, then fail as a whole. */
#define LIMIT_MARKDOWN_BYTES 60000

/* Findings about one contract by itself; who has more looks at the first. */
#ifdef LIMITS_LOWERED
#define LIMIT_LINT_FINDINGS 200
#else
#define LIMIT_LINT_FINDINGS 10000
#endif

/* Steps of asking whether any value satisfies one schema: a contradiction shows at once or hides
 * behind more unions than a warning is worth. */
#define LIMIT_LINT_STEPS 500u

/* Schemas compiled, with all that each reaches, to try the examples and defaults of one contract:
 * GitHub's takes 500 000, and a million about a second. */
#define LIMIT_LINT_SCHEMAS 5000000u

/* Steps of comparing every path template with every other: 3000 paths of 10 segments. */
#define LIMIT_LINT_PATH_STEPS (64u << 20)

/* Pairs of schemas that one comparison looks at. The largest published contracts, wholly rewritten,
 * have some ten thousand. */
#ifdef LIMITS_LOWERED
#define LIMIT_SCHEMA_PAIRS 2000
#else
#define LIMIT_SCHEMA_PAIRS 200000
#endif

/* One question to the inclusion engine, counted in steps of a few tens of nanoseconds: real pairs
 * of schemas take some hundreds; the hardest that end take some hundred thousand, in well under 2
 * s. */
#ifdef LIMITS_LOWERED
#define LIMIT_INCLUSION_STEPS 20000
#else
#define LIMIT_INCLUSION_STEPS 1000000
#endif

/* What one question may add to the memory of its comparison: the steps run out long before, but for
 * schemas whose parts are large themselves. */
#define LIMIT_INCLUSION_MEMORY (256u << 20)

/* Rounds in which a recursive family of schemas is told apart: as many as its longest chain of
 * definitions that differ only at the end. Beyond it equal definitions are not recognised. */
#define LIMIT_REFINEMENT_ROUNDS 200

/* Dynamic scopes that $dynamicRef tells apart: each multiplies the schemas it reaches. */
#define LIMIT_DYNAMIC_SCOPES 1000

/* Branches on which unevaluatedProperties or unevaluatedItems depends: cases double with each. */
#define LIMIT_UNEVALUATED_CASES 256

/* Schemas applied within one another while a candidate is checked: more than any document nests. */
#define LIMIT_EVALUATION_DEPTH 2000

/* Goals and choices open at once on the C stack, some hundred bytes each; deeper ones wait. */
#define LIMIT_SEARCH_DEPTH 1500

/* Subschemas of one group of compiled schemas that the inclusion engine keeps to check its
 * witnesses, some 60 MB: the largest published contracts have half as many, each compiled once. */
#define LIMIT_JUDGE_SUBSCHEMAS 100000

/* Steps of the inclusion engine in one comparison of two contracts, some seconds, shared by all its
 * questions; and what each is granted at least once they are used up. The hardest pairs of
 * published versions ask some hundred questions that matter, most of a few hundred steps. */
#define LIMIT_COMPARISON_STEPS       8000000
#define LIMIT_COMPARISON_STEPS_LEAST 20000

/* Children: git answers in milliseconds; a hook that hangs is worse than one that fails. */
#define LIMIT_CHILD_SECONDS 60u

/* A FIFO that is read: whoever names one has started its writer. */
#define LIMIT_FIFO_WRITER_SECONDS 2u

/* One pattern. The longest in SchemaStore has 3 KB; a tree takes some hundred bytes a character. */
#define LIMIT_PATTERN_BYTES (256u << 10)

/* Groups within groups of one pattern; real ones stay under 10. Code recurses once a level. */
#define LIMIT_PATTERN_DEPTH 250

/* The automaton that a validator runs for a pattern: 16-bit transitions of a date-time need 2 KB;
 * what would need more than 128 KB or more work than this to build goes to pcre2. */
#define LIMIT_PATTERN_STATES      1500u
#define LIMIT_PATTERN_TRANSITIONS (64u << 10)

/* Steps of a backtracking search (pcre2's match limit, and ours): honest patterns on texts of some
 * kilobytes need thousands; a runaway one reaches this in well under a second. */
#define LIMIT_PATTERN_STEPS           2000000u
#define LIMIT_PATTERN_BACKTRACK_DEPTH 8000u
#define LIMIT_PATTERN_HEAP_KILOBYTES  20000u
#define LIMIT_PATTERN_JIT_STACK       (1u << 20)

/* An automaton that is reasoned with. The largest of SchemaStore's 1280 patterns has some hundreds
 * of states; products multiply, so room is left. Threads: what subset construction holds at once.
 */
#define LIMIT_AUTOMATON_STATES      20000u
#define LIMIT_AUTOMATON_TRANSITIONS (4u << 20)
#define LIMIT_AUTOMATON_NODES       200000u
#define LIMIT_AUTOMATON_WORK        (24u << 20)

/* Look-around of one pattern that an automaton follows; real ones have a handful. */
#define LIMIT_AUTOMATON_LOOKS 500u

/* One statement of the ledger's database, and one wait for another writer. A pipeline step that
 * waits longer is stuck; a busy server answers in milliseconds. */
#define LIMIT_DATABASE_SECONDS 15

/* Tries of one transaction that lost races; 200 writers at once need a handful. */
#define LIMIT_DATABASE_ATTEMPTS 60

/* Contracts judged at the same time: each may take its whole memory limit, and CI machines have
 * two cores as a rule. */
#define LIMIT_WORKERS 2
/* Comparisons of properties that went with properties that came, to see which were renamed or
 * moved: some nanoseconds each. Beyond, a contract is written anew, and nobody asks what moved
 * where. */
#define LIMIT_MOVES (4u << 20)

/* Schemas. Sets of dynamic anchors in force at once: real meta-schemas need under 10, hostile
 * resources combine exponentially. */
#define LIMIT_DYNAMIC_SCOPES 1000

/* Subschemas of one compiled schema: the largest published descriptions hold under 200 000. */
#define LIMIT_SUBSCHEMAS (4 << 20)

/* Validation inside validation, through instance levels and references: bounds the C stack (some
 * 200 bytes each) where a schema refers to itself without going deeper into the value. */
#ifdef LIMITS_LOWERED
#define LIMIT_VALIDATION_DEPTH 1000
#else
#define LIMIT_VALIDATION_DEPTH 6000
#endif

/* Steps of one validation (some nanoseconds each): what branches exponentially stops after a second
 * or two. A byte of instance adds LIMIT_VALIDATION_STEPS_BYTE, so that large data may take long. */
#ifdef LIMITS_LOWERED
#define LIMIT_VALIDATION_STEPS (1u << 20)
#else
#define LIMIT_VALIDATION_STEPS (1u << 26)
#endif
#define LIMIT_VALIDATION_STEPS_BYTE 64

/* Units of one explanation and what they take: beyond, only whether a schema holds is said, no
 * longer why. Nobody reads on so far, and nested choices have exponentially many reasons. */
#define LIMIT_OUTPUT_UNITS 50000u
#define LIMIT_OUTPUT_BYTES (16u << 20)

/* Branches of a oneOf times the names its discriminator knows: each pair is looked at. Beyond, the
 * discriminator selects nothing. Real contracts have some hundreds of branches. */
#define LIMIT_DISCRIMINATOR (1u << 20)

/* Steps of a field's path in an expectation file; each is three levels of a schema, which must stay
 * within LIMIT_DOCUMENT_DEPTH. */
#define LIMIT_FIELD_PATH_STEPS 40

/* Meetings of one matrix, all environments together: as much as a page that is still read. Each is
 * some statements and half a kilobyte of JSON. */
#define LIMIT_MATRIX_MEETINGS 100000

/* Service versions that one question about a blast radius reaches: an organisation of that size
 * asks about one environment at a time. */
#define LIMIT_REACH_CONSUMERS 50000

#endif
