/* libdisclint: is advertising clearly disclosed in a post, and can everyone read it?
 *
 * Three nouns, three verbs: bytes are read into batches of posts, a worker lints them by a ruleset, a writer writes
 * what was found. The shortest way through is disclint_check_text(); a program over many files looks like this:
 *
 *   disclint_ruleset *rules = disclint_ruleset_builtin();
 *   disclint_settings *settings = disclint_settings_new(rules);
 *   disclint_settings_set(settings, "platform", "instagram", NULL);
 *   disclint_writer *writer = disclint_writer_new("json", rules, settings, NULL);
 *   disclint_worker *worker = disclint_worker_new(rules);
 *   disclint_writer_begin(writer, sink, file);
 *   for each input: disclint_reader_open(...), then until disclint_reader_next() gives NULL:
 *     disclint_output *output = disclint_worker_lint(worker, settings, writer, batch);
 *     disclint_writer_put(writer, output, sink, file);
 *     disclint_output_free(output), disclint_batch_free(batch);
 *   disclint_writer_end(writer, sink, file);
 *
 * Ownership: what a function returns as a pointer to non-const belongs to the caller, who releases it with the function
 *   of the same name and "_free" ("_close" for a reader; disclint_free() for strings). Pointers to const belong to the
 *   library or to the handle they came from. Arguments are borrowed for the call unless said otherwise. Every release
 *   function takes NULL.
 * Encoding: all texts are UTF-8. A text with a length need not end in NUL; one without must.
 * Units: lengths are bytes; lines and columns count from 1, columns in Unicode code points, 0 is unknown.
 * Errors: a function that can fail returns false or NULL. With `error` not NULL, *error then gets a message for people,
 *   to be released with disclint_free(); on success it gets NULL. Mistakes in packs, of which there may be many, and
 *   problems of inputs go to a disclint_diagnose callback, one call each. Where memory runs out, the handler of
 *   disclint_on_out_of_memory() is called.
 * Threads: a ruleset is immutable: any number of threads may use it at once. Settings may be shared while nobody
 *   changes them. A builder, reader, worker or writer belongs to one thread at a time, with one exception:
 *   disclint_worker_lint() may use a writer while another thread puts into it. There is no hidden state.
 * The library opens no file, reads no clock, environment or locale, and never reaches the network. */
#ifndef DISCLINT_DISCLINT_H
#define DISCLINT_DISCLINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define DISCLINT_API __attribute__((visibility("default")))
#else
#define DISCLINT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the library itself ---------------------------------------------------------------------------------------- */

/** The version of the library, such as "0.1.0". */
DISCLINT_API const char *disclint_version(void);

/** Releases a string that the library returned. */
DISCLINT_API void disclint_free(char *string);

/** Sets what is called when memory runs out; it must not return. The default aborts. Set it before other threads
 *  use the library: it is one for the whole process. */
DISCLINT_API void disclint_on_out_of_memory(void (*handler)(void));

/** A thing that went wrong with an input or a pack. Valid during the callback only. */
typedef struct disclint_diagnostic {
  const char *path;    /**< of the file, "" when there is none */
  uint32_t line;       /**< 0 unknown */
  uint32_t column;     /**< 0 unknown */
  bool warning;        /**< false: an error */
  const char *message; /**< one line */
} disclint_diagnostic;

/** Receives diagnostics. `context` is what was given with the callback. */
typedef void (*disclint_diagnose)(void *context, const disclint_diagnostic *diagnostic);

/** The languages of messages, as the setting `locale` takes them: "en" first; *n gets their number. */
DISCLINT_API const char *const *disclint_locales(size_t *n);
/** A message of the library or the program in one of these languages; a copy of the message itself where it is not
 *  translated. Release it with disclint_free(). */
DISCLINT_API char *disclint_translate(const char *locale, const char *message);

/* ---- rulesets: packs, compiled --------------------------------------------------------------------------------- */

/** Packs of rules compiled into one immutable whole. */
typedef struct disclint_ruleset disclint_ruleset;

/** The packs that come with the library. Costs next to nothing: they were compiled with it. */
DISCLINT_API disclint_ruleset *disclint_ruleset_builtin(void);
/** Releases a ruleset; settings, workers and writers made with it must be gone. */
DISCLINT_API void disclint_ruleset_free(disclint_ruleset *ruleset);

/** Collects packs for a ruleset. */
typedef struct disclint_builder disclint_builder;

/** A builder without any pack. */
DISCLINT_API disclint_builder *disclint_builder_new(void);
DISCLINT_API void disclint_builder_free(disclint_builder *builder);
/** Adds the packs that come with the library; do this first, so that others can replace or extend their rules. */
DISCLINT_API bool disclint_builder_add_shipped(disclint_builder *builder, disclint_diagnose diagnose, void *context);
/** Adds a pack given as YAML (or JSON) text. `path` is its name in diagnostics. Every mistake is reported; false when
 *  one of them is an error, and then the pack is left out. A rule of the same id as an earlier one replaces it; a pack
 *  of the same id as a shipped one replaces that as a whole. */
DISCLINT_API bool disclint_builder_add(disclint_builder *builder, const char *path, const char *yaml, size_t length,
                                       disclint_diagnose diagnose, void *context);
/** Compiles what was added. The ruleset stands on its own: the builder may be released. NULL on errors. */
DISCLINT_API disclint_ruleset *disclint_builder_build(disclint_builder *builder, disclint_diagnose diagnose,
                                                      void *context);

/** All rules of a ruleset, as a table or as a JSON array. */
DISCLINT_API char *disclint_rules_list(const disclint_ruleset *ruleset, bool json);
/** One rule (by id or alias) or jurisdiction (by code) with its sources, as text or as JSON. NULL, with the nearest
 *  name in *error, when there is none. */
DISCLINT_API char *disclint_rules_show(const disclint_ruleset *ruleset, const char *id, bool json, char **error);

/* ---- settings: what options and configuration say -------------------------------------------------------------- */

/** What is known beside the posts. Fills in what a post does not say itself; `jurisdiction` and `as-of` decide over
 *  the post. */
typedef struct disclint_settings disclint_settings;

/** A key of the settings. The same names serve as options of the program and as keys of its configuration. */
typedef struct disclint_key {
  const char *name;     /**< "post-format" */
  const char *argument; /**< what its value looks like: "NAME"; "" for a switch, whose value is "true" or "false" */
  const char *help;     /**< one sentence */
  bool list;            /**< may have several values */
} disclint_key;

/** All keys; *n gets their number. */
DISCLINT_API const disclint_key *disclint_settings_keys(size_t *n);

/** Settings that say nothing yet. The ruleset must outlive them. */
DISCLINT_API disclint_settings *disclint_settings_new(const disclint_ruleset *ruleset);
DISCLINT_API disclint_settings *disclint_settings_copy(const disclint_settings *settings);
DISCLINT_API void disclint_settings_free(disclint_settings *settings);
/** Sets a key. Of a list, earlier values are replaced; several may be given with commas, except for `brand` and `map`. The keys
 *  `enable`, `disable` and `severity` work one after the other on the levels of the rules. False when the key or the
 *  value is not known; the message then names the nearest one. */
DISCLINT_API bool disclint_settings_set(disclint_settings *settings, const char *key, const char *value, char **error);
/** The same, but a list keeps the values it has. */
DISCLINT_API bool disclint_settings_add(disclint_settings *settings, const char *key, const char *value, char **error);
/** Disables a rule (an id, or a pattern with * and ?) for a reason that stays visible: what it finds is still
 *  there for formats that show suppressed findings. The reason must not be empty. A later `enable` takes it back. */
DISCLINT_API bool disclint_settings_disable(disclint_settings *settings, const char *rule, const char *reason,
                                            char **error);

/* ---- packs that test themselves --------------------------------------------------------------------------------- */

/** Runs the examples that the rules and signals of a pack carry: those under `flag` must be found by that rule, those
 *  under `pass` must not (of a signal: nothing of its kind and strength may be found). `ruleset` is one that holds the
 *  pack; of the settings (NULL for none) `today` counts. Each failing example is a diagnostic with its place.
 *  *examples (may be NULL) gets how many were run. Returns how many failed. */
DISCLINT_API size_t disclint_pack_test(const disclint_ruleset *ruleset, const disclint_settings *settings,
                                       const char *path, const char *yaml, size_t length, disclint_diagnose diagnose,
                                       void *context, size_t *examples);

/* ---- readers: bytes in, posts out ------------------------------------------------------------------------------ */

/** An input format. */
typedef struct disclint_format {
  const char *name;       /**< "post-json" */
  const char *title;      /**< one line for people */
  const char *extensions; /**< "json jsonl", "" none */
  const char *tells;      /**< what it can say about a post */
  const char *lacks;      /**< what it cannot */
  bool streams;           /**< memory does not grow with the length of the input */
} disclint_format;

/** Input format number `index`, from 0 on; its texts live as long as the library. False past the last one. */
DISCLINT_API bool disclint_format_at(size_t index, disclint_format *format);
/** Recognises a format by the name of the file and its first bytes (64 KiB are plenty). The format's name, or NULL
 *  when no reader knows it. */
DISCLINT_API const char *disclint_recognise(const char *path, const char *head, size_t length);
/** The same, and also a table (CSV) whose column of the text is named by the key `map` of the settings. */
DISCLINT_API const char *disclint_recognise_by(const disclint_settings *settings, const char *path, const char *head,
                                               size_t length);

/** What to do with one of the files of a folder or an archive. */
typedef enum disclint_use {
  DISCLINT_USE_FILE,  /**< part of no export: a file like any other, recognised by its content */
  DISCLINT_USE_READ,  /**< holds posts, in `format` */
  DISCLINT_USE_SIDE,  /**< holds no posts, but helps to read the files of the same group */
  DISCLINT_USE_LEAVE, /**< part of an export, and not to be read: `why` */
} disclint_use;

/** One of the files of a folder or an archive. */
typedef struct disclint_entry {
  const char *name;       /**< path within it, "/" between names */
  const char *head;       /**< its first bytes, where disclint_peeks() asks for them; else NULL */
  size_t head_length;     /**< 4 KiB are plenty */
  disclint_use use;       /**< set by disclint_collect(), as are the following */
  bool side;              /**< its bytes are for disclint_side_new() (also of some that are to be read) */
  const char *format;     /**< NULL: recognise it by content */
  const char *why;        /**< of DISCLINT_USE_LEAVE */
  const char *collection; /**< name of the export it belongs to, NULL for none */
  uint32_t group;         /**< number of that export, from 1 on */
} disclint_entry;

/** Whether disclint_collect() needs the first bytes of a file of this name. */
DISCLINT_API bool disclint_peeks(const char *name);
/** Recognises exports of platforms and tools among the files of a folder or an archive, and decides what each file is
 *  for. Returns the number of exports. */
DISCLINT_API size_t disclint_collect(disclint_entry *entries, size_t n);

/** What a format needs of the other files of an export: long posts beside short ones, the name of the owner. */
typedef struct disclint_side disclint_side;
/** Makes it of the files that disclint_collect() marked as such, with their whole bytes as `head`. Their bytes may go afterwards. NULL for an unknown
 *  format. Immutable; it must outlive the readers and batches that use it. */
DISCLINT_API disclint_side *disclint_side_new(const char *format, const disclint_entry *files, size_t n);
DISCLINT_API void disclint_side_free(disclint_side *side);

/** Gives up to `size` bytes into `into`: their number, 0 at the end, -1 on an error (*error then a message that lives
 *  until the next call), or DISCLINT_PULL_PAUSE where the next bytes have to be waited for: the reader then makes a
 *  batch of what it has, and asks again, which must wait. */
#define DISCLINT_PULL_PAUSE (-2)
typedef ptrdiff_t (*disclint_pull)(void *context, char *into, size_t size, const char **error);

/** Reads posts from a source. */
typedef struct disclint_reader disclint_reader;
/** A run of posts in input order; several thousand small ones, or one large one. */
typedef struct disclint_batch disclint_batch;

/** Opens a source in a format (a name from disclint_format_at()). `path` is what reports call it. Of the settings, the
 *  limits (`max-size`, `max-depth`) and `map` count; they must not change or go while the reader is open. NULL for the
 *  defaults. */
DISCLINT_API disclint_reader *disclint_reader_open(const char *format, const char *path,
                                                   const disclint_settings *settings, disclint_pull pull, void *context,
                                                   char **error);
/** Whether a format joins what lies far apart in a file (pictures and the posts they belong to), and is best given a
 *  first way through with disclint_side_scan(). */
DISCLINT_API bool disclint_scans(const char *format);
/** What a format needs to know of a whole file before its first post, from one way through it. Only the limits of the
 *  settings count. NULL for an unknown format. To be given to the reader of the same file, as any other side. */
DISCLINT_API disclint_side *disclint_side_scan(const char *format, const disclint_settings *settings,
                                               disclint_pull pull, void *context);
/** Gives a reader the other files of its export, before its first batch. */
DISCLINT_API void disclint_reader_side(disclint_reader *reader, const disclint_side *side);
/** The next batch, NULL at the end. What is wrong with the source as a whole goes to `diagnose`; what is wrong with
 *  one post goes into the report in its place. */
DISCLINT_API disclint_batch *disclint_reader_next(disclint_reader *reader, disclint_diagnose diagnose, void *context);
/** Closes a reader; its batches stay valid. */
DISCLINT_API void disclint_reader_close(disclint_reader *reader);
/** A batch of one post that has this text as its caption. The text is copied. */
DISCLINT_API disclint_batch *disclint_batch_text(const char *text, size_t length);
DISCLINT_API void disclint_batch_free(disclint_batch *batch);

/* ---- writers: findings in, bytes out --------------------------------------------------------------------------- */

/** Takes bytes of a report; false stops the writing. */
typedef bool (*disclint_sink)(void *context, const char *bytes, size_t length);

/** Writes a report. */
typedef struct disclint_writer disclint_writer;
/** What was found in a batch, ready to be written. */
typedef struct disclint_output disclint_output;

/** Names of all output formats; *n gets their number. */
DISCLINT_API const char *const *disclint_writers(size_t *n);
/** A writer by name. Of the settings, `color`, `quiet`, `verbose`, `fail-on`, `base` and `locale` count; NULL for the defaults.
 *  The ruleset must outlive it. NULL for an unknown name. */
DISCLINT_API disclint_writer *disclint_writer_new(const char *name, const disclint_ruleset *ruleset,
                                                  const disclint_settings *settings, char **error);
DISCLINT_API void disclint_writer_free(disclint_writer *writer);
/** Begins a report. False when the sink stopped it (so for the next two). */
DISCLINT_API bool disclint_writer_begin(disclint_writer *writer, disclint_sink sink, void *context);
/** Adds the output of a batch; call it in the order of the input. */
DISCLINT_API bool disclint_writer_put(disclint_writer *writer, const disclint_output *output, disclint_sink sink,
                                      void *context);
/** Adds a problem of an input as a whole, to be told at the end of the report. */
DISCLINT_API void disclint_writer_problem(disclint_writer *writer, const disclint_diagnostic *problem);
/** Adds to the number of inputs that were read, and of those that no reader knew. */
DISCLINT_API void disclint_writer_inputs(disclint_writer *writer, uint64_t read, uint64_t skipped);
/** Ends a report. */
DISCLINT_API bool disclint_writer_end(disclint_writer *writer, disclint_sink sink, void *context);

/** What has been put into a writer so far. */
typedef struct disclint_summary {
  uint64_t posts, errors, warnings, notes;
  uint64_t suppressed; /**< violations disabled with a reason; not among the three before */
  uint64_t clear, unclear, missing, review, not_commercial, not_checkable; /**< verdicts, over all jurisdictions */
  bool unread; /**< an input, or a record in one, could not be read in full */
} disclint_summary;
DISCLINT_API disclint_summary disclint_writer_summary(const disclint_writer *writer);

/* ---- linting --------------------------------------------------------------------------------------------------- */

/** What one thread needs for linting. */
typedef struct disclint_worker disclint_worker;

/** A worker for one thread. The ruleset must outlive it. */
DISCLINT_API disclint_worker *disclint_worker_new(const disclint_ruleset *ruleset);
DISCLINT_API void disclint_worker_free(disclint_worker *worker);
/** Lints a batch and renders what was found for a writer. All three must be made with the worker's ruleset. The output
 *  stands on its own: the batch may be released. */
DISCLINT_API disclint_output *disclint_worker_lint(disclint_worker *worker, const disclint_settings *settings,
                                                   const disclint_writer *writer, const disclint_batch *batch);
DISCLINT_API void disclint_output_free(disclint_output *output);

/** The whole way in one call: lints one caption and returns the report in an output format, such as "text" or "json".
 *  NULL when the writer is not known. */
DISCLINT_API char *disclint_check_text(const disclint_ruleset *ruleset, const disclint_settings *settings,
                                       const char *text, size_t length, const char *writer, char **error);

#ifdef __cplusplus
}
#endif

#endif
