#include "gate/blast.h"

const char *blast_fate_name(blast_fate fate)
{
    static const char *const names[] = {"relies", "fine", "hurt", "waived", "unknown", "behind"};
    return names[fate];
}
