#include "doc/json_tree.h"

#include "base/utf8.h"
#include "doc/json_writer.h"

cJSON *cjson_text(str s)
{
    buf valid = {0}, quoted = {0};
    utf8_append_valid(&valid, s);
    json_write_string(&quoted, buf_str(&valid));
    cJSON *item = cJSON_CreateRaw(buf_cstr(&quoted));
    buf_clear(&quoted);
    buf_clear(&valid);
    return item;
}

cJSON *cjson_raw(str json)
{
    buf copy = {0};
    buf_append(&copy, json);
    cJSON *item = cJSON_CreateRaw(buf_cstr(&copy));
    buf_clear(&copy);
    return item;
}

void cjson_add(cJSON *object, const char *name, cJSON *value)
{
    cJSON_AddItemToObjectCS(object, name, value);
}

void cjson_add_text(cJSON *object, const char *name, str s)
{
    cjson_add(object, name, cjson_text(s));
}

void cjson_add_number(cJSON *object, const char *name, double value)
{
    cjson_add(object, name, cJSON_CreateNumber(value));
}

static void print_and_free(buf *out, char *text, cJSON *whole)
{
    buf_append(out, str_from(text));
    cJSON_free(text);
    cJSON_Delete(whole);
}

void cjson_print(buf *out, cJSON *whole)
{
    print_and_free(out, cJSON_Print(whole), whole);
    buf_append_char(out, '\n');
}

str cjson_print_compact(cJSON *whole, arena *a)
{
    buf out = {0};
    print_and_free(&out, cJSON_PrintUnformatted(whole), whole);
    str text = arena_str(a, buf_str(&out));
    buf_clear(&out);
    return text;
}
