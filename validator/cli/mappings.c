#include "cli/mappings.h"

bool mappings_read(invocation *call, const bundle_mapping **mappings, size_t *count)
{
    *count = invocation_count(call, "map");
    bundle_mapping *read = arena_array_of(call->arena, bundle_mapping, *count);
    *mappings = read;
    for (size_t i = 0; i < *count; i++) {
        str pair = str_from(invocation_nth(call, "map", i));
        size_t equals = str_find_last(pair, '='); /* a URI may hold others */
        if (equals == SIZE_MAX || equals == 0 || equals + 1 == pair.length) {
            diags_hint(&call->diagnostics,
                       diags_error(&call->diagnostics, "usage.value", "'%.*s' is no mapping",
                                   STR_ARG(pair)),
                       "write URI=PATH, as in --map https://schemas.example.com/=schemas/");
            return false;
        }
        read[i] = (bundle_mapping){str_take(pair, equals), str_skip(pair, equals + 1)};
    }
    return true;
}
