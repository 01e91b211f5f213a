import grpc from "@grpc/grpc-js";

/** A server of gRPC for messages of any size: the inputs of an index may be some megabytes. */
export const anySize = (): grpc.Server =>
  new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });

/** Binds a server to a free port of this machine. Returns the port. */
export function listen(server: grpc.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
