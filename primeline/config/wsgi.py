"""What a WSGI server loads; `primeline serve` puts everything around it that should be there."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "primeline.config.settings")

application = get_wsgi_application()
