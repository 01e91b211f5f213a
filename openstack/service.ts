/** What of a cloud is asked. */
export const services = ["image", "compute", "network", "load-balancer", "identity", "volume"] as const;
export type Service = (typeof services)[number];
