"""
The WSGI application: pages and API only. Live updates and in-process background work need
`bridgebuilders.asgi`.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridgebuilders.settings")

application = get_wsgi_application()
