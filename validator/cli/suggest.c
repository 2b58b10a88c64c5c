#include "cli/suggest.h"

#define FURTHEST 2

void suggestion_offer(suggestion *s, const char *word)
{
    str candidate = str_from(word);
    size_t distance = str_distance(s->wanted, candidate, FURTHEST);
    bool extends = s->wanted.length >= 3 && str_starts_with(candidate, s->wanted);
    if (extends && distance > FURTHEST)
        distance = FURTHEST;
    if (distance > FURTHEST || distance * 2 >= candidate.length)
        return;
    if (s->best == NULL || distance < s->distance) {
        s->best = word;
        s->distance = distance;
    }
}
