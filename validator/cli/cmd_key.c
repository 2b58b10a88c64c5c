#include "cli/key_option.h"
#include "cli/terminal.h"

static int run_key_create(invocation *call)
{
    const char *path = call->operands[0];
    str public_path = arena_printf(call->arena, "%s.pub", path);
    private_key key;
    if (file_kind_of(public_path.data) != FILE_ABSENT) {
        diags_error(&call->diagnostics, "file.exists",
                    "'%s' is there already, and is not written over", public_path.data);
        return ANSWER_BAD_INPUT;
    }
    key_create(&key);
    public_key public_ = key_public(&key);
    bool written = key_write_private(&key, path, &call->diagnostics) &&
                   key_write_public(&public_, public_path.data, &call->diagnostics);
    key_wipe(&key);
    if (!written)
        return ANSWER_BAD_INPUT;
    str told = arena_printf(call->arena, "private key %s\npublic key  %s\nkey id      %.*s\n", path,
                            public_path.data, STR_ARG(key_id(&public_, call->arena)));
    return terminal_write(call, told) ? ANSWER_YES : ANSWER_BAD_INPUT;
}

static const example examples[] = {
    {"handoff key create gate.key", "writes gate.key (mode 0600) and gate.key.pub"},
    {NULL, NULL},
};

const command command_key_create = {
    .name = "key create",
    .summary = "make a pair of keys for attestations and checkpoints",
    .operands = "FILE",
    .description = "Ed25519, as PEM that openssl reads too. FILE holds the private key and is "
                   "never overwritten; FILE.pub holds the public key, which those who check get.",
    .minimum_operands = 1,
    .maximum_operands = 1,
    .operand_kind = OPTION_FILE,
    .examples = examples,
    .run = run_key_create,
};
