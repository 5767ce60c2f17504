// An app with a stack of each of these templates, by CfnInclude; with cdk-nag if it comes first:
// node scan-templates.mjs [nag] TEMPLATE...
import { App, Stack, Validations } from "aws-cdk-lib";
import { CfnInclude } from "aws-cdk-lib/cloudformation-include";
import { AwsSolutionsChecks } from "cdk-nag";
import { basename } from "node:path";

const app = new App();
const files = process.argv.slice(2);
if (files[0] === "nag") {
  files.shift();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
for (const templateFile of files) {
  const stack = new Stack(app, basename(templateFile, ".json"));
  new CfnInclude(stack, "Template", { templateFile });
}
app.synth();
