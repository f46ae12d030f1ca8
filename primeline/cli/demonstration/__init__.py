"""The living example operator on this machine: its folder, its processes, its logins."""
