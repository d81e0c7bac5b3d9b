#include <disclint/disclint.h>
#include <stdio.h>

int main(void) {
  disclint_ruleset *rules = disclint_ruleset_builtin();
  char *report = disclint_check_text(rules, NULL, "Kiitos Acme!", 12, "json", NULL);
  int status = report && fputs(report, stdout) >= 0 ? 0 : 1;
  disclint_free(report);
  disclint_ruleset_free(rules);
  return status;
}
