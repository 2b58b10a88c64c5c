/*
 * Which character stands for a class in a word that people will read.
 */
#include "inclusion/automaton_internal.h"

#include "base/utf8.h"

/* Best first. Beyond ASCII some letters that fonts have, of several scripts. */
static const char liked[] = "abcdefghijklmnopqrstuvwxyz1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                            "-_. /:@+,=#~!$%&'()*;?[]^`{|}<>\"\\éäñßøλяжあ漢😀";

static bool is_liked(uint32_t code)
{
    str all = str_of(liked, sizeof liked - 1);
    for (size_t at = 0; at < all.length;)
        if (utf8_next(all, &at) == code)
            return true;
    return false;
}

static bool is_surrogate(uint32_t code)
{
    return code >= 0xD800 && code <= 0xDFFF;
}

/* Control characters, private use, noncharacters: only where nothing else is left. */
static bool is_ugly(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA1) || (code >= 0xE000 && code <= 0xF8FF) ||
           (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE || code >= 0xE0000;
}

/* Letters of the class beyond the liked ones, in order; the plain ones or the ugly ones. */
static size_t list_others(const code_alphabet *alphabet, uint32_t class, bool ugly,
                          uint32_t *letters, size_t count, size_t most)
{
    for (uint32_t i = 0; i < alphabet->interval_count; i++) {
        if (alphabet->classes[i] != class)
            continue;
        uint32_t end =
            i + 1 < alphabet->interval_count ? alphabet->starts[i + 1] : CODE_POINT_LAST + 1;
        for (uint32_t c = alphabet->starts[i]; c < end && count < most; c++) {
            if (c == 0xD800)
                c = 0xE000;
            if (c < end && !is_surrogate(c) && is_ugly(c) == ugly && !is_liked(c))
                letters[count++] = c;
        }
    }
    return count;
}

size_t class_letters_list(const class_letters *l, uint32_t class, uint32_t *letters, size_t most)
{
    str all = str_of(liked, sizeof liked - 1);
    size_t count = 0;
    for (size_t at = 0; at < all.length && count < most;) {
        uint32_t code = utf8_next(all, &at);
        if (code_alphabet_class(l->alphabet, code) == class)
            letters[count++] = code;
    }
    count = list_others(l->alphabet, class, false, letters, count, most);
    return list_others(l->alphabet, class, true, letters, count, most);
}

static size_t rank_of(uint32_t code)
{
    str all = str_of(liked, sizeof liked - 1);
    for (size_t at = 0; at < all.length;) {
        size_t rank = at;
        if (utf8_next(all, &at) == code)
            return rank;
    }
    return SIZE_MAX;
}

/* Where only the case of one letter is free ("T" or "t" in a date-time), people write the capital.
 */
static uint32_t capital_if_free(const code_alphabet *alphabet, uint32_t class, uint32_t best)
{
    bool is_free = best >= 'a' && best <= 'z' && class_size(alphabet, class) == 2 &&
                   code_alphabet_class(alphabet, best - 'a' + 'A') == class;
    return is_free ? best - 'a' + 'A' : best;
}

void class_letters_init(class_letters *l, const code_alphabet *alphabet, arena *a)
{
    uint32_t classes = alphabet->class_count;
    size_t *ranks = arena_array_of(a, size_t, classes);
    l->alphabet = alphabet;
    l->best = arena_array_of(a, uint32_t, classes);
    l->order = arena_array_of(a, uint32_t, classes);
    for (uint32_t class = 0; class < classes; class ++) {
        class_letters_list(l, class, &l->best[class], 1);
        l->best[class] = capital_if_free(alphabet, class, l->best[class]);
        ranks[class] = rank_of(l->best[class]);
        uint32_t at = class;
        for (; at > 0 && ranks[l->order[at - 1]] > ranks[class]; at--)
            l->order[at] = l->order[at - 1];
        l->order[at] = class;
    }
}
