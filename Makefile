# A placeholder until the house has its own.
CC ?= gcc
BUILD ?= build
PACKAGES := libxml-2.0 libcjson libpcre2-8 yaml-0.1 gmp liburiparser libsodium sqlite3 libpq libidn2
CPPFLAGS += -Ivalidator -Ivalidator/include $(shell pkg-config --cflags $(PACKAGES)) -D_POSIX_C_SOURCE=200809L
CFLAGS += -std=c17 -O2 -g -Wall -Wextra -Wpedantic -Werror -MMD -MP -pthread
LIBS := $(shell pkg-config --libs $(PACKAGES)) -lunistring -lm -pthread
SOURCES := $(shell find validator -name '*.c' ! -path 'validator/cli/*')
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)

all: $(BUILD)/libhandoff.a
$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
$(BUILD)/libhandoff.a: $(OBJECTS)
	@rm -f $@
	ar rcs $@ $^
-include $(OBJECTS:.o=.d)
