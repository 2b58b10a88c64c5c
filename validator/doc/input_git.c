#include "doc/input_place.h"

bool input_open_git(input *in, str revision, str path, diags *d)
{
    (void)revision;
    (void)path;
    diags_error(d, "git.no-repository", "cannot read '%.*s': git is not read yet", STR_ARG(in->argument));
    return false;
}

bool input_open_merge_base(input *in, str revision, str path, diags *d)
{
    return input_open_git(in, revision, path, d);
}
