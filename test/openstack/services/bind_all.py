"""A mechanism driver that binds every port to a Linux bridge of the host, so that servers with ports become ACTIVE."""
from neutron_lib.plugins.ml2 import api


class BindAll(api.MechanismDriver):
    connectivity = "l2"

    def initialize(self):
        pass

    def bind_port(self, context):
        for segment in context.segments_to_bind:
            context.set_binding(segment[api.ID], "bridge", {"port_filter": False}, status="ACTIVE")
            return
