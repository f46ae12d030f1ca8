"""The hash of passwords as production has it, but cheap: a suite signs in hundreds of times."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2 with the least of time and memory."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
