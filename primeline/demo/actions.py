"""What others order of the example. Each is many deeds at their own times, so it is none itself."""

from primeline.demo.logins import ExampleLogin, example_logins
from primeline.demo.seeding import SEED, seed_example

__all__ = ["SEED", "ExampleLogin", "example_logins", "seed_example"]
