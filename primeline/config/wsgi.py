"""What a WSGI server loads; `primeline serve` puts everything around it that should be there."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "primeline.config.settings")

# A question over all lines reads tens of thousands of rows, none of which is ever garbage in a
# circle. Looking for such after every few hundred costs a quarter of its time.
OBJECTS_BETWEEN_LOOKS = 20_000

application = get_wsgi_application()
# All that is loaded stays for good.
gc.collect()
gc.freeze()
gc.set_threshold(OBJECTS_BETWEEN_LOOKS, 20, 20)
