/* A page as a libxml2 tree, and XPath with a limit over it.
 *
 * The tree is linked by hand: libxml2's own way of adding a child joins neighbouring texts by copying, which a page of many
 * comments would make quadratic. Effort is counted by libxml2 (opLimit) and grows with the page, so a rule that compares
 * every element with every other ends as a reported problem; what libxml2 does not count, the making of texts, is added by
 * functions that stand before its own. */
#include "html/xpath.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

enum { OPERATIONS_BASE = 2000000, OPERATIONS_PER_ELEMENT = 300, BYTES_PER_OPERATION = 32 };

/* A page whose texts, each counted in every element around it, come to more than this is not asked: libxml2 makes the text
 * of an element anew for each comparison, and does not count it. */
static const uint64_t most_text_base = 64000000, most_text_per_byte = 200;

struct html_xpath {
  struct html_access *access;
  xmlDocPtr doc;
  xmlXPathContextPtr context;
  xmlNsPtr svg, math;
  uint64_t *text_before; /* per element: bytes of text before it; one more at the end */
  bool too_deep;
};

/* ---- the tree ----------------------------------------------------------------------------------------------------- */

static const xmlChar *terminated(dcl_buf *buf, dcl_str text) {
  buf->len = 0;
  for (size_t i = 0; i < text.len; i++) dcl_buf_putc(buf, text.ptr[i] ? text.ptr[i] : ' ');
  return (const xmlChar *)dcl_buf_cstr(buf);
}

static void link_child(xmlNodePtr parent, xmlNodePtr child) {
  child->parent = parent;
  child->prev = parent->last;
  if (parent->last)
    parent->last->next = child;
  else
    parent->children = child;
  parent->last = child;
}

static xmlNodePtr make_element(struct html_xpath *x, const struct dcl_html_node *node, dcl_buf *buf) {
  xmlNsPtr ns = node->ns == DCL_HTML_NS_SVG ? x->svg : node->ns == DCL_HTML_NS_MATHML ? x->math : NULL;
  xmlNodePtr made = xmlNewDocNode(x->doc, NULL, terminated(buf, node->name), NULL);
  made->ns = ns;
  made->_private = (void *)(uintptr_t)(node->number + 1);
  xmlAttrPtr last = NULL;
  for (uint32_t i = 0; i < node->n_attributes; i++) {
    const struct dcl_html_attribute *a = &node->attributes[i];
    xmlAttrPtr attribute = xmlNewDocProp(x->doc, terminated(buf, a->name), NULL);
    attribute->children = attribute->last = xmlNewDocText(x->doc, terminated(buf, a->value));
    attribute->children->parent = (xmlNodePtr)attribute;
    attribute->_private = (void *)(uintptr_t)(i + 1);
    attribute->parent = made;
    attribute->prev = last;
    if (last)
      last->next = attribute;
    else
      made->properties = attribute;
    last = attribute;
  }
  return made;
}

static xmlNodePtr make_node(struct html_xpath *x, const struct dcl_html_node *node, dcl_buf *buf) {
  if (node->kind == DCL_HTML_ELEMENT) return make_element(x, node, buf);
  if (node->kind == DCL_HTML_TEXT) return xmlNewDocText(x->doc, terminated(buf, node->text));
  return node->kind == DCL_HTML_COMMENT ? xmlNewDocComment(x->doc, terminated(buf, node->text)) : NULL;
}

/* Follows the page in document order, keeping the place in the copy. */
static void copy_page(struct html_xpath *x) {
  const struct dcl_html_node *root = x->access->doc->root, *node = root->first;
  xmlNodePtr parent = (xmlNodePtr)x->doc;
  dcl_buf buf = {0};
  while (node) {
    xmlNodePtr made = make_node(x, node, &buf);
    if (made) link_child(parent, made);
    if (made && node->first) {
      parent = made;
      node = node->first;
      continue;
    }
    while (node && !node->next) {
      node = node->parent;
      if (node == root) node = NULL;
      if (node) parent = parent->parent;
    }
    if (node) node = node->next;
  }
  dcl_buf_free(&buf);
}

/* ---- the cost of texts --------------------------------------------------------------------------------------------- */

static void weigh_texts(struct html_xpath *x) {
  const struct html_access *access = x->access;
  uint64_t sum = 0, total = 0;
  x->text_before = DCL_NEWN(access->arena, uint64_t, (size_t)access->n + 1);
  for (uint32_t i = 0; i < access->n; i++) {
    x->text_before[i] = total;
    for (const struct dcl_html_node *c = access->nodes[i].node->first; c; c = c->next)
      if (c->kind == DCL_HTML_TEXT) total += c->text.len;
  }
  x->text_before[access->n] = total;
  for (uint32_t i = 0; i < access->n; i++) sum += x->text_before[access->nodes[i].end] - x->text_before[i];
  x->too_deep = sum > most_text_base + total * most_text_per_byte;
}

static uint64_t text_in(const struct html_xpath *x, xmlNodePtr node) {
  if (!node || !x->text_before) return 0;
  if (node->type == XML_DOCUMENT_NODE) return x->text_before[x->access->n];
  if (node->type != XML_ELEMENT_NODE) return 0;
  uint32_t number = (uint32_t)(uintptr_t)node->_private - 1;
  return number < x->access->n ? x->text_before[x->access->nodes[number].end] - x->text_before[number] : 0;
}

/* Counts the texts that a function will make; false when that is too much. */
static bool afford(xmlXPathParserContextPtr ctxt, uint64_t bytes) {
  ctxt->context->opCount += 1 + (unsigned long)(bytes / BYTES_PER_OPERATION);
  if (ctxt->context->opCount < ctxt->context->opLimit) return true;
  xmlXPathErr(ctxt, XPATH_OP_LIMIT_EXCEEDED);
  return false;
}

/* The text of a node in one buffer; libxml2 would make it bigger piece by piece. */
static xmlXPathObjectPtr text_object(xmlNodePtr root) {
  dcl_buf text = {0};
  for (xmlNodePtr node = root; node;) {
    if ((node->type == XML_TEXT_NODE || (node == root && node->type == XML_COMMENT_NODE)) && node->content)
      dcl_buf_puts(&text, (const char *)node->content);
    if (node->children && node->type != XML_ENTITY_REF_NODE) {
      node = node->children;
      continue;
    }
    while (node != root && !node->next) node = node->parent;
    node = node == root ? NULL : node->next;
  }
  xmlXPathObjectPtr object = xmlXPathNewString((const xmlChar *)dcl_buf_cstr(&text));
  dcl_buf_free(&text);
  return object;
}

/* Puts texts in place of the node-sets among the arguments, and of none the text of the node at hand. */
static bool make_texts(xmlXPathParserContextPtr ctxt, int *nargs) {
  struct html_xpath *x = ctxt->context->userData;
  if (!*nargs && ctxt->context->node) {
    if (!afford(ctxt, text_in(x, ctxt->context->node))) return false;
    valuePush(ctxt, text_object(ctxt->context->node));
    *nargs = 1;
  }
  for (int i = 0; i < *nargs && i < ctxt->valueNr; i++) {
    xmlXPathObjectPtr *value = &ctxt->valueTab[ctxt->valueNr - 1 - i];
    const xmlNodeSet *set = (*value)->type == XPATH_NODESET ? (*value)->nodesetval : NULL;
    if (!set || set->nodeNr < 1 || set->nodeTab[0]->type == XML_NAMESPACE_DECL) continue;
    if (set->nodeNr > 1) xmlXPathNodeSetSort((*value)->nodesetval); /* the first in the page counts */
    if (!afford(ctxt, text_in(x, set->nodeTab[0]))) return false;
    xmlXPathObjectPtr text = text_object(set->nodeTab[0]);
    xmlXPathFreeObject(*value);
    *value = text;
    if (i == 0) ctxt->value = text; /* libxml2 keeps the top of the stack beside it */
  }
  return true;
}

#define WEIGHED(name, function)                                                                                        \
  static void name(xmlXPathParserContextPtr ctxt, int nargs) {                                                         \
    if (make_texts(ctxt, &nargs)) function(ctxt, nargs);                                                               \
  }
WEIGHED(weighed_string, xmlXPathStringFunction)
WEIGHED(weighed_contains, xmlXPathContainsFunction)
WEIGHED(weighed_starts_with, xmlXPathStartsWithFunction)
WEIGHED(weighed_concat, xmlXPathConcatFunction)
WEIGHED(weighed_length, xmlXPathStringLengthFunction)
WEIGHED(weighed_normalize, xmlXPathNormalizeFunction)
WEIGHED(weighed_translate, xmlXPathTranslateFunction)
WEIGHED(weighed_substring, xmlXPathSubstringFunction)
WEIGHED(weighed_before, xmlXPathSubstringBeforeFunction)
WEIGHED(weighed_after, xmlXPathSubstringAfterFunction)
WEIGHED(weighed_number, xmlXPathNumberFunction)

static void weighed_sum(xmlXPathParserContextPtr ctxt, int nargs) {
  const xmlNodeSet *set =
      nargs == 1 && ctxt->value && ctxt->value->type == XPATH_NODESET ? ctxt->value->nodesetval : NULL;
  uint64_t bytes = 0;
  for (int i = 0; set && i < set->nodeNr; i++) bytes += text_in(ctxt->context->userData, set->nodeTab[i]);
  if (afford(ctxt, bytes)) xmlXPathSumFunction(ctxt, nargs);
}

static const struct {
  const char *name;
  xmlXPathFunction run;
} weighed[] = {
    {"string", weighed_string},         {"contains", weighed_contains},    {"starts-with", weighed_starts_with},
    {"concat", weighed_concat},         {"string-length", weighed_length}, {"normalize-space", weighed_normalize},
    {"translate", weighed_translate},   {"substring", weighed_substring},  {"substring-before", weighed_before},
    {"substring-after", weighed_after}, {"number", weighed_number},        {"sum", weighed_sum},
};

/* ---- functions ---------------------------------------------------------------------------------------------------- */

static struct html_xpath *own(xmlXPathParserContextPtr ctxt) { return ctxt->context->userData; }

static uint32_t number_of(xmlNodePtr node) {
  while (node && (node->type == XML_TEXT_NODE || node->type == XML_ATTRIBUTE_NODE || node->type == XML_COMMENT_NODE))
    node = node->parent;
  if (!node || node->type != XML_ELEMENT_NODE) return HTML_NO_NUMBER;
  return (uint32_t)(uintptr_t)node->_private - 1;
}

/* The element that a function is about; HTML_NO_NUMBER for none. */
static uint32_t argument(xmlXPathParserContextPtr ctxt, int nargs) {
  if (nargs == 0) return number_of(ctxt->context->node);
  if (nargs > 1) {
    xmlXPathSetArityError(ctxt);
    return HTML_NO_NUMBER;
  }
  xmlXPathObjectPtr set = valuePop(ctxt);
  uint32_t number = HTML_NO_NUMBER;
  if (set && set->type == XPATH_NODESET && set->nodesetval && set->nodesetval->nodeNr)
    number = number_of(set->nodesetval->nodeTab[0]);
  xmlXPathFreeObject(set);
  return number;
}

static void push_text(xmlXPathParserContextPtr ctxt, dcl_str text) {
  valuePush(ctxt, xmlXPathWrapString(xmlStrndup((const xmlChar *)(text.ptr ? text.ptr : ""), (int)text.len)));
}

typedef dcl_str text_fn(struct html_access *access, uint32_t number);

static void text_function(xmlXPathParserContextPtr ctxt, int nargs, text_fn *fn) {
  uint32_t number = argument(ctxt, nargs);
  push_text(ctxt, number == HTML_NO_NUMBER ? (dcl_str){"", 0} : fn(own(ctxt)->access, number));
}

static dcl_str role_text(struct html_access *access, uint32_t number) {
  return aria_roles[access->nodes[number].role].name;
}
static dcl_str implicit_text(struct html_access *access, uint32_t number) {
  return aria_roles[access->nodes[number].implicit].name;
}

static void acc_name(xmlXPathParserContextPtr ctxt, int nargs) { text_function(ctxt, nargs, html_access_name); }
static void acc_description(xmlXPathParserContextPtr ctxt, int nargs) {
  text_function(ctxt, nargs, html_access_description);
}
static void visible_text(xmlXPathParserContextPtr ctxt, int nargs) {
  text_function(ctxt, nargs, html_access_visible_text);
}
static void role(xmlXPathParserContextPtr ctxt, int nargs) { text_function(ctxt, nargs, role_text); }
static void implicit_role(xmlXPathParserContextPtr ctxt, int nargs) { text_function(ctxt, nargs, implicit_text); }

static void flag_function(xmlXPathParserContextPtr ctxt, int nargs, uint32_t flags) {
  uint32_t number = argument(ctxt, nargs);
  bool has = number != HTML_NO_NUMBER && (own(ctxt)->access->nodes[number].flags & flags);
  valuePush(ctxt, xmlXPathNewBoolean(has));
}

static void acc_hidden(xmlXPathParserContextPtr ctxt, int nargs) { flag_function(ctxt, nargs, HTML_NOT_EXPOSED); }
static void hidden(xmlXPathParserContextPtr ctxt, int nargs) {
  flag_function(ctxt, nargs, HTML_GONE | HTML_INVISIBLE | HTML_OUT_OF_SIGHT);
}
static void focusable(xmlXPathParserContextPtr ctxt, int nargs) { flag_function(ctxt, nargs, HTML_FOCUSABLE); }
static void tabbable(xmlXPathParserContextPtr ctxt, int nargs) { flag_function(ctxt, nargs, HTML_TABBABLE); }
static void decorative(xmlXPathParserContextPtr ctxt, int nargs) { flag_function(ctxt, nargs, HTML_DECORATIVE); }

static void fragment(xmlXPathParserContextPtr ctxt, int nargs) {
  if (nargs) {
    xmlXPathSetArityError(ctxt);
    return;
  }
  valuePush(ctxt, xmlXPathNewBoolean(own(ctxt)->access && !own(ctxt)->access->has_document));
}

static const struct {
  const char *name;
  xmlXPathFunction run;
} functions[] = {
    {"acc-name", acc_name},
    {"acc-description", acc_description},
    {"acc-hidden", acc_hidden},
    {"hidden", hidden},
    {"role", role},
    {"implicit-role", implicit_role},
    {"focusable", focusable},
    {"tabbable", tabbable},
    {"decorative", decorative},
    {"visible-text", visible_text},
    {"fragment", fragment},
};

/* ---- evaluation --------------------------------------------------------------------------------------------------- */

#define SVG_NS BAD_CAST "http://www.w3.org/2000/svg"
#define MATH_NS BAD_CAST "http://www.w3.org/1998/Math/MathML"

/* The signature of libxml2's handler; its errors are told by their numbers. */
static void say_nothing(void *data, xmlErrorPtr error) {
  (void)data;
  (void)error;
}

static xmlXPathContextPtr make_context(struct html_xpath *x) {
  xmlXPathContextPtr context = xmlXPathNewContext(x->doc);
  context->userData = x;
  context->error = say_nothing;
  xmlXPathRegisterNs(context, BAD_CAST "svg", SVG_NS);
  xmlXPathRegisterNs(context, BAD_CAST "math", MATH_NS);
  for (size_t i = 0; i < DCL_COUNT(functions); i++)
    xmlXPathRegisterFunc(context, BAD_CAST functions[i].name, functions[i].run);
  for (size_t i = 0; i < DCL_COUNT(weighed); i++) {
    xmlXPathRegisterFunc(context, BAD_CAST weighed[i].name, NULL); /* a name is registered once */
    xmlXPathRegisterFunc(context, BAD_CAST weighed[i].name, weighed[i].run);
  }
  return context;
}

struct html_xpath *html_xpath_new(struct html_access *access) {
  struct html_xpath *x = dcl_xmalloc(sizeof *x);
  *x = (struct html_xpath){.access = access};
  x->doc = xmlNewDoc(BAD_CAST "1.0");
  x->svg = xmlNewNs(NULL, SVG_NS, BAD_CAST "svg");
  x->math = xmlNewNs(NULL, MATH_NS, BAD_CAST "math");
  x->svg->next = x->math;
  x->doc->oldNs = x->svg; /* freed with the document */
  copy_page(x);
  xmlXPathOrderDocElems(x->doc);
  weigh_texts(x);
  x->context = make_context(x);
  return x;
}

void html_xpath_free(struct html_xpath *x) {
  if (!x) return;
  xmlXPathFreeContext(x->context);
  xmlFreeDoc(x->doc);
  free(x);
}

static void add_node(struct html_xpath *x, dcl_arena *arena, xmlNodePtr node, struct html_xpath_result *result) {
  uint32_t number = node->type == XML_DOCUMENT_NODE ? 0 : number_of(node);
  if (node->type == XML_NAMESPACE_DECL || number == HTML_NO_NUMBER || number >= x->access->n) return;
  struct html_xpath_hit hit = {.node = x->access->nodes[number].node};
  if (node->type == XML_ATTRIBUTE_NODE) hit.attribute = &hit.node->attributes[(uintptr_t)node->_private - 1];
  DCL_PUSH(arena, result->v, result->n, result->cap, hit);
}

static const char *what_went_wrong(const xmlXPathContext *context) {
  switch (context->lastError.code) {
    case XML_XPATH_UNKNOWN_FUNC_ERROR: return "calls a function that there is none of";
    case XML_XPATH_UNDEF_VARIABLE_ERROR: return "uses a variable; there are none";
    case XML_XPATH_UNDEF_PREFIX_ERROR: return "uses a prefix other than svg: and math:";
    case XML_XPATH_INVALID_ARITY: return "gives a function the wrong number of arguments";
    case XML_XPATH_INVALID_TYPE: return "gives a function an argument of the wrong type";
    case XML_ERR_NO_MEMORY: return "needs too much memory on this page";
    default:
      return context->opLimit && context->opCount >= context->opLimit
                 ? "takes too long on this page, so it was stopped: write it so that it does not compare every element "
                   "with every other"
                 : "is not valid XPath 1.0";
  }
}

const char *html_xpath_find(struct html_xpath *x, dcl_arena *arena, const char *expression,
                            struct html_xpath_result *result) {
  *result = (struct html_xpath_result){0};
  if (x->too_deep) return "was not tried: the page nests so much text so deeply that it would take too long";
  xmlResetError(&x->context->lastError);
  x->context->opCount = 0;
  x->context->opLimit = OPERATIONS_BASE + (unsigned long)x->access->n * OPERATIONS_PER_ELEMENT;
  x->context->node = (xmlNodePtr)x->doc;
  xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST expression, x->context);
  if (!found) return what_went_wrong(x->context);
  const char *error = NULL;
  if (found->type == XPATH_BOOLEAN) {
    xmlNodePtr html = xmlDocGetRootElement(x->doc);
    if (found->boolval && html) add_node(x, arena, html, result);
  } else if (found->type != XPATH_NODESET) {
    error = "gives neither elements nor true or false";
  } else if (found->nodesetval) {
    xmlXPathNodeSetSort(found->nodesetval);
    for (int i = 0; i < found->nodesetval->nodeNr; i++) add_node(x, arena, found->nodesetval->nodeTab[i], result);
  }
  xmlXPathFreeObject(found);
  return error;
}

/* libxml2 looks functions up only when it calls them, which an empty page may never do: so names before a bracket are
 * looked for here, outside quotes. "ancestor::div" and "text()" are steps, not functions. */
static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == ':' || c == '_';
}

static bool is_function(dcl_str name) {
  static const char *const core[] = {"last",
                                     "position",
                                     "count",
                                     "id",
                                     "local-name",
                                     "namespace-uri",
                                     "name",
                                     "string",
                                     "concat",
                                     "starts-with",
                                     "contains",
                                     "substring",
                                     "substring-after",
                                     "substring-before",
                                     "string-length",
                                     "normalize-space",
                                     "translate",
                                     "boolean",
                                     "not",
                                     "true",
                                     "false",
                                     "lang",
                                     "number",
                                     "sum",
                                     "floor",
                                     "ceiling",
                                     "round",
                                     "node",
                                     "text",
                                     "comment",
                                     "and",
                                     "or",
                                     "div",
                                     "mod",
                                     "processing-instruction"};
  for (size_t i = 0; i < DCL_COUNT(core); i++)
    if (dcl_str_is(name, core[i])) return true;
  for (size_t i = 0; i < DCL_COUNT(functions); i++)
    if (dcl_str_is(name, functions[i].name)) return true;
  return false;
}

static const char *unknown_function(dcl_arena *arena, const char *expression) {
  for (const char *at = expression; *at;) {
    if (*at == '"' || *at == '\'') {
      const char *end = strchr(at + 1, *at);
      if (!end) return NULL;
      at = end + 1;
      continue;
    }
    const char *start = at;
    while (is_word(*at)) at++;
    const char *after = at + strspn(at, " \t\r\n");
    dcl_str name = {start, (size_t)(at - start)};
    for (size_t i = 0; i + 1 < name.len; i++) /* the step after an axis */
      if (name.ptr[i] == ':' && name.ptr[i + 1] == ':') name = dcl_str_slice(name, i + 2, name.len), i = 0;
    if (name.len && *after == '(' && !is_function(name))
      return dcl_sprintf(arena, "calls a function %.*s() that there is none of", (int)name.len, name.ptr);
    at += at == start;
  }
  return NULL;
}

const char *html_xpath_check(dcl_arena *arena, const char *expression) {
  struct html_access access = {.arena = arena};
  struct html_xpath x = {.access = &access, .doc = xmlNewDoc(BAD_CAST "1.0")};
  struct html_xpath_result result;
  x.context = make_context(&x);
  const char *error = html_xpath_find(&x, arena, expression, &result);
  xmlXPathFreeContext(x.context);
  xmlFreeDoc(x.doc);
  return error ? error : unknown_function(arena, expression);
}
