/** The services of a cloud that are called here. */
export const services = ["image", "compute", "network", "load-balancer", "identity", "volume"] as const;
export type Service = (typeof services)[number];
