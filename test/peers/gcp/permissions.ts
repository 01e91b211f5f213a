/**
 * The permissions that each call needs, by Google's pages of its methods (cloud.google.com/compute/docs/reference/rest/v1/images,
 * cloud.google.com/storage/docs/access-control/iam-json), and not by the program's own table.
 */
const needs: readonly (readonly [call: RegExp, permissions: readonly string[]])[] = [
  [/^GET \/compute\/v1\/projects\/[^/]+$/, ["compute.projects.get"]],
  [/\/global\/operations\//, ["compute.globalOperations.get"]],
  [/^GET .*\/global\/images(\?|$)/, ["compute.images.list"]],
  // the new image has labels, and Google reads its object by the caller's right
  [/^POST .*\/global\/images(\?|$)/, ["compute.images.create", "compute.images.setLabels", "storage.objects.get"]],
  [/^GET .*\/images\/family\//, ["compute.images.getFromFamily"]],
  [/\/getIamPolicy(\?|$)/, ["compute.images.getIamPolicy"]],
  [/\/setIamPolicy(\?|$)/, ["compute.images.setIamPolicy"]],
  [/\/setLabels(\?|$)/, ["compute.images.setLabels"]],
  [/\/deprecate(\?|$)/, ["compute.images.deprecate"]],
  [/^PATCH .*\/images\//, ["compute.images.update"]],
  [/^DELETE .*\/images\//, ["compute.images.delete"]],
  [/^GET .*\/images\//, ["compute.images.get"]],
  [/\/policies\//, ["orgpolicy.policy.get"]],
  [/^POST \/upload\//, ["storage.objects.create"]],
  // who knows the upload's address needs no permission
  [/^PUT \/upload\//, []],
  [/^GET \/storage\/v1\/b\/[^/]+\/o\//, ["storage.objects.get"]],
  [/^DELETE \/storage\/v1\/b\/[^/]+\/o\//, ["storage.objects.delete"]],
  [/^GET \/storage\/v1\/b\/[^/]+$/, ["storage.buckets.get"]],
];

/** The permissions that a call needs, `METHOD /path?query`. Throws where the table has no row for it. */
export function permissionsOf(call: string): readonly string[] {
  const found = needs.find(([known]) => known.test(call));
  if (found === undefined) throw new Error(`no permissions are known for ${call}`);
  return found[1];
}
