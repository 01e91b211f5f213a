"""Waits for the compute host, and makes the flavor that tests use: m1.tiny."""
import time

import openstack

compute = openstack.connect(cloud="admin").compute
for _ in range(60):
    if any(service.binary == "nova-compute" and service.state == "up" for service in compute.services()):
        break
    time.sleep(1)
else:
    raise SystemExit("nova-compute is not up after a minute")
if compute.find_flavor("m1.tiny") is None:
    compute.create_flavor(name="m1.tiny", vcpus=1, ram=512, disk=4)
