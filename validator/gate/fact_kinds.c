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
#define TIME(name)                                                                                 \
    {                                                                                              \
        name, MEMBER_TIME, false, NULL                                                             \
    }
#define OPTIONAL_TIME(name)                                                                        \
    {                                                                                              \
        name, MEMBER_TIME, true, NULL                                                              \
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

/* The same by a fact that its makers record; a version known from deployments alone is one of which
 * nobody said what it relies on. */
#define PUBLISH(service, version, sequence)                                                        \
    "INSERT INTO versions(service, version, sequence, published) VALUES(" service ", " version     \
    ", " sequence ", 1) ON CONFLICT(service, version) DO UPDATE SET published=1"

/* An instance under rollback is back when the version it returns to is deployed there, and out of
 * the rollback when a third version is: the one being replaced coming again is neither. */
#define BACK(service, version, environment, instance, phase)                                       \
    "UPDATE rollbacks SET back=1 WHERE service=" service " AND environment=" environment           \
    " AND instance=" instance " AND version=" version " AND " phase "='end'"
#define ROLLED_FORWARD(service, version, environment, instance, phase)                             \
    "DELETE FROM rollbacks WHERE service=" service " AND environment=" environment                 \
    " AND instance=" instance " AND version<>" version " AND replaced<>" version " AND " phase     \
    "='end'"

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
        .repeats = "SELECT 1 FROM versions WHERE service=$1 AND version=$2 AND published=1 AND ($3 "
                   "IS NULL OR EXISTS("
                   "SELECT 1 FROM branches WHERE service=$1 AND version=$2 AND branch=$3))",
        .project = {PUBLISH("$1", "$2", "$4"),
                    "INSERT INTO branches(service, branch, version) SELECT $1, $3, $2 "
                    "WHERE $3 IS NOT NULL ON CONFLICT DO NOTHING"},
    },
    {
        .name = "tag",
        .members = {REQUIRED("service"), REQUIRED("version"), REQUIRED("tag")},
        .repeats = "SELECT 1 FROM tags WHERE service=$1 AND version=$2 AND tag=$3",
        .project = {PUBLISH("$1", "$2", "$4"),
                    "INSERT INTO tags(service, tag, version) VALUES($1, $3, $2)"},
    },
    {
        .name = "contract",
        .members = {REQUIRED("consumer"), REQUIRED("version"), REQUIRED("provider"),
                    REQUIRED("content")},
        .repeats = "SELECT 1 FROM contracts WHERE consumer=$1 AND version=$2 AND provider=$3 AND "
                   "content=$4",
        .contradicts = "SELECT content FROM contracts WHERE consumer=$1 AND version=$2 AND "
                       "provider=$3 AND content<>$4",
        .project = {PUBLISH("$1", "$2", "$5"),
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
        .contradicts = "SELECT content FROM provided WHERE service=$1 AND version=$2 AND name=$3 "
                       "AND content<>$4",
        .project = {PUBLISH("$1", "$2", "$5"),
                    "INSERT INTO provided(service, version, name, content) VALUES($1, $2, $3, $4) "
                    "ON CONFLICT(service, version, name) DO UPDATE SET content=excluded.content"},
    },
    {
        .name = "verification",
        .members = {REQUIRED("consumer"), REQUIRED("provider"), REQUIRED("content"),
                    REQUIRED("provider_version"), FLAG("success")},
        .repeats = "SELECT 1 FROM verifications WHERE consumer=$1 AND provider=$2 AND content=$3 "
                   "AND provider_version=$4 AND success=$5",
        .project = {PUBLISH("$2", "$4", "$6"),
                    "INSERT INTO verifications(consumer, provider, content, provider_version, "
                    "success) VALUES($1, $2, $3, $4, $5) "
                    "ON CONFLICT(consumer, provider, content, provider_version) DO UPDATE SET "
                    "success=excluded.success"},
    },
    {
        /* Without a word about protection, or about being in production, that stays as it was: a
         * pipeline that makes sure that the environment exists does not open it. */
        .name = "environment",
        .members = {REQUIRED("name"), OPTIONAL_FLAG("production"), OPTIONAL("protection")},
        .repeats = "SELECT 1 FROM environments WHERE name=$1 AND production>=$2 AND "
                   "protection=COALESCE($3, protection)",
        .project = {"INSERT INTO environments(name, production, protection) "
                    "VALUES($1, $2, COALESCE($3, 'none')) ON CONFLICT(name) DO UPDATE SET "
                    "production=CASE WHEN excluded.production=1 THEN 1 ELSE "
                    "environments.production END, "
                    "protection=COALESCE($3, environments.protection)"},
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
             "DO UPDATE SET phase=excluded.phase",
             BACK("$1", "$2", "$3", "$4", "$5"), ROLLED_FORWARD("$1", "$2", "$3", "$4", "$5")},
    },
    {
        .name = "undeployment",
        .members = {REQUIRED("service"), OPTIONAL("version"), REQUIRED("environment"),
                    DEFAULTED("instance", "")},
        .repeats = "SELECT 1 WHERE NOT EXISTS(SELECT 1 FROM deployments WHERE service=$1 AND "
                   "environment=$3 AND instance=$4 AND ($2 IS NULL OR version=$2))",
        .project = {"DELETE FROM deployments WHERE service=$1 AND environment=$3 AND instance=$4 "
                    "AND ($2 IS NULL OR version=$2)",
                    "DELETE FROM rollbacks WHERE service=$1 AND environment=$3 AND instance=$4 "
                    "AND NOT EXISTS(SELECT 1 FROM deployments WHERE service=$1 AND environment=$3 "
                    "AND instance=$4)"},
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
    {
        /* The text of a contract, an expectation or evidence, by its digest. */
        .name = "content",
        .members = {REQUIRED("digest"), REQUIRED("name"), REQUIRED("text")},
        .apart = true,
        .repeats = "SELECT 1 FROM contents WHERE digest=$1",
        .project = {"INSERT INTO contents(digest, name, body) VALUES($1, $2, $3)"},
    },
    {
        /* What the engine found out about a consumer's contract and those of a provider's version
         * (their digests in order, joined by '+'): "fits", "breaks" or "undecided". `why` is its
         * first reason, `evidence` names the content with all of them. */
        .name = "comparison",
        .members = {REQUIRED("provider"), REQUIRED("content"), REQUIRED("provided"),
                    REQUIRED("tool"), REQUIRED("answer"), REQUIRED("evidence"), OPTIONAL("why")},
        .repeats = "SELECT 1 FROM comparisons WHERE provider=$1 AND content=$2 AND provided=$3 AND "
                   "tool=$4 AND answer=$5 AND evidence=$6",
        .project = {"INSERT INTO comparisons(provider, content, provided, tool, answer, evidence, "
                    "why) VALUES($1, $2, $3, $4, $5, $6, $7) ON CONFLICT(provider, content, "
                    "provided, tool) DO UPDATE SET answer=excluded.answer, "
                    "evidence=excluded.evidence, why=excluded.why"},
    },
    {
        /* An answer that was given. `evidence` names the content with its inputs, the rules and
         * waivers it was made with; its digest is the verdict's id. */
        .name = "verdict",
        .members = {REQUIRED("command"), REQUIRED("subject"), REQUIRED("answer"),
                    REQUIRED("evidence"), REQUIRED("tool"), REQUIRED("rules"), DEFAULTED("by", "")},
        .repeats = "SELECT 1 FROM verdicts v WHERE v.evidence=$4 AND v.sequence=(SELECT MAX("
                   "sequence) FROM verdicts WHERE command=$1 AND subject=$2)",
        .project = {"INSERT INTO verdicts(sequence, command, subject, answer, evidence, tool, "
                    "rules, asked_by) VALUES($8, $1, $2, $3, $4, $5, $6, $7)"},
    },
    {
        /* A finding that somebody lives with until a date; `author` asked, `owner` answers for it.
         * `contract` is the digest of the content the finding is about. */
        .name = "waiver",
        .members = {REQUIRED("fingerprint"), REQUIRED("contract"), REQUIRED("owner"),
                    REQUIRED("reason"), TIME("expires"), OPTIONAL("author")},
        .repeats = "SELECT 1 FROM waivers WHERE fingerprint=$1 AND contract=$2 AND owner=$3 AND "
                   "reason=$4 AND expires=$5 AND COALESCE(author, '')=COALESCE($6, '') AND "
                   "revoked_by IS NULL",
        .project = {"DELETE FROM approvals WHERE fingerprint=$1 AND contract=$2",
                    "INSERT INTO waivers(fingerprint, contract, owner, reason, expires, author) "
                    "VALUES($1, $2, $3, $4, $5, $6) ON CONFLICT(fingerprint, contract) DO UPDATE "
                    "SET owner=excluded.owner, reason=excluded.reason, expires=excluded.expires, "
                    "author=excluded.author, revoked_by=NULL, revoked_because=NULL"},
    },
    {
        /* The row stays, so that reports can say who withdrew it. */
        .name = "waiver-revoked",
        .members = {REQUIRED("fingerprint"), REQUIRED("contract"), REQUIRED("by"),
                    OPTIONAL("reason")},
        .repeats = "SELECT 1 WHERE NOT EXISTS(SELECT 1 FROM waivers WHERE fingerprint=$1 AND "
                   "contract=$2 AND revoked_by IS NULL)",
        .project = {"UPDATE waivers SET revoked_by=$3, revoked_because=$4 WHERE fingerprint=$1 AND "
                    "contract=$2"},
    },
    {
        /* Of a waiver by a second person; a waiver that is written anew needs a new one. */
        .name = "approval",
        .members = {REQUIRED("fingerprint"), REQUIRED("contract"), REQUIRED("approver"),
                    OPTIONAL("reason"), OPTIONAL_TIME("expires")},
        .repeats = "SELECT 1 FROM approvals WHERE fingerprint=$1 AND contract=$2 AND approver=$3 "
                   "AND COALESCE(reason, '')=COALESCE($4, '') AND "
                   "COALESCE(expires, '')=COALESCE($5, '')",
        .project = {"INSERT INTO approvals(fingerprint, contract, approver, reason, expires) "
                    "VALUES($1, $2, $3, $4, $5) ON CONFLICT(fingerprint, contract, approver) "
                    "DO UPDATE SET reason=excluded.reason, expires=excluded.expires"},
    },
    {
        .name = "approval-revoked",
        .members = {REQUIRED("fingerprint"), REQUIRED("contract"), REQUIRED("approver")},
        .repeats = "SELECT 1 WHERE NOT EXISTS(SELECT 1 FROM approvals WHERE fingerprint=$1 AND "
                   "contract=$2 AND approver=$3)",
        .project = {"DELETE FROM approvals WHERE fingerprint=$1 AND contract=$2 AND approver=$3"},
    },
    {
        /* That a version may go to a protected environment: who answers for it, who agreed, and how
         * it comes back. It makes no version known: a typing mistake that is approved of is none.
         */
        .name = "release-approval",
        .members = {REQUIRED("service"), REQUIRED("version"), REQUIRED("environment"),
                    REQUIRED("owner"), REQUIRED("approver"), REQUIRED("rollback_plan"),
                    OPTIONAL("author"), OPTIONAL("reason"), OPTIONAL_TIME("expires")},
        .repeats = "SELECT 1 FROM release_approvals WHERE service=$1 AND version=$2 AND "
                   "environment=$3 AND owner=$4 AND approver=$5 AND rollback_plan=$6 AND "
                   "COALESCE(author, '')=COALESCE($7, '') AND COALESCE(reason, '')=COALESCE($8, '')"
                   " AND COALESCE(expires, '')=COALESCE($9, '')",
        .project = {"INSERT INTO release_approvals(service, version, environment, owner, approver, "
                    "rollback_plan, author, reason, expires) VALUES($1, $2, $3, $4, $5, $6, $7, "
                    "$8, $9) ON CONFLICT(service, version, environment, approver) DO UPDATE SET "
                    "owner=excluded.owner, rollback_plan=excluded.rollback_plan, "
                    "author=excluded.author, reason=excluded.reason, expires=excluded.expires"},
    },
    {
        .name = "release-approval-revoked",
        .members = {REQUIRED("service"), REQUIRED("version"), REQUIRED("environment"),
                    REQUIRED("approver")},
        .repeats = "SELECT 1 WHERE NOT EXISTS(SELECT 1 FROM release_approvals WHERE service=$1 AND "
                   "version=$2 AND environment=$3 AND approver=$4)",
        .project = {"DELETE FROM release_approvals WHERE service=$1 AND version=$2 AND "
                    "environment=$3 AND approver=$4"},
    },
    {
        /* Where a contract stands in its life. Without a version: the contract as a whole. */
        .name = "state",
        .members = {REQUIRED("service"), DEFAULTED("contract", ""), DEFAULTED("version", ""),
                    REQUIRED("state"), OPTIONAL_TIME("sunset"), OPTIONAL("by"), OPTIONAL("reason")},
        .repeats = "SELECT 1 FROM states WHERE service=$1 AND contract=$2 AND version=$3 AND "
                   "state=$4 AND COALESCE(sunset, '')=COALESCE($5, '')",
        .project = {"INSERT INTO states(service, contract, version, state, sunset, changed_by, "
                    "reason) VALUES($1, $2, $3, $4, $5, $6, $7) ON CONFLICT(service, contract, "
                    "version) DO UPDATE SET state=excluded.state, sunset=excluded.sunset, "
                    "changed_by=excluded.changed_by, reason=excluded.reason"},
    },
    {
        /* One instance that is to go back from `replaced` to `version`; a rollback records one of
         * these for each of its instances, all at once. */
        .name = "rollback",
        .members = {REQUIRED("service"), REQUIRED("version"), REQUIRED("environment"),
                    DEFAULTED("instance", ""), REQUIRED("replaced"), OPTIONAL("reason")},
        .repeats = "SELECT 1 FROM rollbacks WHERE service=$1 AND environment=$3 AND instance=$4 "
                   "AND version=$2 AND replaced=$5 AND back=0",
        .project = {TOUCH("$1", "$2", "$7"),
                    "INSERT INTO rollbacks(service, environment, instance, version, replaced, "
                    "back) VALUES($1, $3, $4, $2, $5, 0) ON CONFLICT(service, environment, "
                    "instance) DO UPDATE SET version=excluded.version, replaced=excluded.replaced, "
                    "back=0"},
    },
};

const fact_kind *fact_kind_at(size_t index)
{
    return index < sizeof kinds / sizeof *kinds ? &kinds[index] : NULL;
}

const fact_kind *fact_kind_find(str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_equal(str_from(kinds[i].name), name))
            return &kinds[i];
    return NULL;
}
