"""The server's entrance. Images take a short way of their own; everything else goes to Django."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secunda.config.settings")
application = get_asgi_application()
