/* XML that may be broken: every place lies in the text, and where libxml2 calls a document well-formed, both read the same
 * elements and the same text. */
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/xml.h"
#include "text/text.h"

#define MUST(condition)                                                                                                \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                                  \
      abort();                                                                                                         \
    }                                                                                                                  \
  } while (0)

static void check_node(struct dcl_xml *xml, const struct dcl_xml_node *node) {
  struct dcl_map map;
  uint32_t size = (uint32_t)xml->text.len;
  MUST(node->start < node->inner && node->inner <= node->inner_end && node->inner_end <= node->end &&
       node->end <= size);
  MUST(node->next > (uint32_t)(node - xml->v) && node->next <= xml->n);
  dcl_str text = dcl_xml_text(xml, node, &map, NULL);
  MUST(dcl_utf8_valid(text));
  for (uint32_t i = 0; i < text.len; i++) {
    uint64_t from = dcl_map_start(&map, i), to = dcl_map_end(&map, i + 1);
    MUST(from >= node->inner && from < to && to <= node->inner_end);
  }
  dcl_xml_attribute(xml, node, "a");
}

static uint32_t count(const xmlNode *root) {
  uint32_t n = 0;
  for (const xmlNode *node = root; node;) {
    n += node->type == XML_ELEMENT_NODE;
    if (node->children && node->type == XML_ELEMENT_NODE) {
      node = node->children;
      continue;
    }
    while (node != root && !node->next) node = node->parent;
    node = node == root ? NULL : node->next;
  }
  return n;
}

static void compare(struct dcl_xml *xml) {
  xmlDoc *doc = xmlReadMemory(xml->text.ptr, (int)xml->text.len, "f.xml", "UTF-8",
                              XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
  if (root) {
    xmlChar *content = xmlNodeGetContent(root);
    MUST(xml->n == count(root));
    MUST(dcl_str_is(dcl_xml_text(xml, xml->v, NULL, NULL), (const char *)content));
    for (int i = 0; i < DCL_XML_FAULTS; i++) MUST(!xml->faults[i]);
    xmlFree(content);
  }
  xmlFreeDoc(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  dcl_str text = {(const char *)data, size};
  if (!size || size > 1 << 16 || !dcl_utf8_valid(text) || memchr(data, 0, size)) return 0;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_xml xml;
  dcl_xml_read(&xml, arena, text, 0);
  for (uint32_t i = 0; i < xml.n && i < 500; i++) check_node(&xml, &xml.v[i]);
  bool plain = !memchr(data, '\r', size) && !memmem(data, size, "<!D", 3) && !memmem(data, size, "<!E", 3);
  if (plain && xml.n) compare(&xml);
  dcl_arena_free(arena);
  return 0;
}
