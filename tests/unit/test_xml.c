/* XML that may be broken: texts with their way back, damage and its place, and libxml2 as the judge of what is sound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#include "read/xml.h"
#include "text/text.h"

static struct dcl_xml read_xml(dcl_arena *arena, const char *text) {
  struct dcl_xml xml;
  dcl_xml_read(&xml, arena, dcl_str_of(text), 0);
  return xml;
}

static void is(dcl_str text, const char *want) {
  if (!dcl_str_is(text, want)) fail_msg("\"%.*s\" is not \"%s\"", (int)text.len, text.ptr, want);
}

/* What bytes from..to of an element's text stand for in the source. */
static dcl_str source_of(struct dcl_xml *xml, const struct dcl_xml_node *node, uint32_t from, uint32_t to) {
  struct dcl_map map;
  dcl_xml_text(xml, node, &map, NULL);
  return dcl_str_slice(xml->text, (size_t)dcl_map_start(&map, from), (size_t)dcl_map_end(&map, to));
}

static void texts_of_all_kinds(void **state) {
  (void)state;
  static const struct {
    const char *inside, *text;
  } cases[] = {
      {"", ""},
      {"plain", "plain"},
      {"A &amp; B &lt;p&gt; &quot;&apos;", "A & B <p> \"'"},
      {"&#65;&#x42;&#x1F600;&#xe4;", "AB\xf0\x9f\x98\x80ä"},
      {"<![CDATA[<p>&amp;]]>", "<p>&amp;"},
      {" <![CDATA[a]]> b <![CDATA[c]]>", " a b c"},
      {"<![CDATA[x]]]]><![CDATA[>y]]>", "x]]>y"},
      {"a<!-- <b>no</b> -->b<?pi x?>c", "abc"},
      {"a<b c='>'>d</b>e", "ade"},
      {"a < b & c &nbsp; &#0; &#xD800; &#99999999; &#; &amp", "a < b & c &nbsp; &#0; &#xD800; &#99999999; &#; &amp"},
      {"<![CDATA[]]>", ""},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    dcl_arena *arena = dcl_arena_new();
    struct dcl_xml xml = read_xml(arena, dcl_sprintf(arena, "<r><t x='1'>%s</t><u>after</u></r>", cases[i].inside));
    is(dcl_xml_text(&xml, dcl_xml_child(&xml, xml.v, "t", NULL), NULL, NULL), cases[i].text);
    is(dcl_xml_child_text(&xml, xml.v, "u"), "after");
    dcl_arena_free(arena);
  }
}

static void each_byte_leads_back(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_xml xml = read_xml(arena, "<r>A &amp; <![CDATA[Mai<b>]]>nos &#xe4;!</r>");
  is(dcl_xml_text(&xml, xml.v, NULL, NULL), "A & Mai<b>nos ä!");
  is(source_of(&xml, xml.v, 2, 3), "&amp;");
  is(source_of(&xml, xml.v, 4, 13), "Mai<b>]]>nos");
  is(source_of(&xml, xml.v, 14, 16), "&#xe4;");
  is(source_of(&xml, xml.v, 16, 17), "!");
  dcl_arena_free(arena);
}

static void one_stretch_is_not_copied(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_xml xml = read_xml(arena, "<r><![CDATA[<p>Mainos & Acme</p>]]></r>");
  struct dcl_map map;
  bool plain;
  dcl_str text = dcl_xml_text(&xml, xml.v, &map, &plain);
  assert_ptr_equal(text.ptr, xml.text.ptr + 12);
  assert_true(plain && !map.n && map.base == 12);
  dcl_arena_free(arena);
}

static void attributes(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_xml xml = read_xml(arena, "<r a = \"1 &amp; 2\" xa='no' b='\"' c d=\"\"/>");
  is(dcl_xml_attribute(&xml, xml.v, "a"), "1 & 2");
  is(dcl_xml_attribute(&xml, xml.v, "b"), "\"");
  is(dcl_xml_attribute(&xml, xml.v, "c"), "");
  is(dcl_xml_attribute(&xml, xml.v, "d"), "");
  is(dcl_xml_attribute(&xml, xml.v, "e"), "");
  is(dcl_xml_attribute(&xml, NULL, "a"), "");
  dcl_arena_free(arena);
}

static void damage_is_told_with_its_place(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int fault;
    uint32_t at;
    const char *read;
  } cases[] = {
      {"<r><t>a & b &amp; c</t></r>", DCL_XML_AMPERSAND, 8, "a & b & c"},
      {"<r><t>a \x01 \x02</t></r>", DCL_XML_CONTROL, 8, "a \x01 \x02"},
      {"<r><t>a</u></t></r>", DCL_XML_CROSSED, 7, "a"},
      {"<r><t><b>a</t></r>", DCL_XML_CROSSED, 10, "a"},
      {"<r><t>a", DCL_XML_OPEN, 7, "a"},
      {"<r><t>a</t", DCL_XML_OPEN, 7, "a"},
      {"<r><t><![CDATA[a", DCL_XML_OPEN, 6, "a"},
      {"<r><t>b<!-- a</t></r>", DCL_XML_OPEN, 11, "b"},
      {"<r><t><![CDATA[a</t><u>b</u></r>", DCL_XML_OPEN, 6, "a"},
      {"<r><t>a</t></r>", DCL_XML_FAULTS, 0, "a"},
  };
  for (size_t i = 0; i < DCL_COUNT(cases); i++) {
    dcl_arena *arena = dcl_arena_new();
    struct dcl_xml xml = read_xml(arena, cases[i].text);
    is(dcl_xml_text(&xml, dcl_xml_child(&xml, xml.v, "t", NULL), NULL, NULL), cases[i].read);
    for (int fault = 0; fault < DCL_XML_FAULTS; fault++)
      if ((xml.faults[fault] != 0) != (fault == cases[i].fault))
        fail_msg("%s: fault %d %u times", cases[i].text, fault, xml.faults[fault]);
    if (cases[i].fault < DCL_XML_FAULTS) assert_int_equal(xml.first[cases[i].fault], cases[i].at);
    dcl_arena_free(arena);
  }
}

static void a_section_that_never_ends_leaves_the_rest(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_xml xml = read_xml(arena, "<r><t><![CDATA[<p>a</p></t><u><![CDATA[b]]></u></r>");
  is(dcl_xml_child_text(&xml, xml.v, "t"), "<p>a</p>");
  is(dcl_xml_child_text(&xml, xml.v, "u"), "b");
  assert_int_equal(xml.faults[DCL_XML_OPEN], 1);
  dcl_arena_free(arena);
}

static void depth_is_limited(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  dcl_buf text = {0};
  for (int i = 0; i < 200000; i++) dcl_buf_puts(&text, "<a>");
  dcl_buf_puts(&text, "x");
  for (int i = 0; i < 200000; i++) dcl_buf_puts(&text, "</a>");
  struct dcl_xml xml;
  dcl_xml_read(&xml, arena, (dcl_str){text.ptr, text.len}, 0);
  assert_int_equal(xml.n, DCL_XML_DEPTH);
  assert_true(xml.faults[DCL_XML_DEEP] > 0);
  is(dcl_xml_text(&xml, xml.v, NULL, NULL), "x");
  dcl_buf_free(&text);
  dcl_arena_free(arena);
}

/* A document type can declare entities that double each other; here nothing is declared, so nothing grows. */
static void entities_do_not_expand(void **state) {
  (void)state;
  dcl_arena *arena = dcl_arena_new();
  struct dcl_xml xml = read_xml(arena, "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>"
                                       "<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&b;&x;</r>");
  assert_int_equal(xml.n, 1);
  is(dcl_xml_text(&xml, xml.v, NULL, NULL), "&b;&x;");
  dcl_arena_free(arena);
}

/* ---- against libxml2 ---------------------------------------------------------------------------------------------- */

/* Elements in the same order, with the same names and texts. */
static void compare(struct dcl_xml *xml, uint32_t *next, xmlNode *node) {
  assert_true(*next < xml->n);
  const struct dcl_xml_node *mine = &xml->v[(*next)++];
  const char *prefix = node->ns && node->ns->prefix ? (const char *)node->ns->prefix : "";
  const char *name = dcl_sprintf(xml->arena, "%s%s%s", prefix, *prefix ? ":" : "", (const char *)node->name);
  is(mine->name, name);
  xmlChar *content = xmlNodeGetContent(node);
  is(dcl_xml_text(xml, mine, NULL, NULL), (const char *)content);
  xmlFree(content);
  for (xmlAttr *a = node->properties; a; a = a->next) {
    xmlChar *value = xmlNodeListGetString(node->doc, a->children, 1);
    if (!a->ns) is(dcl_xml_attribute(xml, mine, (const char *)a->name), value ? (const char *)value : "");
    xmlFree(value);
  }
  uint32_t children = 0;
  for (xmlNode *c = node->children; c; c = c->next) {
    if (c->type != XML_ELEMENT_NODE) continue;
    compare(xml, next, c);
    children++;
  }
  assert_int_equal(mine->children, children);
}

static void agree(const char *text) {
  xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), "t.xml", "UTF-8", XML_PARSE_NONET | XML_PARSE_NOERROR);
  if (!doc) fail_msg("libxml2 does not take: %s", text);
  dcl_arena *arena = dcl_arena_new();
  struct dcl_xml xml = read_xml(arena, text);
  uint32_t next = 0;
  compare(&xml, &next, xmlDocGetRootElement(doc));
  assert_int_equal(next, xml.n);
  for (int i = 0; i < DCL_XML_FAULTS; i++) assert_int_equal(xml.faults[i], 0);
  dcl_arena_free(arena);
  xmlFreeDoc(doc);
}

static void reads_as_libxml2_does(void **state) {
  (void)state;
  agree("<a/>");
  agree("<?xml version='1.0'?><!-- x --><a b='1'><c>d</c><e/>f</a>");
  agree("<x:a xmlns:x='u'><x:b>1 &lt; 2</x:b><![CDATA[<x:b>]]></x:a>");
  agree("<a b=\"&quot;&#65;\" c='&lt;'>&#x1F600;<!-- --><?p?>&amp;amp;</a>");
  agree("<a><b ><c\n d = '1' /></b\n>]] ></a>");
}

/* Documents made at random of sound pieces. */
static void reads_random_documents_as_libxml2_does(void **state) {
  (void)state;
  static const char *const pieces[] = {"text ",        "&amp;",   "&#xe4;", "<![CDATA[<x> & ]]>",
                                       "<!-- <b> -->", "<?p q?>", "ä☕",     "<e/>",
                                       "<f a='1>2'/>", "]]",      "\n"};
  uint32_t seed = 7;
  for (int round = 0; round < 400; round++) {
    dcl_buf text = {0};
    unsigned depth = 1;
    dcl_buf_puts(&text, "<r>");
    for (int i = 0; i < 40; i++) {
      seed = seed * 1664525u + 1013904223u;
      unsigned choice = (seed >> 16) % 16;
      if (choice < DCL_COUNT(pieces))
        dcl_buf_puts(&text, pieces[choice]);
      else if (choice < 14 && depth < 8)
        dcl_buf_puts(&text, "<n>"), depth++;
      else if (depth > 1)
        dcl_buf_puts(&text, "</n>"), depth--;
    }
    while (depth-- > 1) dcl_buf_puts(&text, "</n>");
    dcl_buf_puts(&text, "</r>");
    agree(dcl_buf_cstr(&text));
    dcl_buf_free(&text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(texts_of_all_kinds),
      cmocka_unit_test(each_byte_leads_back),
      cmocka_unit_test(one_stretch_is_not_copied),
      cmocka_unit_test(attributes),
      cmocka_unit_test(damage_is_told_with_its_place),
      cmocka_unit_test(a_section_that_never_ends_leaves_the_rest),
      cmocka_unit_test(depth_is_limited),
      cmocka_unit_test(entities_do_not_expand),
      cmocka_unit_test(reads_as_libxml2_does),
      cmocka_unit_test(reads_random_documents_as_libxml2_does),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
