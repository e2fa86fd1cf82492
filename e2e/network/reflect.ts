/**
 * `@peculiar/x509` registers its parts through tsyringe, which will not start without the metadata half of `Reflect`
 * (a proposal that no engine has). Nothing is stored in it here, so answering "nothing known" is enough.
 */
const metadata = {
  getMetadata: () => undefined,
  getOwnMetadata: () => undefined,
  defineMetadata: () => undefined,
};
for (const [name, value] of Object.entries(metadata))
  if (!(name in Reflect)) Object.defineProperty(Reflect, name, { value });
