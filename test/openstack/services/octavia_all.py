"""Octavia's API and worker in one process: an in-memory message bus is then enough.

usage: octavia_all.py --config-file OCTAVIA_CONF
"""
import socketserver
import sys
from wsgiref import simple_server

from octavia.api import app
from octavia.controller.queue.v2 import consumer
from oslo_config import cfg


class Server(socketserver.ThreadingMixIn, simple_server.WSGIServer):
    daemon_threads = True


application = app.setup_app(argv=["octavia"] + sys.argv[1:])
consumer.ConsumerService(0, cfg.CONF).run()
settings = cfg.CONF.api_settings
simple_server.make_server(settings.bind_host, settings.bind_port, application, server_class=Server).serve_forever()
