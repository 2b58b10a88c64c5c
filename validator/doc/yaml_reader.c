#include "doc/tree.h"

bool yaml_read(tree *t, str source, size_t offset, node *root)
{
    (void)source;
    (void)root;
    tree_error(t, (uint32_t)offset, "yaml.syntax", "YAML is not read yet");
    return false;
}
