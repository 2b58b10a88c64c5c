# handoff. `make help` lists what can be asked for. Everything written goes to $(BUILD).
ifeq ($(origin CC),default)
CC := gcc
endif
# V=1 shows whole command lines.
SAY = @echo '  $(1)  $(patsubst $(BUILD)/%,%,$(2))';
ifeq ($(V),1)
SAY =
else ifneq ($(findstring s,$(firstword -$(MAKEFLAGS))),)
SAY = @
endif
BUILD ?= build
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 20
FUZZ_CC ?= clang

WARNINGS := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
    -Wold-style-definition -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wpointer-arith \
    -Wimplicit-fallthrough -Wredundant-decls -Wno-string-concatenation
HARDENING ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
OPTIMIZE ?= -O2 -g
CPPFLAGS += -Ivalidator -Ivalidator/include $(PACKAGE_CFLAGS) -D_XOPEN_SOURCE=700
CFLAGS += -std=c17 $(OPTIMIZE) $(HARDENING) $(WARNINGS) -fno-common -pthread
LDFLAGS += -pie -Wl,-z,relro,-z,now
LIBS := -lunistring -lm -pthread

SOURCES := $(shell find validator -name '*.c' ! -path 'validator/cli/*' | LC_ALL=C sort)
CLI_SOURCES := $(shell find validator/cli -name '*.c' | LC_ALL=C sort)
TEST_SOURCES := $(shell find tests -name 'test_*.c' | LC_ALL=C sort)
HELPER_SOURCES := $(shell find tests -name 'helper_*.c' | LC_ALL=C sort)
FUZZ_SOURCES := $(shell find tests -name 'fuzz_*.c' | LC_ALL=C sort)
BENCH_SOURCES := $(shell find tests -name 'bench_*.c' | LC_ALL=C sort)
EMBEDDED := $(shell find schemas ci/hooks validator/report/page -type f ! -name '.*' 2>/dev/null | LC_ALL=C sort)
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/gen/embedded.o
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/obj/%.o)
TESTS := $(TEST_SOURCES:%.c=$(BUILD)/%)
# Programs that test scripts talk to; no suites by themselves.
HELPERS := $(HELPER_SOURCES:%.c=$(BUILD)/%)
FUZZERS := $(FUZZ_SOURCES:%.c=$(BUILD)/%)
BENCHES := $(BENCH_SOURCES:%.c=$(BUILD)/%)
export HANDOFF := $(abspath $(BUILD))/handoff
export HANDOFF_DATA ?= $(abspath ../shared/data)
export BUILD

all: $(BUILD)/handoff $(BUILD)/libhandoff.a ## build/handoff and build/libhandoff.a

# Flags of the libraries. Made once a build folder, after ci/setup has seen that all are there; make
# starts itself anew when it has made this file.
ifneq ($(filter-out clean help,$(or $(MAKECMDGOALS),all)),)
include $(BUILD)/packages.mk
endif
PACKAGES := libxml-2.0 libcjson libpcre2-8 yaml-0.1 gmp liburiparser libsodium sqlite3 libpq libidn2
$(BUILD)/packages.mk: ci/setup
	@ci/setup build
	@mkdir -p $(@D)
	@{ echo "PACKAGE_CFLAGS := $$(pkg-config --cflags $(PACKAGES))"; \
	   echo "LIBS := $$(pkg-config --libs $(PACKAGES)) -lunistring -lm -pthread"; } >$@

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call SAY,CC,$<) $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/gen/embedded.o: $(BUILD)/gen/embedded.c
	@mkdir -p $(@D)
	$(call SAY,CC,$<) $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# Made anew when a schema changes, comes or goes; the list of names is part of its rule.
$(BUILD)/gen/embedded.c: ci/embed $(EMBEDDED) $(BUILD)/gen/embedded.list
	@mkdir -p $(@D)
	$(call SAY,GEN,$@) ci/embed schemas '' ci/hooks hooks/ validator/report/page report/ >$@.new && mv $@.new $@
$(BUILD)/gen/embedded.list: FORCE
	@mkdir -p $(@D)
	@echo '$(EMBEDDED)' | cmp -s - $@ || echo '$(EMBEDDED)' >$@

$(BUILD)/libhandoff.a: $(OBJECTS)
	@rm -f $@
	$(call SAY,AR,$@) ar rcs $@ $^

# The commands without main(), so that unit tests can link them.
$(BUILD)/obj/libcli.a: $(filter-out %/main.o,$(CLI_OBJECTS))
	@rm -f $@
	$(call SAY,AR,$@) ar rcs $@ $^

$(BUILD)/handoff: $(BUILD)/obj/validator/cli/main.o $(BUILD)/obj/libcli.a $(BUILD)/libhandoff.a
	$(call SAY,LD,$@) $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(TESTS) $(HELPERS) $(BENCHES): $(BUILD)/tests/%: tests/%.c $(BUILD)/obj/libcli.a $(BUILD)/libhandoff.a
	@mkdir -p $(@D)
	$(call SAY,CC,$<) $(CC) $(CPPFLAGS) -I. $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/obj/libcli.a \
	    $(BUILD)/libhandoff.a $$(pkg-config --libs check) $(LIBS)

tests: $(TESTS) $(HELPERS)

test: all tests ## every test; ends with one line "N passed, N failed, N skipped"
	@tests/run-all

demo: all ## the main job on contracts/: a breaking change refused, then mended; a release's story
	@contracts/demo
	@contracts/story

conformance: all tests ## the official suites and published cases alone
	@tests/run-all --only conformance

# Sanitizers, every arena allocation a malloc of its own, limits lowered so that tests reach them.
check-hard: ## units and golden cases under ASan and UBSan
	@ci/setup build
	$(MAKE) BUILD=$(BUILD)/hard CC=gcc LDFLAGS='' OPTIMIZE='-O1 -g' \
	    HARDENING='-fsanitize=address,undefined -fno-sanitize-recover=all \
	    -fno-omit-frame-pointer -Wno-format-truncation -DARENA_AS_MALLOC -DLIMITS_LOWERED' \
	    check-hard-run
check-hard-run: all tests
	@ASAN_OPTIONS=detect_stack_use_after_return=1:allocator_may_return_null=1 \
	    UBSAN_OPTIONS=print_stacktrace=1 HANDOFF_HARD=1 tests/run-all --only unit --only cases

valgrind: ## unit tests under valgrind, every arena allocation a malloc of its own
	@ci/setup all
	$(MAKE) BUILD=$(BUILD)/valgrind OPTIMIZE='-O1 -g' \
	    HARDENING='-DARENA_AS_MALLOC -DLIMITS_LOWERED -fPIE' valgrind-run
valgrind-run: all tests
	@CK_FORK=no HANDOFF_HARD=1 HANDOFF_VALGRIND=1 tests/run-all --only unit --timeout 1200 \
	    --under 'valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite'

lint: ## clang-format on changed lines, clang-tidy, cppcheck, layers, shellcheck
	@ci/setup all
	@CC='$(CC)' ci/lint

# Each target for FUZZ_SECONDS, from its seeds in tests/fuzz/corpus/.
fuzz: ## libFuzzer on tests/fuzz (FUZZ_SECONDS=20 a target)
	@ci/setup all
	$(MAKE) BUILD=$(BUILD)/fuzz CC='$(FUZZ_CC)' LDFLAGS='' OPTIMIZE='-O1 -g' \
	    HARDENING='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all \
	    -fno-omit-frame-pointer -DLIMITS_LOWERED' fuzz-run
$(FUZZERS): $(BUILD)/tests/%: tests/%.c $(BUILD)/libhandoff.a
	@mkdir -p $(@D)
	$(call SAY,CC,$<) $(CC) $(CPPFLAGS) -I. $(CFLAGS) -MMD -MP -fsanitize=fuzzer -o $@ $< $(BUILD)/libhandoff.a $(LIBS)
fuzz-run: $(FUZZERS)
	@tests/fuzz/run $(FUZZ_SECONDS) $(FUZZERS)

bench: all $(BENCHES) ## tables of time and memory
	@tests/bench/run

nightly: ## everything that takes long
	LINT_ALL=1 $(MAKE) lint
	HANDOFF_NIGHTLY=1 $(MAKE) test
	$(MAKE) CC=clang BUILD=$(BUILD)/clang test
	$(MAKE) check-hard
	$(MAKE) valgrind
	$(MAKE) fuzz FUZZ_SECONDS=1200
	HANDOFF_NIGHTLY=1 $(MAKE) bench

# The public headers and whatever of lower layers they re-export; users add both -I of handoff.pc.
install: all ## binary, library, headers, man page, completions under DESTDIR and PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig \
	    $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -m 755 $(BUILD)/handoff $(DESTDIR)$(PREFIX)/bin/handoff
	install -m 755 ci/release-gate $(DESTDIR)$(PREFIX)/bin/handoff-release-gate
	install -m 644 $(BUILD)/libhandoff.a $(DESTDIR)$(PREFIX)/lib/libhandoff.a
	$(BUILD)/handoff help --man >$(DESTDIR)$(PREFIX)/share/man/man1/handoff.1
	$(BUILD)/handoff completion bash \
	    >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/handoff
	$(BUILD)/handoff completion fish \
	    >$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/handoff.fish
	$(BUILD)/handoff completion zsh >$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_handoff
	ci/install-headers '$(CC)' $(DESTDIR)$(PREFIX) $(PREFIX)

clean: ## removes $(BUILD)
	rm -rf $(BUILD)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

FORCE:
.PHONY: all tests test demo conformance check-hard check-hard-run valgrind valgrind-run lint fuzz \
    fuzz-run bench nightly install clean help FORCE
-include $(OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(TESTS:=.d) $(HELPERS:=.d) $(FUZZERS:=.d) $(BENCHES:=.d)
