# handoff. `make help` lists the targets; ci/setup installs what they need.
CC ?= gcc
BUILD ?= build
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 20
PACKAGES := libxml-2.0 libcjson libpcre2-8 yaml-0.1 gmp liburiparser libsodium sqlite3 libpq libidn2

WARNINGS := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
    -Wold-style-definition -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wpointer-arith \
    -Wimplicit-fallthrough -Wredundant-decls
HARDENING := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
OPTIMIZE ?= -O2 -g
CPPFLAGS += -Ivalidator -Ivalidator/include $(shell pkg-config --cflags $(PACKAGES)) \
    -D_POSIX_C_SOURCE=200809L
CFLAGS += -std=c17 $(OPTIMIZE) $(HARDENING) $(WARNINGS) -fno-common -pthread
LDFLAGS += -pie -Wl,-z,relro,-z,now
LIBS := $(shell pkg-config --libs $(PACKAGES)) -lunistring -lm -pthread

SOURCES := $(shell find validator -name '*.c' ! -path 'validator/cli/*' | sort)
CLI_SOURCES := $(shell find validator/cli -name '*.c' | sort)
TEST_SOURCES := $(shell find tests -name 'test_*.c' 2>/dev/null | sort)
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/obj/%.o)
TESTS := $(TEST_SOURCES:%.c=$(BUILD)/%)

all: $(BUILD)/handoff $(BUILD)/libhandoff.a

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libhandoff.a: $(OBJECTS)
	@rm -f $@
	ar rcs $@ $^

# The commands without main(), so that unit tests can link them.
$(BUILD)/obj/libcli.a: $(filter-out %/main.o,$(CLI_OBJECTS))
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/handoff: $(BUILD)/obj/validator/cli/main.o $(BUILD)/obj/libcli.a $(BUILD)/libhandoff.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/%: tests/%.c $(BUILD)/obj/libcli.a $(BUILD)/libhandoff.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -I. $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/obj/libcli.a \
	    $(BUILD)/libhandoff.a -lcheck -lsubunit $(LIBS)

tests: $(TESTS)

clean:
	rm -rf $(BUILD)

.PHONY: all tests clean
-include $(OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(TESTS:=.d)
