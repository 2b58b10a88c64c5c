/*
 * The kinds of facts. `TOUCH_*` makes a version known the first time any fact names it: the order
 * in which versions became known is the order `--latest` goes by.
 */
#include "gate/fact.h"

#define REQUIRED(name)                                                                             \
    {                                                                                              \
        name, MEMBER_TEXT, false, NULL                                                             \
    }
#define OPTIONAL(name)                                                                             \
    {                                                                                              \
        name, MEMBER_TEXT, true, NULL                                                              \
    }
#define DEFAULTED(name, value)                                                                     \
    {                                                                                              \
        name, MEMBER_TEXT, true, value                                                             \
    }
#define FLAG(name)                                                                                 \
    {                                                                                              \
        name, MEMBER_BOOLEAN, false, NULL                                                          \
    }
#define OPTIONAL_FLAG(name)                                                                        \
    {                                                                                              \
        name, MEMBER_BOOLEAN, true, NULL                                                           \
    }

#define TOUCH(service, version, sequence)                                                          \
    "INSERT INTO versions(service, version, sequence) VALUES(" service ", " version ", " sequence  \
    ") ON CONFLICT DO NOTHING"

static const fact_kind kinds[] = {
    {
        .name = "service",
        .members = {REQUIRED("service"), DEFAULTED("main_branch", "main"), OPTIONAL("team")},
        .repeats = "SELECT 1 FROM services WHERE service=$1 AND main_branch=$2 AND "
                   "COALESCE(team, '')=COALESCE($3, '')",
        .project = {"INSERT INTO services(service, main_branch, team) VALUES($1, $2, $3) "
                    "ON CONFLICT(service) DO UPDATE SET main_branch=excluded.main_branch, "
                    "team=excluded.team"},
    },
    {
        .name = "version",
        .members = {REQUIRED("service"), REQUIRED("version"), OPTIONAL("branch")},
        .repeats =
            "SELECT 1 FROM versions WHERE service=$1 AND version=$2 AND ($3 IS NULL OR EXISTS("
            "SELECT 1 FROM branches WHERE service=$1 AND version=$2 AND branch=$3))",
        .project = {TOUCH("$1", "$2", "$4"),
                    "INSERT INTO branches(service, branch, version) SELECT $1, $3, $2 "
                    "WHERE $3 IS NOT NULL ON CONFLICT DO NOTHING"},
    },
    {
        .name = "tag",
        .members = {REQUIRED("service"), REQUIRED("version"), REQUIRED("tag")},
        .repeats = "SELECT 1 FROM tags WHERE service=$1 AND version=$2 AND tag=$3",
        .project = {TOUCH("$1", "$2", "$4"),
                    "INSERT INTO tags(service, tag, version) VALUES($1, $3, $2)"},
    },
    {
        .name = "contract",
        .members = {REQUIRED("consumer"), REQUIRED("version"), REQUIRED("provider"),
                    REQUIRED("content")},
        .repeats = "SELECT 1 FROM contracts WHERE consumer=$1 AND version=$2 AND provider=$3 AND "
                   "content=$4",
        .project = {TOUCH("$1", "$2", "$5"),
                    "INSERT INTO contracts(consumer, version, provider, content) "
                    "VALUES($1, $2, $3, $4) ON CONFLICT(consumer, version, provider) "
                    "DO UPDATE SET content=excluded.content",
                    "INSERT INTO integrations(consumer, provider) VALUES($1, $3) "
                    "ON CONFLICT DO NOTHING"},
    },
    {
        .name = "provides",
        .members = {REQUIRED("service"), REQUIRED("version"), REQUIRED("name"),
                    REQUIRED("content")},
        .repeats = "SELECT 1 FROM provided WHERE service=$1 AND version=$2 AND name=$3 AND "
                   "content=$4",
        .project = {TOUCH("$1", "$2", "$5"),
                    "INSERT INTO provided(service, version, name, content) VALUES($1, $2, $3, $4) "
                    "ON CONFLICT(service, version, name) DO UPDATE SET content=excluded.content"},
    },
    {
        .name = "verification",
        .members = {REQUIRED("consumer"), REQUIRED("provider"), REQUIRED("content"),
                    REQUIRED("provider_version"), FLAG("success"), OPTIONAL_FLAG("computed")},
        .repeats = "SELECT 1 FROM verifications WHERE consumer=$1 AND provider=$2 AND content=$3 "
                   "AND provider_version=$4 AND success=$5",
        .project = {TOUCH("$2", "$4", "$7"),
                    "INSERT INTO verifications(consumer, provider, content, provider_version, "
                    "success, computed) VALUES($1, $2, $3, $4, $5, $6) "
                    "ON CONFLICT(consumer, provider, content, provider_version) DO UPDATE SET "
                    "success=excluded.success, computed=excluded.computed"},
    },
    {
        .name = "environment",
        .members = {REQUIRED("name"), OPTIONAL_FLAG("production")},
        .repeats = "SELECT 1 FROM environments WHERE name=$1 AND production=$2",
        .project = {"INSERT INTO environments(name, production) VALUES($1, $2) "
                    "ON CONFLICT(name) DO UPDATE SET production=excluded.production"},
    },
    {
        /* "phase": "begin" lets the new version live beside the old until "end". */
        .name = "deployment",
        .members = {REQUIRED("service"), REQUIRED("version"), REQUIRED("environment"),
                    DEFAULTED("instance", ""), DEFAULTED("phase", "end")},
        .repeats = "SELECT 1 FROM deployments WHERE service=$1 AND version=$2 AND environment=$3 "
                   "AND instance=$4 AND ($5='begin' OR (phase='end' AND NOT EXISTS("
                   "SELECT 1 FROM deployments WHERE service=$1 AND environment=$3 AND instance=$4 "
                   "AND version<>$2)))",
        .project =
            {TOUCH("$1", "$2", "$6"),
             "DELETE FROM deployments WHERE service=$1 AND environment=$3 AND instance=$4 "
             "AND version<>$2 AND $5='end'",
             "INSERT INTO deployments(service, environment, instance, version, phase) "
             "VALUES($1, $3, $4, $2, $5) ON CONFLICT(service, environment, instance, version) "
             "DO UPDATE SET phase=excluded.phase"},
    },
    {
        .name = "undeployment",
        .members = {REQUIRED("service"), OPTIONAL("version"), REQUIRED("environment"),
                    DEFAULTED("instance", "")},
        .repeats = "SELECT 1 WHERE NOT EXISTS(SELECT 1 FROM deployments WHERE service=$1 AND "
                   "environment=$3 AND instance=$4 AND ($2 IS NULL OR version=$2))",
        .project = {"DELETE FROM deployments WHERE service=$1 AND environment=$3 AND instance=$4 "
                    "AND ($2 IS NULL OR version=$2)"},
    },
    {
        .name = "release",
        .members = {REQUIRED("service"), REQUIRED("version"), REQUIRED("environment")},
        .repeats = "SELECT 1 FROM releases WHERE service=$1 AND version=$2 AND environment=$3",
        .project = {TOUCH("$1", "$2", "$4"),
                    "INSERT INTO releases(service, version, environment) VALUES($1, $2, $3) "
                    "ON CONFLICT DO NOTHING"},
    },
    {
        .name = "support-ended",
        .members = {REQUIRED("service"), REQUIRED("version"), REQUIRED("environment")},
        .repeats = "SELECT 1 WHERE NOT EXISTS(SELECT 1 FROM releases WHERE service=$1 AND "
                   "version=$2 AND environment=$3)",
        .project = {"DELETE FROM releases WHERE service=$1 AND version=$2 AND environment=$3"},
    },
};

const fact_kind *fact_kind_find(str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_equal(str_from(kinds[i].name), name))
            return &kinds[i];
    return NULL;
}
