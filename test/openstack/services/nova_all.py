"""Nova's conductor, scheduler, compute and API in one process: an in-memory message bus is then enough.

usage: nova_all.py --config-file NOVA_CONF
"""
import sys

import nova.monkey_patch  # noqa: F401  must come before anything that opens a socket
import eventlet
import nova.conf
import os_vif
from nova import config, objects, service
from nova.compute import rpcapi as compute
from nova.conductor import rpcapi as conductor
from nova.conf import remote_debug
from nova.scheduler import rpcapi as scheduler
from oslo_log import log
from oslo_privsep import priv_context
from oslo_service import service as services

remote_debug.register_cli_opts(nova.conf.CONF)
config.parse_args(["nova"] + sys.argv[1:])
log.setup(nova.conf.CONF, "nova")
objects.register_all()
os_vif.initialize()
priv_context.init(root_helper=["env"])  # root already

launcher = services.ServiceLauncher(nova.conf.CONF)
for binary, topic in (
    ("nova-conductor", conductor.RPC_TOPIC),
    ("nova-scheduler", scheduler.RPC_TOPIC),
    ("nova-compute", compute.RPC_TOPIC),
):
    launcher.launch_service(service.Service.create(binary=binary, topic=topic))
    eventlet.sleep(0.2)  # compute calls the conductor while it is made
launcher.launch_service(service.WSGIService("osapi_compute"))
launcher.wait()
