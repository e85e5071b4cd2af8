import { expect, test } from "vitest";
import { withoutInline } from "./prerendered";

test("a style becomes a rule, one that comes twice a rule for both", () => {
  const { content, styles } = withoutInline('<p style="--a:1px"></p><b style="color:red"></b><i style="--a:1px"></i>');
  expect(content).toBe('<p data-styled="0"></p><b data-styled="1"></b><i data-styled="0"></i>');
  expect(styles).toBe('[data-styled="0"]{--a:1px}\n[data-styled="1"]{color:red}');
});

test("a script is left out, over several lines too", () => {
  expect(withoutInline('<p>a</p><script nonce="">let a;\nlet b</script><p>b</p>').content).toBe("<p>a</p><p>b</p>");
});

test("what was escaped in the attribute is not in the rule", () => {
  expect(withoutInline('<p style="font:&quot;A &amp; B&quot;"></p>').styles).toBe('[data-styled="0"]{font:"A & B"}');
});
