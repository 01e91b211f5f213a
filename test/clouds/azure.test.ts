import { keepsTheLaws } from "../targets/laws.ts";
import { azureDriver } from "../targets/azure-driver.ts";
import { AzuriteBlobs } from "../peers/azurite/azurite.ts";
import { published } from "../../targets/azure/provider/azure-world.fixture.ts";

const own = published();

keepsTheLaws("Azure, with azurite's page blobs", "deleted", async () => {
  const url = process.env["CLOUD_IMAGES_AZURITE"];
  if (url === undefined) throw new Error("no server: run this file with npm run test:services");
  return azureDriver(own(), undefined, undefined, await AzuriteBlobs.open(url));
});
