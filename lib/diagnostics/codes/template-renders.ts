import type { CodeEntry } from '../codes.ts';

/** Codes of what templates become when a platform uses them. */
export const TEMPLATE_RENDER_CODES = {
  TEMPLATE_NOT_A_MANIFEST: {
    summary: 'A template renders a document that is no Kubernetes object',
    fix: 'Give it `apiVersion` and `kind`, or keep the file out of `templates/`.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_FILE_NOT_TEXT: {
    summary: 'A template holds a file that is no text where only text can be written',
    fix: 'Keep it out of the folder of the template.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_RENDERS_NOTHING: {
    summary: 'A template renders no file with these values',
    fix: 'Correct the conditions of the template, or the values that decide them.',
    fault: 'user',
    exit: 1,
  },
  TEMPLATE_KIND_DIFFERS: {
    summary: 'A template is not made for what it is used for',
    fix: 'Name a template of the right kind, or correct what it is used for.',
    fault: 'user',
    exit: 1,
  },
  ITEM_NOT_IN_PROGRAM: {
    summary: 'A catalog item is made by a function that is not there',
    fix: 'Declare the item in the program, with `CatalogItem.fromChart` or `CatalogItem.fromStack`.',
    fault: 'user',
    exit: 1,
  },
  ITEM_RESULT_WRONG: {
    summary: 'The function of a catalog item makes something else than it should',
    fix: 'Let it return a cdk8s `Chart` for `fromChart`, a `TerraformStack` for `fromStack`.',
    fault: 'user',
    exit: 1,
  },
  ITEM_FAILED: {
    summary: 'The function of a catalog item fails',
    fix: 'Correct it, or what the deployment gives it.',
    fault: 'user',
    exit: 1,
  },
  STACK_NOT_ALONE: {
    summary: 'The stack of a catalog item needs what is not written with it',
    fix: 'Let it stand alone: give it values, a data source or an output of the other release instead; put files where its Terraform can fetch them.',
    fault: 'user',
    exit: 1,
  },
  TERRAFORM_TOKEN_LEAKED: {
    summary: 'A file holds a token of cdktf, which stands for a value that only Terraform knows',
    fix: 'Make the value an output of the stack, and give it to the chart by way of a Secret or a value of your own.',
    fault: 'user',
    exit: 1,
  },
  TERRAFORM_INVALID: {
    summary: 'A file of Terraform cannot be read',
    fix: 'Correct the item, most often a brace or a value that its token does not stand in quotes for.',
    fault: 'user',
    exit: 1,
  },
  TERRAFORM_SECRET_IN_FILE: {
    summary: 'The Terraform of an item has a secret as a token, which would be written to git',
    fix: 'Make it a variable that is `sensitive`, and give that a `SecretRef` in `infrastructureValues`.',
    fault: 'user',
    exit: 1,
  },
  PLATFORM_VALUE_MISSING: {
    summary: 'A template needs a value of the platform that nothing gives',
    fix: 'Give it where the summary says.',
    fault: 'user',
    exit: 1,
  },
  SECRET_LOCATION_DIFFERS: {
    summary: 'A template reads a secret from another place than the one it was given',
    fix: 'Give the place that the template reads, or let the template take it as an input named `secretPath`.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
