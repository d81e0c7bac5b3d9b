/* The program: what its files share. It works on the public API, on the base room (memory, strings) and on the YAML
 * reader for its configuration. */
#ifndef DCL_APP_H
#define DCL_APP_H

#include "base/base.h"
#include "disclint/disclint.h"

#include <stdio.h>

/* ---- the reader's language (language.c, message.c) ---------------------------------------------------------------- */

/* What LC_ALL, LC_MESSAGES or LANG ask for, where there are messages in that language; else NULL, which is English. */
const char *app_environment_locale(void);
/* The language of messages from now on; NULL: English. The text must outlive the program's work. */
void app_speak(const char *locale);

/* Exit status. The gravest wins: usage, unread, violations, ok. */
enum app_status { APP_OK = 0, APP_VIOLATIONS = 1, APP_USAGE = 2, APP_UNREAD = 3 };
int app_gravest(int a, int b);

/* ---- messages (message.c): to standard error, control characters made visible ------------------------------------ */

void app_message(const char *fmt, ...) DCL_PRINTF(1, 2);
/* `disclint: path:line:column: message`; line and column 0 are left out. */
void app_message_at(const char *path, uint32_t line, uint32_t column, const char *fmt, ...) DCL_PRINTF(4, 5);
/* The same for diagnostics of the library; `context` is unused. */
void app_diagnose(void *context, const disclint_diagnostic *diagnostic);

/* The text itself where it is valid UTF-8, else a copy with U+FFFD for each wrong byte. */
const char *app_valid(dcl_arena *arena, const char *text);

/* ---- options (options.c) ----------------------------------------------------------------------------------------- */

enum app_option_flag {
  APP_SETTING = 1u << 0,   /* a key of the library's settings */
  APP_LIST = 1u << 1,      /* may be given more than once */
  APP_SWITCH = 1u << 2,    /* takes no value */
  APP_RUN = 1u << 3,       /* decides over the whole run, not over one input */
  APP_PATH = 1u << 4,      /* its value is a path: in a configuration, relative to it */
  APP_NO_CONFIG = 1u << 5, /* only on the command line */
  APP_LATER = 1u << 6,     /* known, but not in this version */
};

/* Commands as bits. */
enum app_command {
  APP_CHECK = 1u << 0,
  APP_RULES = 1u << 1,
  APP_PACK = 1u << 2,
  APP_FORMATS = 1u << 3,
  APP_INIT = 1u << 4
};

struct app_option {
  const char *name;
  char letter; /* '\0' none */
  const char *argument;
  uint32_t commands, flags;
  const char *help; /* NULL: the library's, of the setting of this name */
};
extern const struct app_option app_options[];
extern const size_t app_n_options;
/* By name; NULL when there is none. */
const struct app_option *app_option_find(dcl_str name);
/* Nearest name of an option that has any of these flags clear, or NULL. */
const char *app_option_nearest(const char *name, uint32_t without);

struct app_given {
  const struct app_option *option;
  const char *value; /* "true" for a switch */
};

struct app_arguments {
  dcl_arena *arena;
  uint32_t command; /* enum app_command */
  struct app_given *given;
  uint32_t n_given, cap_given;
  const char **paths;
  uint32_t n_paths, cap_paths;
  bool help;
};

/* Reads the words after the command. False, after a message, on a mistake. */
bool app_parse(struct app_arguments *arguments, int n, char *const *words);
/* The last value given, or `otherwise`. */
const char *app_value(const struct app_arguments *arguments, const char *option, const char *otherwise);
bool app_switch(const struct app_arguments *arguments, const char *option);
/* Columns that a text takes, each character counting as one. */
int app_width(const char *text);
/* Prints the help of a command's options to standard output. */
void app_print_options(uint32_t command);

/* ---- patterns of paths (pattern.c) ------------------------------------------------------------------------------- */

/* One line as in .gitignore. */
struct app_pattern {
  dcl_str text;   /* without the marks below */
  bool negated;   /* began with "!" */
  bool directory; /* ended in "/" */
  bool anchored;  /* has a "/" before its end: matches from the base on, else any name */
};

struct app_patterns {
  struct app_pattern *v;
  uint32_t n, cap;
};

/* Adds a pattern; empty lines and comments are left out. The text is copied. */
void app_patterns_add(dcl_arena *arena, struct app_patterns *list, dcl_str line);
/* Adds each line of a text. */
void app_patterns_add_lines(dcl_arena *arena, struct app_patterns *list, dcl_str text);
enum app_match { APP_UNMATCHED, APP_MATCHED, APP_NEGATED };
/* Whether the last pattern that matches `path` (relative to the base of the patterns, "/" between names) takes it. */
enum app_match app_patterns_match(const struct app_patterns *list, dcl_str path, bool directory);
/* The same, where a match of a directory takes everything below it; negation counts for whole paths only. */
bool app_patterns_cover(const struct app_patterns *list, dcl_str path);

/* ---- configuration (config.c) ------------------------------------------------------------------------------------ */

struct app_config_entry {
  const struct app_option *option;
  const char *value;
  const char *reason; /* of `disable`, else NULL */
  uint32_t line, column;
};

/* Entries that belong together: the configuration itself, or one of its overrides. */
struct app_config_layer {
  struct app_patterns files; /* of an override, relative to the configuration */
  struct app_config_entry *v;
  uint32_t n, cap;
};

struct app_config {
  const char *path;      /* as messages call it */
  const char *directory; /* absolute */
  struct app_config_layer *layers;
  uint32_t n_layers, cap_layers;
  struct app_patterns exclude;
};

/* Configurations by directory; each is read once. */
struct app_configs {
  dcl_arena *arena;
  bool off;                      /* --no-config */
  const struct app_config *only; /* --config */
  struct app_config_cache *cache;
  uint32_t n, cap;
  const char *cwd; /* real path of the working directory, once it was needed */
  bool failed;     /* one of them had a mistake, and it was told */
};

/* Reads one file. NULL after a message. */
const struct app_config *app_config_read(dcl_arena *arena, const char *path, const char *directory);
/* The configuration for inputs in a directory (absolute, real path), or NULL when there is none. */
const struct app_config *app_config_for(struct app_configs *configs, const char *directory);
/* The value of a key of the whole run in the configuration's first layer: its last entry, or NULL. */
const struct app_config_entry *app_config_value(const struct app_config *config, const char *key);

/* ---- inputs (files.c) -------------------------------------------------------------------------------------------- */

enum app_input_kind { APP_FILE, APP_STDIN, APP_TEXT, APP_ENTRY };

struct app_input {
  const char *path;   /* to open; the text itself for APP_TEXT */
  const char *shown;  /* the same in valid UTF-8, as reports call it */
  const char *inside; /* path relative to its configuration, "" without one */
  const struct app_config *config;
  uint8_t kind;
  bool named;                /* given by the user, not found in a directory */
  const char *real;          /* absolute path of a file, NULL unknown */
  const char *format;        /* as the export says that it is part of; NULL: by content */
  const disclint_side *side; /* of the export, or NULL */
  uint32_t entry;            /* APP_ENTRY: its number in the archive, which is `path` */
  bool follow;               /* APP_ENTRY: the archive may be a symbolic link */
};

struct app_plan {
  dcl_arena *arena;
  struct app_input *v;
  uint32_t n, cap;
  uint64_t skipped; /* special files, links */
  struct app_problem {
    const char *path, *message;
  } * failed; /* what could not be looked at; it was told */
  uint32_t n_failed, cap_failed;
  bool verbose;
  uint64_t left;         /* files of exports that are not read */
  disclint_side **sides; /* to be freed after the run */
  uint32_t n_sides, cap_sides;
};

/* Finds all inputs of a check: walks the directories, in the order of bytes. */
void app_plan_inputs(struct app_plan *plan, const struct app_arguments *arguments, struct app_configs *configs);
/* A whole small file (a pack, a configuration) that must be regular; NULL and *why on failure. At most `limit` bytes. */
bool app_read_file(const char *path, size_t limit, dcl_buf *into, const char **why);
/* Opens a regular file without ever blocking; -1 and *why. `follow`: through a symbolic link. */
int app_open_file(const char *path, bool follow, const char **why);

/* ---- output (output.c) ------------------------------------------------------------------------------------------- */

/* Where a report goes: standard output, or a file that appears whole or not at all. */
struct app_output {
  const char *path; /* NULL: standard output */
  char *temporary;  /* renamed to `target` at the end; NULL: written in place */
  char *target;
  int fd;
  dcl_buf buffer;
  bool closed; /* the reader of a pipe has gone: stop, quietly */
  bool failed; /* told */
  bool terminal;
};

bool app_output_open(struct app_output *output, const char *path);
bool app_output_write(void *output, const char *bytes, size_t length); /* a disclint_sink */
bool app_output_flush(struct app_output *output);
/* Makes it appear (`keep`) or vanish. False when it could not be written. */
bool app_output_close(struct app_output *output, bool keep);

/* ---- progress (progress.c) --------------------------------------------------------------------------------------- */

struct app_progress {
  uint64_t file, files; /* the one at hand, from 1 on, and how many there are */
  uint64_t posts;
  uint64_t bytes;       /* that were read, unpacked */
  uint64_t done, total; /* bytes as they lie on the disk; total 0: not known */
};
/* Whether the line is wanted. Called again, it counts speed and time from then on. */
void app_progress_start(bool on);
/* Whether it is time for the next line; cheap. */
bool app_progress_due(void);
void app_progress_show(const struct app_progress *progress);
/* The same while an archive is gone through for its names, where it is time. */
void app_progress_look(uint64_t done, uint64_t total);
/* Takes the line away before something else is written to the terminal; `hold`: that ends within a line, so that
 * nothing is shown until the next call. */
void app_progress_hide(bool hold);
/* The end of the run: the line goes; in a log the last one comes. */
void app_progress_end(const struct app_progress *progress);
/* The words alone, after so many milliseconds. */
void app_progress_text(dcl_buf *out, const struct app_progress *progress, int64_t elapsed);

/* ---- the pipeline (pipeline.c) ----------------------------------------------------------------------------------- */

/* One input with what decides over it. */
struct app_job {
  const struct app_input *input;
  const disclint_settings *settings;
  const char *format; /* NULL: recognised by content */
};

struct app_pipeline {
  const disclint_ruleset *ruleset;
  disclint_writer *writer;
  struct app_output *output;
  const struct app_job *jobs;
  uint32_t n_jobs;
  unsigned threads;
  bool verbose;
  struct sizes *sizes; /* of the inputs, while it runs */
};

/* Reads, lints and writes all jobs; the same bytes whatever `threads` is. */
void app_pipeline_run(struct app_pipeline *pipeline);

/* ---- commands ---------------------------------------------------------------------------------------------------- */

int app_check(const struct app_arguments *arguments);
int app_rules(const struct app_arguments *arguments);
int app_pack(const struct app_arguments *arguments);
int app_formats(const struct app_arguments *arguments);
int app_init(const struct app_arguments *arguments);
int app_version(const struct app_arguments *arguments);

/* The ruleset that --rules and --no-default-rules ask for, with the packs of a configuration; NULL after a message. */
disclint_ruleset *app_load_rules(const struct app_arguments *arguments, const struct app_config *config);
/* Reads the packs of a path (a file, or a directory with packs) into a builder. False after messages. */
bool app_add_packs(disclint_builder *builder, const char *path, disclint_diagnose diagnose);
/* True when --format asks for JSON; *good is false, after a message, when it asks for what these commands cannot. */
bool app_wants_json(const struct app_arguments *arguments, bool *good);
/* The present day, from SOURCE_DATE_EPOCH where it is set. */
void app_today(char out[11]);
/* Prints a text to standard output; exit status. */
int app_print(const char *text);

/* The program without its first word. */
int app_main(int n, char *const *words);

#endif
