"""Puts a service into Keystone's catalog, with a user of its own who is an admin of the project `service`.

usage: register.py NAME TYPE URL
"""
import os
import sys

import openstack

name, kind, url = sys.argv[1:4]
identity = openstack.connect(cloud="admin").identity
service = identity.find_service(name) or identity.create_service(name=name, type=kind)
present = {endpoint.interface: endpoint for endpoint in identity.endpoints(service_id=service.id)}
for interface in ("public", "internal", "admin"):
    if interface not in present:
        identity.create_endpoint(service_id=service.id, interface=interface, url=url, region_id="RegionOne")
    elif present[interface].url != url:
        identity.update_endpoint(present[interface], url=url)
user = identity.find_user(name) or identity.create_user(name=name, password=os.environ["SECRET"], domain_id="default")
identity.assign_project_role_to_user(identity.find_project("service"), user, identity.find_role("admin"))
