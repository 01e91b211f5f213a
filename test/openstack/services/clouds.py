"""Makes the projects that tests publish to and look from, and writes clouds.yaml for them.

Clouds: admin; daily and release, which may publish, by password and as application credentials (`-app`); outsider, who may
only look.
"""
import os

import openstack
import yaml

KEYSTONE, SECRET, STATE = (os.environ[name] for name in ("KEYSTONE", "SECRET", "S"))


def cloud(kind=None, **auth):
    entry = {
        "auth": {"auth_url": KEYSTONE + "/v3", **auth},
        "region_name": "RegionOne",
        "identity_api_version": 3,
        "compute_api_version": "2.79",
    }
    return entry if kind is None else {"auth_type": kind, **entry}


def by_password(user, project):
    return cloud(
        username=user,
        password=SECRET,
        project_name=project,
        user_domain_name="Default",
        project_domain_name="Default",
    )


def connection(entry):
    return openstack.connect(load_yaml_config=False, load_envvars=False, **entry)


clouds = {"admin": by_password("admin", "admin")}
identity = connection(clouds["admin"]).identity


def role(name):
    return identity.find_role(name) or identity.create_role(name=name)


def user_in_project(name, *roles):
    project = identity.find_project(name) or identity.create_project(name=name, domain_id="default")
    user = identity.find_user(name) or identity.create_user(
        name=name, password=SECRET, domain_id="default", default_project_id=project.id
    )
    for each in roles:
        identity.assign_project_role_to_user(project, user, role(each))
    clouds[name] = by_password(name, name)
    return user


def application_credential(name, user, *roles):
    mine = connection(clouds[name]).identity
    label = name + "-app"
    made = mine.find_application_credential(user, label) or mine.create_application_credential(
        user, label, secret=SECRET, roles=[{"name": each} for each in roles]
    )
    clouds[label] = cloud(
        "v3applicationcredential", application_credential_id=made.id, application_credential_secret=SECRET
    )


for publisher in ("daily", "release"):
    roles = ("member", "publisher", "load-balancer_member")
    application_credential(publisher, user_in_project(publisher, *roles), *roles)
user_in_project("outsider", "member")
# where the services' own users are
identity.find_project("service") or identity.create_project(name="service", domain_id="default")

with open(STATE + "/clouds.yaml", "w", encoding="utf-8") as file:
    yaml.safe_dump({"clouds": clouds}, file)
