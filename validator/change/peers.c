#include "change/rules.h"

static const peer_rule rows[] = {
#define PEER(tool, name, rule, note) {tool, name, rule, note},
#include "change/peers.def"
#undef PEER
};

const peer_rule *peer_rules(size_t *count)
{
    *count = sizeof rows / sizeof *rows;
    return rows;
}
