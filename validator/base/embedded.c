#include "base/embedded.h"

str embedded_find(str name)
{
    size_t low = 0, high = embedded_file_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(embedded_files[middle].name, name);
        if (order == 0)
            return embedded_files[middle].content;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return STR_NULL;
}
