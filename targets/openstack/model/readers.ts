import type { CloudForReaders } from "../../../images/finder/clouds.ts";

/** How users of the cloud find and start an image with the openstack command. Glance's ids are of one cloud alone. */
export const openstackReaders: CloudForReaders = {
  cloud: "openstack",
  title: "OpenStack",
  idName: "Image id",
  placeOf: (target) => target.replace(/^openstack-/, ""),
  commands: ({ name }, { target, refs }) => {
    const cloud = target.replace(/^openstack-/, "");
    const [id = name] = refs;
    return [
      { about: "look at the image", line: `openstack --os-cloud ${cloud} image show ${id}` },
      {
        about: "start a server",
        line: `openstack --os-cloud ${cloud} server create --image ${id} --flavor FLAVOR --network NETWORK --key-name KEY NAME`,
      },
    ];
  },
};
