#include "schema/content.h"

#include "base/utf8.h"
#include "doc/document.h"

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* RFC 4648 section 4: padded, no line ends. */
static bool decode_base64(str text, buf *out)
{
    if (text.length % 4)
        return false;
    for (size_t i = 0; i < text.length; i += 4) {
        bool last = i + 4 == text.length;
        int padding = 0;
        uint32_t bits = 0;
        for (size_t j = 0; j < 4; j++) {
            char c = text.data[i + j];
            int value = base64_value(c);
            if (c == '=' && last && j >= 2) {
                padding++;
                value = 0;
            } else if (value < 0 || padding) {
                return false;
            }
            bits = bits << 6 | (uint32_t)value;
        }
        for (int j = 0; j < 3 - padding; j++)
            buf_append_char(out, (char)(bits >> (16 - 8 * j)));
    }
    return true;
}

static bool is_json(str text)
{
    diags problems;
    diags_init(&problems);
    arena *a = arena_new();
    bool accepted = utf8_check(text) == text.length && node_parse_json(text, a, &problems);
    arena_free(a);
    diags_clear(&problems);
    return accepted;
}

bool content_accepts(str encoding, str media_type, str text)
{
    buf decoded = {0};
    bool accepted = true;
    if (str_equal(encoding, STR("base64"))) {
        accepted = decode_base64(text, &decoded);
        text = buf_str(&decoded);
    }
    if (accepted && str_equal(media_type, STR("application/json")))
        accepted = is_json(text);
    buf_clear(&decoded);
    return accepted;
}
