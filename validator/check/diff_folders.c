/* Diffs of folders: handoff/diff.h. */
#include "check/diff_parts.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/vec.h"
#include "check/discover.h"
#include "policy/policy.h"

bool diff_is_of_folders(const diff_options *options)
{
    diags ignored;
    diags_init(&ignored);
    input_options where = {.folder = options->folder};
    input *in = input_open(options->new_, &where, &ignored);
    bool folder = in && input_is_folder(in);
    input_free(in);
    diags_clear(&ignored);
    return folder;
}

/* --- which files --- */

typedef struct folder_side {
    input *folder;
    str *paths; /* inside the place */
    size_t count;
} folder_side;

typedef struct folder_pair {
    str path;           /* below both folders */
    str in_old, in_new; /* inside the places; STR_NULL: not there */
} folder_pair;

static bool is_contract(folder_side *s, size_t i)
{
    diags ignored;
    diags_init(&ignored);
    buf text = {0};
    bool is = discover_looks_like_contract(s->paths[i], STR("openapi")) &&
              input_read(s->folder, s->paths[i], &text, &ignored) &&
              discover_looks_like_contract(s->paths[i], buf_str(&text));
    buf_clear(&text);
    diags_clear(&ignored);
    return is;
}

static str below(const folder_side *s, size_t i)
{
    str inside = str_skip(s->paths[i], input_entry(s->folder).length);
    return str_starts_with(inside, STR("/")) ? str_skip(inside, 1) : inside;
}

typedef VEC(folder_pair) folder_pairs;

/* Both lists are sorted: one walk pairs them. A file that is a contract on either side counts. */
static folder_pairs pair_up(folder_side *old, folder_side *new_, arena *a)
{
    folder_pairs pairs = {0};
    size_t i = 0, j = 0;
    while (i < old->count || j < new_->count) {
        int order = i == old->count    ? 1
                    : j == new_->count ? -1
                                       : str_compare(below(old, i), below(new_, j));
        bool counts = (order <= 0 && is_contract(old, i)) || (order >= 0 && is_contract(new_, j));
        folder_pair pair = {.path = order <= 0 ? below(old, i) : below(new_, j)};
        if (order <= 0)
            pair.in_old = old->paths[i++];
        if (order >= 0)
            pair.in_new = new_->paths[j++];
        if (counts)
            vec_push(a, &pairs, pair);
    }
    return pairs;
}

/* --- judging --- */

typedef struct folders {
    const diff_options *options;
    folder_side old, new_;
    run_levels levels;
    arena *arena;
} folders;

static report *report_of_file(folders *f, const folder_pair *pair, const char *rule, level of,
                              const char *message)
{
    bool gone = !pair->in_new.data;
    const folder_side *at = gone ? &f->old : &f->new_;
    report *r = report_new();
    position place = {.file =
                          input_display(at->folder, gone ? pair->in_old : pair->in_new, f->arena),
                      .line = 1,
                      .column = 1,
                      .pointer = STR("")};
    finding found = {.rule = str_from(rule),
                     .level = of,
                     .message = str_from(message),
                     .where = STR("contract"),
                     .contract = pair->path,
                     .proof = {.kind = PROOF_RULE},
                     .fingerprint = policy_fingerprint(str_from(rule), pair->path, r->arena)};
    *(gone ? &found.old_place : &found.new_place) = place;
    report_add(r, &found);
    report_finish(r, true);
    diff_set_levels(r, &f->levels);
    return r;
}

/* One that cannot be read is a problem on either side: what is gone may not have been one. */
static report *judge_single(folders *f, const folder_pair *pair, diags *d)
{
    bool gone = !pair->in_new.data;
    contract c;
    contract_request request = diff_request(f->options);
    request.input = gone ? input_open_below(f->old.folder, pair->in_old)
                         : input_open_below(f->new_.folder, pair->in_new);
    report *r = NULL;
    if (contract_load(&c, &request, d))
        r = gone ? report_of_file(f, pair, "contract-removed", LEVEL_BREAKING,
                                  "the contract was removed")
                 : report_of_file(f, pair, "contract-added", LEVEL_INFO, "the contract is new");
    if (r)
        diff_apply_approvals(r, f->options, &c, d);
    contract_clear(&c);
    return r;
}

static report *judge_pair(folders *f, const folder_pair *pair, diags *d)
{
    if (!pair->in_old.data || !pair->in_new.data)
        return judge_single(f, pair, d);
    contract_request old_request = diff_request(f->options), new_request = old_request;
    old_request.input = input_open_below(f->old.folder, pair->in_old);
    new_request.input = input_open_below(f->new_.folder, pair->in_new);
    contract old, new_;
    if (!contract_load_both(&old, &old_request, &new_, &new_request, d))
        return NULL;
    report *r = diff_compare(f->options, &f->levels, pair->path, &old, &new_, d);
    contract_clear(&old);
    contract_clear(&new_);
    return r;
}

static bool list_side(folder_side *s, const char *name, arena *a, diags *d)
{
    if (!input_is_folder(s->folder)) {
        diags_error(d, "input.not-a-folder", "'%s' is a file, and the other side is a folder",
                    name);
        return false;
    }
    return input_list(s->folder, input_entry(s->folder), &s->paths, &s->count, a, d);
}

static bool list_sides(folders *f, diags *d)
{
    const diff_options *o = f->options;
    const char *old_name = o->old ? o->old : o->new_;
    return list_side(&f->old, old_name, f->arena, d) && list_side(&f->new_, o->new_, f->arena, d);
}

/* What fits nothing in any contract is told once, under the file's own name. */
static void report_unused(folders *f, diff_pairs *out)
{
    report *r = report_new();
    ignore_report_unused(&f->levels.ignored, r);
    report_finish(r, false);
    if (r->finding_count == 0) {
        report_free(r);
        return;
    }
    diff_pair *to = &out->items[out->count++];
    to->path = arena_str(out->arena, r->findings[0].contract);
    to->report = r;
    diags_init(&to->problems);
}

static bool judge_all(folders *f, diff_pairs *out, diags *d)
{
    folder_pairs pairs = pair_up(&f->old, &f->new_, f->arena);
    if (pairs.count == 0) {
        diag *e = diags_error(d, "contract.none", "no contract below '%s'", f->options->new_);
        diags_hint(d, e,
                   "a contract is a .yaml, .yml or .json file with 'openapi', 'swagger' or a "
                   "JSON Schema's '$schema'");
        return false;
    }
    out->items = arena_array_of(out->arena, diff_pair, pairs.count + 1);
    out->count = pairs.count;
    for (size_t i = 0; i < pairs.count; i++) {
        diff_pair *to = &out->items[i];
        to->path = arena_str(out->arena, pairs.items[i].path);
        diags_init(&to->problems);
        to->report = judge_pair(f, &pairs.items[i], &to->problems);
    }
    report_unused(f, out);
    return true;
}

bool diff_run_folders(diff_pairs *out, const diff_options *options, diags *d)
{
    *out = (diff_pairs){.arena = arena_new()};
    folders f = {.options = options, .arena = arena_new()};
    bool judged = diff_levels(&f.levels, options, f.arena, d) &&
                  diff_open_sides(options, &f.old.folder, &f.new_.folder, d);
    if (judged) {
        judged = list_sides(&f, d) && judge_all(&f, out, d);
        input_free(f.old.folder);
        input_free(f.new_.folder);
    }
    arena_free(f.arena);
    return judged;
}

void diff_pairs_clear(diff_pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        report_free(pairs->items[i].report);
        diags_clear(&pairs->items[i].problems);
    }
    if (pairs->arena)
        arena_free(pairs->arena);
    *pairs = (diff_pairs){0};
}
