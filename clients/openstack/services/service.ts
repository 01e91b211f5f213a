/** A cloud's services that are used. */
export const services = ["image", "compute", "network", "load-balancer", "identity", "volume"] as const;
export type Service = (typeof services)[number];
