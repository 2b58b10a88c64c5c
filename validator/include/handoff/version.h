/* The version of the tool and of the library, as every report and `handoff --version` give it. */
#ifndef HANDOFF_VERSION_H
#define HANDOFF_VERSION_H

#define HANDOFF_VERSION "0.1.0"

#endif
